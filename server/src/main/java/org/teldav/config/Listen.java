package org.teldav.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where to listen.
 *
 * @param host a name or an address, IPv6 without its brackets; empty where there is a socket
 * @param port 0 for any that is free
 * @param socket of Unix, for a proxy on this machine
 */
public record Listen(String host, int port, Optional<Path> socket) {
    private static final String UNIX = "unix:";

    /** What the address of a socket can hold, less its last zero. */
    private static final int LONGEST = 107;

    private static final Pattern FORM = Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)]|([^:\\[\\]\\s]+)):(\\d{1,5})");

    /** At an address. */
    public Listen(String host, int port) {
        this(host, port, Optional.empty());
    }

    /** @throws IllegalArgumentException where the text is neither HOST:PORT nor unix:/PATH */
    public static Listen parse(String text) {
        if (text.startsWith(UNIX)) {
            return socket(text.substring(UNIX.length()));
        }
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches() || Integer.parseInt(matcher.group(3)) > 65535) {
            throw new IllegalArgumentException("must be HOST:PORT like 127.0.0.1:8080 or [::1]:8080, or unix:/PATH");
        }
        String host = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
        return new Listen(host, Integer.parseInt(matcher.group(3)));
    }

    private static Listen socket(String path) {
        if (!path.startsWith("/") || path.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
            throw new IllegalArgumentException("must have behind unix: a whole path of at most " + LONGEST
                    + " bytes, like unix:/run/teldav/teldav.sock");
        }
        return new Listen("", 0, Optional.of(Path.of(path)));
    }

    /** Whether only this machine can reach it. A name that can't be resolved counts as reachable by others. */
    public boolean loopback() {
        if (socket.isPresent()) {
            return true;
        }
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

    /** HOST:PORT, as in a URL, or unix:/PATH. */
    @Override
    public String toString() {
        return socket.map(path -> UNIX + path).orElseGet(this::address);
    }

    private String address() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
