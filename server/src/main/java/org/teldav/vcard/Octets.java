package org.teldav.vcard;

/**
 * The octets that a value means, each with the place in the card where it is written: a fold, a soft line break or
 * {@code =2B} lies between or under them.
 *
 * @param from the first byte in the card of each octet
 * @param to the byte in the card after each octet
 */
record Octets(byte[] data, int[] from, int[] to, int length) {

    static Octets of(byte[] bytes, int start, int end, boolean quotedPrintable) {
        int size = Math.max(end - start, 0);
        Octets octets = new Octets(new byte[size], new int[size], new int[size], 0);
        int at = start;
        int length = 0;
        while (at < end) {
            int skip = lineBreak(bytes, at, end, quotedPrintable);
            if (skip == 0) {
                at = octets.put(length++, bytes, at, quotedPrintable ? end : at);
            } else {
                at += skip;
            }
        }
        return new Octets(octets.data, octets.from, octets.to, length);
    }

    /** @param escapesEnd where a quoted-printable escape may reach; before it, none is looked for */
    private int put(int index, byte[] bytes, int at, int escapesEnd) {
        int value = bytes[at] == '=' && at + 2 < escapesEnd ? hex(bytes[at + 1]) * 16 + hex(bytes[at + 2]) : -1;
        from[index] = at;
        to[index] = value >= 0 ? at + 3 : at + 1;
        data[index] = value >= 0 ? (byte) value : bytes[at];
        return to[index];
    }

    /** How many bytes of a fold or a soft line break stand here. */
    private static int lineBreak(byte[] bytes, int at, int end, boolean quotedPrintable) {
        int i = at;
        if (quotedPrintable && bytes[i] == '=') {
            i++;
            if (i == end) {
                return 1;
            }
        }
        if (bytes[i] == '\r' && i + 1 < end) {
            i++;
        }
        if (bytes[i] != '\n') {
            return 0;
        }
        i++;
        return (i < end && ValueText.isBlank(bytes[i]) ? i + 1 : i) - at;
    }

    private static int hex(byte b) {
        int digit = Character.digit(b, 16);
        return digit < 0 ? -1024 : digit;
    }
}
