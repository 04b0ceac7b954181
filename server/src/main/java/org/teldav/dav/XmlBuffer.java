package org.teldav.dav;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Optional;

/** UTF-8 on its way to a stream. Not thread-safe. */
final class XmlBuffer {
    /** What is small is sent whole, and the first of what is large soon; each write to a socket costs as much as some 16 KiB of it. */
    private static final int FIRST_BUFFER = 1 << 14;

    private static final int LATER_BUFFER = 1 << 16;

    private final OutputStream out;
    private byte[] buffer = new byte[FIRST_BUFFER];
    private int length;
    private boolean sent;

    XmlBuffer(OutputStream out) {
        this.out = out;
    }

    /** Writes the characters of that kind from here on. Returns where the first is that is none, or the end. */
    int copy(String text, int start, boolean[] kind) {
        int i = start;
        int full = i;
        while (i == full && i < text.length()) {
            full = i + room(text.length() - i);
            int offset = length - i;
            for (char c; i < full && (c = text.charAt(i)) < 0x80 && kind[c]; i++) {
                buffer[i + offset] = (byte) c;
            }
            length = i + offset;
        }
        return i;
    }

    /** As {@link #copy(String, int, boolean[])}, of UTF-8. */
    int copy(byte[] utf8, int start, int end, boolean[] kind) {
        int i = start;
        int full = i;
        while (i == full && i < end) {
            full = i + room(end - i);
            int offset = length - i;
            for (; i < full && kind[utf8[i] & 0xFF]; i++) {
                buffer[i + offset] = utf8[i];
            }
            length = i + offset;
        }
        return i;
    }

    /** How many of that many bytes can be put into the buffer: one at least. */
    private int room(int wanted) {
        if (length == buffer.length) {
            drain();
        }
        return Math.min(wanted, buffer.length - length);
    }

    @SuppressWarnings(
            "deprecation") // the one way that copies ASCII without looking at each character: three times as quick
    void ascii(String ascii) {
        for (int i = 0; i < ascii.length(); ) {
            int part = room(ascii.length() - i);
            ascii.getBytes(i, i + part, buffer, length);
            length += part;
            i += part;
        }
    }

    /** All that was written, where nothing of it has been sent yet. */
    Optional<byte[]> whole() {
        return sent ? Optional.empty() : Optional.of(Arrays.copyOf(buffer, length));
    }

    /** Sends what is buffered on its way. */
    void flush() {
        try {
            out.write(buffer, 0, length);
            length = 0;
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One that is not ASCII. */
    void put(int codePoint) {
        if (codePoint < 0x800) {
            add(0xC0 | codePoint >> 6);
        } else {
            if (codePoint < 0x10000) {
                add(0xE0 | codePoint >> 12);
            } else {
                add(0xF0 | codePoint >> 18);
                add(0x80 | codePoint >> 12 & 0x3F);
            }
            add(0x80 | codePoint >> 6 & 0x3F);
        }
        add(0x80 | codePoint & 0x3F);
    }

    private void add(int b) {
        room(1);
        buffer[length++] = (byte) b;
    }

    void write(byte[] bytes, int from, int count) {
        for (int i = from; i < from + count; i++) {
            add(bytes[i]);
        }
    }

    private void drain() {
        try {
            boolean first = !sent;
            sent = true;
            out.write(buffer, 0, length);
            length = 0;
            if (first) {
                buffer = new byte[LATER_BUFFER];
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
