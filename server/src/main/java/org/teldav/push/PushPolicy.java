package org.teldav.push;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Where messages may go. A push resource is named by whoever can log in, and is asked from where the server stands: so it must be on the Internet, and
 * behind TLS.
 *
 * @param allow the only hosts, as {@code push.example.org} or {@code *.example.org}, in lower case; empty for any
 * @param loopback for tests: also a push service on this machine, and without TLS there
 */
public record PushPolicy(List<String> allow, boolean loopback) {
    private static final int LONGEST = 2048;
    private static final Set<String> HERE = Set.of("localhost", "127.0.0.1", "[::1]");

    /** The push resource of a subscription; empty where nothing may be sent to it. Its host isn't looked up: see {@link #permits}. */
    public Optional<URI> resource(String text) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            URI uri = new URI(text);
            return isPlain(uri) && isAllowed(uri.getHost().toLowerCase(Locale.ROOT))
                    ? Optional.of(uri)
                    : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private boolean isPlain(URI uri) {
        return uri.getHost() != null
                && ("https".equalsIgnoreCase(uri.getScheme()) || loopback && isPlainHere(uri))
                && uri.getRawUserInfo() == null
                && uri.getRawFragment() == null
                && uri.toString().chars().allMatch(c -> c > ' ' && c < 0x7f)
                && uri.getPort() != 0
                && uri.getPort() <= 0xffff;
    }

    private static boolean isPlainHere(URI uri) {
        return "http".equalsIgnoreCase(uri.getScheme()) && HERE.contains(uri.getHost());
    }

    private boolean isAllowed(String host) {
        return allow.isEmpty() || allow.stream().anyMatch(pattern -> matches(pattern, host));
    }

    private static boolean matches(String pattern, String host) {
        return pattern.startsWith("*.") ? host.endsWith(pattern.substring(1)) : host.equals(pattern);
    }

    /** Whether a message may go to that address. */
    boolean permits(InetAddress address) {
        return PublicAddresses.contain(address) || loopback && address.isLoopbackAddress();
    }
}
