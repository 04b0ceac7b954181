package org.teldav.vcard;

import java.io.ByteArrayOutputStream;
import java.util.List;

/**
 * Bytes to put in the place of {@code [start, end)}.
 *
 * @param start inclusive
 * @param end exclusive
 */
record Splice(int start, int end, byte[] bytes) {

    /** @param splices in order, not overlapping */
    static byte[] apply(byte[] card, List<Splice> splices) {
        ByteArrayOutputStream result = new ByteArrayOutputStream(card.length + 64);
        int at = 0;
        for (Splice splice : splices) {
            result.write(card, at, splice.start - at);
            result.writeBytes(splice.bytes);
            at = splice.end;
        }
        result.write(card, at, card.length - at);
        return result.toByteArray();
    }
}
