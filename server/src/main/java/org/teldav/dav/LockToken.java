package org.teldav.dav;

import java.util.Locale;
import java.util.UUID;

/**
 * A state token that names a lock, or may (RFC 4918 §6.5, §10.4.2). Two are the same where the URIs are; the UUIDs of RFC 9562 in whatever case.
 *
 * @param uri as an absolute URI, without angle brackets
 */
public record LockToken(String uri) {
    private static final String UUID_URN = "urn:uuid:";

    public LockToken {
        if (uri.regionMatches(true, 0, UUID_URN, 0, UUID_URN.length())) {
            uri = uri.toLowerCase(Locale.ROOT);
        }
    }

    /** One that was never there before. */
    public static LockToken random() {
        return new LockToken(UUID_URN + UUID.randomUUID());
    }

    /** RFC 4918 §10.1, Coded-URL. */
    public String coded() {
        return '<' + uri + '>';
    }

    @Override
    public String toString() {
        return uri;
    }
}
