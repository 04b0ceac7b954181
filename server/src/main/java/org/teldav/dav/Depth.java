package org.teldav.dav;

import java.util.Locale;
import java.util.Optional;

/** RFC 4918 §10.2. */
public enum Depth {
    ZERO,
    ONE,
    INFINITY;

    /**
     * @param absent what a missing header means for the method
     * @throws DavException 400 for any other value
     */
    public static Depth of(DavRequest request, Depth absent) {
        Optional<String> header = request.header("Depth");
        if (header.isEmpty()) {
            return absent;
        }
        return switch (header.get().trim().toLowerCase(Locale.ROOT)) {
            case "0" -> ZERO;
            case "1" -> ONE;
            case "infinity" -> INFINITY;
            default -> throw DavException.badRequest("Depth is 0, 1 or infinity");
        };
    }
}
