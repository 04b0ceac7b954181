package org.teldav.sms;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Which gateway there is, and how it is reached. */
public sealed interface SmsSettings {
    /** There is none. */
    record None() implements SmsSettings {}

    /**
     * Any gateway that takes an HTTP request.
     *
     * @param url with {@code {number}} and {@code {text}} where they are to stand, if there
     * @param method POST, PUT or GET
     * @param type of the body, which says how number and text are escaped
     * @param headers each as {@code Name: value}
     * @param body with {@code {number}} and {@code {text}}
     * @param timeout for the whole exchange
     * @param insecure whether the URL may be http beyond this machine
     */
    record Http(
            String url,
            String method,
            BodyType type,
            List<String> headers,
            String body,
            Duration timeout,
            boolean insecure)
            implements SmsSettings {
        /** The URL without what is put into it. */
        public URI address() {
            return URI.create(HttpGateway.filled(url, value -> "0", "", ""));
        }

        @Override
        public String toString() {
            return "Http[" + address().getHost() + "]";
        }
    }

    /**
     * A short message centre, by SMPP 3.4.
     *
     * @param source the sender that people see: up to 11 letters and digits, or a number
     * @param tls whether the connection is TLS from its first byte
     * @param timeout for a connection, and for an answer
     */
    record Smpp(
            String host,
            int port,
            boolean tls,
            String systemId,
            String password,
            String systemType,
            String source,
            Duration timeout)
            implements SmsSettings {
        @Override
        public String toString() {
            return "Smpp[" + host + "]";
        }
    }

    /** A file to which messages are appended, for trying out. */
    record ToFile(Path file) implements SmsSettings {}
}
