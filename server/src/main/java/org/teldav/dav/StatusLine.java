package org.teldav.dav;

import java.util.Map;

/** RFC 9112 §4, as it stands in a multistatus: with the reason, which some clients parse. */
final class StatusLine {
    private static final Map<Integer, String> REASONS = Map.ofEntries(
            Map.entry(200, "OK"),
            Map.entry(400, "Bad Request"),
            Map.entry(403, "Forbidden"),
            Map.entry(404, "Not Found"),
            Map.entry(409, "Conflict"),
            Map.entry(412, "Precondition Failed"),
            Map.entry(415, "Unsupported Media Type"),
            Map.entry(423, "Locked"),
            Map.entry(424, "Failed Dependency"),
            Map.entry(500, "Internal Server Error"),
            Map.entry(503, "Service Unavailable"),
            Map.entry(507, "Insufficient Storage"));

    private StatusLine() {}

    static String of(int status) {
        return "HTTP/1.1 " + status + " " + REASONS.getOrDefault(status, "Error");
    }
}
