package org.teldav.vcard;

import java.nio.charset.StandardCharsets;

/**
 * A part of an array, which is not copied: a photo may have megabytes. Nobody may change the array.
 *
 * @param to exclusive
 */
@SuppressWarnings("ArrayRecordComponent")
public record Slice(byte[] bytes, int from, int to) {
    static Slice of(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new Slice(bytes, 0, bytes.length);
    }

    public int length() {
        return to - from;
    }

    @Override
    public String toString() {
        return new String(bytes, from, length(), StandardCharsets.UTF_8);
    }
}
