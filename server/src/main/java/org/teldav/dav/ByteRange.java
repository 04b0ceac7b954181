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
    private static final Pattern ONE = Pattern.compile("(?i:bytes)=[ \t,]*(\\d*)-(\\d*)[ \t,]*");
    /** Numbers of more digits are all alike: beyond any end. */
    private static final int DIGITS = 18;

    /**
     * The range asked for; empty where the whole is to be sent.
     *
     * @throws DavException 416 where it lies beyond the end
     */
    static Optional<ByteRange> of(DavRequest request, Validators validators, int size) {
        Optional<String> asked = request.header("Range");
        if (asked.isEmpty()) {
            return Optional.empty();
        }
        Matcher range = ONE.matcher(asked.get());
        if (!range.matches() || !ifRange(request, validators)) {
            return Optional.empty();
        }
        String first = range.group(1);
        String last = range.group(2);
        if (first.isEmpty()) {
            return last.isEmpty()
                    ? Optional.empty()
                    : Optional.of(between(Math.max(0, size - number(last)), size - 1L, size));
        }
        long start = number(first);
        long end = last.isEmpty() ? Long.MAX_VALUE : number(last);
        return end < start ? Optional.empty() : Optional.of(between(start, Math.min(end, size - 1L), size));
    }

    private static ByteRange between(long start, long end, int size) {
        if (start > end) {
            throw new DavException(416, "the range lies beyond the end").with("Content-Range", "bytes */" + size);
        }
        return new ByteRange((int) start, (int) (end - start + 1));
    }

    private static long number(String digits) {
        return digits.length() > DIGITS ? Long.MAX_VALUE : Long.parseLong(digits);
    }

    /**
     * RFC 9110 §13.1.5: a strong tag that is still the current one. A date never is one: a card may be written twice within its second, and the parts of
     * two versions would be put together (§8.8.2.2).
     */
    private static boolean ifRange(DavRequest request, Validators validators) {
        Optional<String> condition = request.header("If-Range");
        return condition.isEmpty() || condition.map(String::strip).equals(validators.etag());
    }

    String contentRange(int size) {
        return "bytes " + start + "-" + (start + length - 1) + "/" + size;
    }
}
