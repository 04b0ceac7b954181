package org.teldav.vcard;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes one content line, folded after at most 75 octets and never within a character (RFC 6350 §3.2). Not thread-safe. */
final class Folding {
    private static final int WIDTH = 75;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final byte[] fold;
    private int column;

    /** @param ending how the lines of this card end */
    Folding(String ending) {
        this.fold = (ending + " ").getBytes(StandardCharsets.US_ASCII);
    }

    Folding append(String text) {
        int at = 0;
        while (at < text.length()) {
            int codePoint = text.codePointAt(at);
            int units = Character.charCount(codePoint);
            makeRoom(Utf8.length(codePoint));
            out.writeBytes(text.substring(at, at + units).getBytes(StandardCharsets.UTF_8));
            at += units;
        }
        return this;
    }

    /** Begins a new physical line unless so many octets have room in this one. */
    void makeRoom(int octets) {
        if (column + octets > WIDTH) {
            out.writeBytes(fold);
            column = 1;
        }
        column += octets;
    }

    int size() {
        return out.size();
    }

    byte[] bytes() {
        return out.toByteArray();
    }
}
