package org.teldav.storage;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A strong entity tag (RFC 9110 §8.8.3): the first 128 bits of the SHA-256 of the stored bytes, in hex, without quotes. The same bytes have the same
 * tag on every node, on either engine and after a restore.
 *
 * @param value the opaque tag, without its quotes
 */
public record ETag(String value) {
    private static final int BYTES = 16;

    /** The tag of a card's stored bytes. */
    public static ETag of(byte[] content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return new ETag(HexFormat.of().formatHex(digest, 0, BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** As it stands in a header or in {@code DAV:getetag}: with quotes. */
    public String quoted() {
        return '"' + value + '"';
    }

    @Override
    public String toString() {
        return quoted();
    }
}
