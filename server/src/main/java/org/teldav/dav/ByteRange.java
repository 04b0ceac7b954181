package org.teldav.dav;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One range of bytes (RFC 9110 §14.1.2). Several at once are answered with the whole, as §14.2 allows.
 *
 * @param start of the first byte, from 0
 * @param length of at least 1
 */
record ByteRange(int start, int length) {
    private static final Pattern ONE = Pattern.compile("bytes=\\s*(\\d{0,18})-(\\d{0,18})\\s*");

    /**
     * The range asked for; empty where the whole is to be sent.
     *
     * @throws DavException 416 where it lies beyond the end
     */
    static Optional<ByteRange> of(DavRequest request, Validators validators, int size) {
        Matcher range = ONE.matcher(request.header("Range").orElse(""));
        if (!range.matches()
                || !ifRange(request, validators)
                || range.group(1).isEmpty() && range.group(2).isEmpty()) {
            return Optional.empty();
        }
        long start;
        long end = size - 1L;
        if (range.group(1).isEmpty()) {
            start = Math.max(0, size - Long.parseLong(range.group(2)));
        } else {
            start = Long.parseLong(range.group(1));
            if (!range.group(2).isEmpty()) {
                long last = Long.parseLong(range.group(2));
                if (last < start) {
                    return Optional.empty();
                }
                end = Math.min(end, last);
            }
        }
        if (start > end) {
            throw new DavException(416, "the range lies beyond the end").with("Content-Range", "bytes */" + size);
        }
        return Optional.of(new ByteRange((int) start, (int) (end - start + 1)));
    }

    /** RFC 9110 §13.1.5: a strong tag that is still the current one, or the exact date. */
    private static boolean ifRange(DavRequest request, Validators validators) {
        Optional<String> condition = request.header("If-Range");
        return condition.isEmpty()
                || condition.equals(validators.etag())
                || condition.equals(validators.modified().map(DavResponse::date));
    }

    String contentRange(int size) {
        return "bytes " + start + "-" + (start + length - 1) + "/" + size;
    }
}
