package org.teldav.dav;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** For how long a lock is granted (RFC 4918 §10.7). */
final class Timeout {
    /** The longest: who wants it longer refreshes it. */
    static final Duration MOST = Duration.ofHours(1);

    private static final Pattern SECONDS = Pattern.compile("(?i)Second-(\\d{1,18})");

    private Timeout() {}

    /** The first of the wishes that can be read, as far as it can be granted; the header is no more than that. */
    static Duration of(DavRequest request) {
        for (String wish : request.header("Timeout").orElse("").split(",")) {
            Matcher seconds = SECONDS.matcher(wish.strip());
            if (seconds.matches()) {
                long wished = Math.min(Long.parseLong(seconds.group(1)), MOST.toSeconds());
                return Duration.ofSeconds(Math.max(1, wished));
            }
            if (wish.strip().equalsIgnoreCase("Infinite")) {
                return MOST;
            }
        }
        return MOST;
    }
}
