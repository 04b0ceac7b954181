package org.teldav.dav;

import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The conditional headers of a request, and whether they hold (RFC 9110 §13). Immutable. */
public final class Preconditions {
    /** What a GET or HEAD shall do. */
    public enum Reading {
        SEND,
        NOT_MODIFIED,
        FAILED
    }

    private final Optional<String> ifMatch;
    private final Optional<String> ifNoneMatch;
    private final Optional<Instant> ifModifiedSince;
    private final Optional<Instant> ifUnmodifiedSince;

    private Preconditions(DavRequest request) {
        ifMatch = request.header("If-Match");
        ifNoneMatch = request.header("If-None-Match");
        ifModifiedSince = request.header("If-Modified-Since").flatMap(Preconditions::date);
        ifUnmodifiedSince = request.header("If-Unmodified-Since").flatMap(Preconditions::date);
    }

    /**
     * @throws DavException 412 for an {@code If} header (RFC 4918 §10.4): there are no locks yet, so no state token in it can match, and a condition
     *     that isn't understood must not be passed over
     */
    public static Preconditions of(DavRequest request) {
        if (request.header("If").isPresent()) {
            throw DavException.preconditionFailed();
        }
        return new Preconditions(request);
    }

    /** For a method that writes: RFC 9110 §13.2.2 steps 1 to 4. Asked again while the resource is locked. */
    public boolean hold(Optional<Validators> current) {
        if (ifMatch.isPresent()) {
            if (!matches(ifMatch.get(), current, true)) {
                return false;
            }
        } else if (ifUnmodifiedSince.isPresent() && !unmodified(current)) {
            return false;
        }
        return ifNoneMatch.isEmpty() || !matches(ifNoneMatch.get(), current, false);
    }

    /** @throws DavException 412 where they don't hold */
    public void require(Optional<Validators> current) {
        if (!hold(current)) {
            throw DavException.preconditionFailed();
        }
    }

    /** For GET and HEAD of something that is there. */
    public Reading reading(Validators current) {
        Optional<Validators> there = Optional.of(current);
        if (ifMatch.isPresent()
                ? !matches(ifMatch.get(), there, true)
                : ifUnmodifiedSince.isPresent() && !unmodified(there)) {
            return Reading.FAILED;
        }
        if (ifNoneMatch.isPresent()) {
            return matches(ifNoneMatch.get(), there, false) ? Reading.NOT_MODIFIED : Reading.SEND;
        }
        boolean notModified = ifModifiedSince.isPresent()
                && current.modified().isPresent()
                && !current.modified().get().isAfter(ifModifiedSince.get());
        return notModified ? Reading.NOT_MODIFIED : Reading.SEND;
    }

    private boolean unmodified(Optional<Validators> current) {
        Optional<Instant> modified = current.flatMap(Validators::modified);
        return ifUnmodifiedSince.isEmpty()
                || modified.isPresent() && !modified.get().isAfter(ifUnmodifiedSince.get());
    }

    private static boolean matches(String header, Optional<Validators> current, boolean strong) {
        if (header.trim().equals("*")) {
            return current.isPresent();
        }
        Optional<String> etag = current.flatMap(Validators::etag);
        return etag.isPresent() && tags(header, strong).contains(etag.get());
    }

    /** RFC 9110 §8.8.3: a list of tags. In a strong comparison weak tags match nothing. */
    private static List<String> tags(String header, boolean strong) {
        List<String> tags = new ArrayList<>();
        int at = header.indexOf('"');
        while (at >= 0) {
            int end = header.indexOf('"', at + 1);
            if (end < 0) {
                break;
            }
            boolean weak = at >= 2 && header.startsWith("W/", at - 2);
            if (!weak || !strong) {
                tags.add(header.substring(at, end + 1));
            }
            at = header.indexOf('"', end + 1);
        }
        return tags;
    }

    /** RFC 9110 §5.6.7, the form that is sent today; what can't be read is no condition (§13.1.3, §13.1.4). */
    private static Optional<Instant> date(String text) {
        try {
            return Optional.of(ZonedDateTime.parse(text.trim(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
