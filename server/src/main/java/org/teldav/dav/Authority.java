package org.teldav.dav;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/**
 * The scheme, host and port under which clients know the server.
 *
 * @param publicUrl where that differs from what they call
 */
public record Authority(Optional<URI> publicUrl) {
    /** Whether the URI is on this server. The port that its scheme has by default may be said or not. */
    public boolean isOf(URI uri, DavRequest request) {
        String authority = canonical(uri.getRawAuthority(), uri.getScheme());
        return authority.equals(canonical(request.authority(), uri.getScheme()))
                || publicUrl
                        .map(own -> canonical(own.getRawAuthority(), uri.getScheme())
                                .equals(authority))
                        .orElse(false);
    }

    /** The absolute URL of a path of this server's, as the client who asks knows it. */
    public String url(DavRequest request, String href) {
        return publicUrl
                        .map(own -> own.getScheme() + "://" + own.getRawAuthority())
                        .orElseGet(() -> request.scheme() + "://" + request.authority())
                + href;
    }

    private static String canonical(String authority, String scheme) {
        String defaultPort = "https".equalsIgnoreCase(scheme) ? ":443" : ":80";
        String lower = authority.toLowerCase(Locale.ROOT);
        return lower.endsWith(defaultPort) ? lower.substring(0, lower.length() - defaultPort.length()) : lower;
    }
}
