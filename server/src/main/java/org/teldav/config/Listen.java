package org.teldav.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An address to listen at.
 *
 * @param host a name or an address, IPv6 without its brackets
 * @param port 0 for any that is free
 */
public record Listen(String host, int port) {
    private static final Pattern FORM = Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)]|([^:\\[\\]\\s]+)):(\\d{1,5})");

    /** @throws IllegalArgumentException where the text is not HOST:PORT */
    public static Listen parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches() || Integer.parseInt(matcher.group(3)) > 65535) {
            throw new IllegalArgumentException("must be HOST:PORT like 127.0.0.1:8080 or [::1]:8080");
        }
        String host = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
        return new Listen(host, Integer.parseInt(matcher.group(3)));
    }

    /** Whether only this machine can reach it. A name that can't be resolved counts as reachable by others. */
    public boolean loopback() {
        try {
            for (InetAddress address : InetAddress.getAllByName(host)) {
                if (!address.isLoopbackAddress()) {
                    return false;
                }
            }
            return true;
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** HOST:PORT, as in a URL. */
    @Override
    public String toString() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
