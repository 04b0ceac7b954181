package org.teldav.dav;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/**
 * The host and port under which clients know the server.
 *
 * @param publicName where that differs from what they call
 */
public record Authority(Optional<String> publicName) {
    /** Whether the URI is on this server. The port that its scheme has by default may be said or not. */
    public boolean isOf(URI uri, DavRequest request) {
        String authority = canonical(uri.getRawAuthority(), uri.getScheme());
        return authority.equals(canonical(request.authority(), uri.getScheme()))
                || publicName
                        .map(own -> canonical(own, uri.getScheme()).equals(authority))
                        .orElse(false);
    }

    private static String canonical(String authority, String scheme) {
        String defaultPort = "https".equalsIgnoreCase(scheme) ? ":443" : ":80";
        String lower = authority.toLowerCase(Locale.ROOT);
        return lower.endsWith(defaultPort) ? lower.substring(0, lower.length() - defaultPort.length()) : lower;
    }
}
