package org.teldav.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.LongConsumer;

/** Counts the entries of a zip that flows by, by the four bytes before each. That they are elsewhere, too, happens once in four gigabytes. */
final class CountedZip extends FilterOutputStream {
    private static final int LOCAL_HEADER = 0x504B0304;

    private final LongConsumer progress;
    private int last;
    private long entries;

    CountedZip(OutputStream out, LongConsumer progress) {
        super(out);
        this.progress = progress;
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
        progress.accept(entries);
    }

    private void count(int octet) {
        last = last << 8 | octet & 0xFF;
        if (last == LOCAL_HEADER) {
            entries++;
        }
    }
}
