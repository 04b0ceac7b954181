package org.teldav.vcard;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Locale;
import java.util.Optional;

/** {@code tel:} URIs (RFC 3966), read with the leniency that address books need. */
final class TelUri {
    /** Beside letters and digits of ASCII; those of RFC 3986 that have a meaning in a {@code tel:} URI have it where they are typed. */
    private static final String UNENCODED = "+-.()*;=_~!$&',/:@";

    private TelUri() {}

    /** Reads the URI in {@code [start, end)} of the value. */
    static Optional<TelText> read(String value, int start, int end) {
        String uri = percentDecoded(value.substring(start + 4, end));
        String[] parts = uri.split(";");
        StringBuilder body = new StringBuilder(parts.length == 0 ? "" : parts[0]);
        Optional<String> context = Optional.empty();
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip().toLowerCase(Locale.ROOT);
            if (parameter.startsWith("ext=")) {
                body.append(';').append(parameter);
            } else if (parameter.startsWith("phone-context=")) {
                context = Optional.of(parameter.substring("phone-context=".length()));
            } else if (!isParameter(parameter)) {
                body.append(';').append(parts[i]);
            }
        }
        return context.isPresent() && !isGlobalPrefix(context.get())
                ? Optional.empty()
                : TelText.readBody(body.toString(), start, end, true, context);
    }

    /** {@code isub}, {@code postd}, number portability …: of the old number, and no part of it. */
    private static boolean isParameter(String parameter) {
        return !parameter.isEmpty() && Character.isLetter(parameter.charAt(0)) && parameter.indexOf('=') > 0;
    }

    /** {@code +33}, not a domain name: what a private numbering plan means nobody here knows (RFC 3966 §5.1.5). */
    static boolean isGlobalPrefix(String context) {
        return context.length() > 1
                && context.charAt(0) == '+'
                && context.chars().skip(1).allMatch(c -> c >= '0' && c <= '9' || c == '-');
    }

    /** What people typed, as it stands behind the scheme: a blank is no separator there, and a hyphen is (RFC 3966 §5.1.1). */
    static String written(String typed) {
        StringBuilder written = new StringBuilder(typed.length());
        for (byte octet : typed.replaceAll("\\s+", "-").getBytes(UTF_8)) {
            if (UNENCODED.indexOf(octet) >= 0 || Character.isLetterOrDigit(octet)) {
                written.append((char) octet);
            } else {
                written.append(String.format(Locale.ROOT, "%%%02X", octet));
            }
        }
        return written.toString();
    }

    /** What is no percent-encoding stays as it is. */
    static String percentDecoded(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(text.length());
        byte[] bytes = text.getBytes(UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            int high = i + 2 < bytes.length && bytes[i] == '%' ? Character.digit(bytes[i + 1], 16) : -1;
            int low = high >= 0 ? Character.digit(bytes[i + 2], 16) : -1;
            decoded.write(low >= 0 ? high * 16 + low : bytes[i]);
            i += low >= 0 ? 2 : 0;
        }
        return decoded.toString(UTF_8);
    }
}
