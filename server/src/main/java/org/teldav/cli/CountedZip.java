package org.teldav.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Counts the entries of a zip that flows by, by the four bytes before each, and its octets. That the four are elsewhere, too, happens once in four gigabytes. */
final class CountedZip extends FilterOutputStream {
    private static final int LOCAL_HEADER = 0x504B0304;

    private final Receiver receiver;
    private int last;
    private long entries;
    private long written;

    /** Is told what has come so far. */
    @FunctionalInterface
    interface Receiver {
        void at(long entries, long octets);
    }

    CountedZip(OutputStream out, Receiver receiver) {
        super(out);
        this.receiver = receiver;
    }

    @Override
    public void write(int octet) throws IOException {
        count(octet);
        out.write(octet);
    }

    @Override
    public void write(byte[] octets, int offset, int length) throws IOException {
        for (int i = offset; i < offset + length; i++) {
            count(octets[i]);
        }
        out.write(octets, offset, length);
        receiver.at(entries, written);
    }

    private void count(int octet) {
        written++;
        last = last << 8 | octet & 0xFF;
        if (last == LOCAL_HEADER) {
            entries++;
        }
    }
}
