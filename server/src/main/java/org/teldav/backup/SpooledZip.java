package org.teldav.backup;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * A zip of any number of entries, as the JDK would write it (APPNOTE.TXT 6.3.10, with the records of zip64 where numbers are too large). Its directory, which
 * comes last, waits in a file: the JDK's own keeps 300 bytes of memory for each entry, and a million of them filled a server's heap. Used by one thread.
 */
final class SpooledZip implements Closeable {
    private static final int BUFFER = 1 << 16;
    private static final long MOST = 0xFFFF_FFFFL;
    private static final int MOST_ENTRIES = 0xFFFF;

    private static final int VERSION = 20;
    private static final int VERSION_64 = 45;
    /** The name is in UTF-8, and sizes follow the bytes. */
    private static final int FLAGS = 0x0808;

    private static final int DEFLATED = 8;
    private static final int EXTRA_64 = 1;

    private final Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    private final Counted out;
    private final int time;
    private final FileChannel spool;
    private final OutputStream directory;
    private long entries;

    /** @param out is left open */
    SpooledZip(OutputStream out, Instant time) throws IOException {
        this.out = new Counted(out);
        this.time = dosTime(time);
        Path file = Files.createTempFile("teldav-backup-", ".directory");
        this.spool = FileChannel.open(
                file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
        this.directory = new BufferedOutputStream(Channels.newOutputStream(spool), BUFFER);
    }

    private static int dosTime(Instant time) {
        LocalDateTime at = LocalDateTime.ofInstant(time, ZoneOffset.UTC);
        int date = Math.max(0, at.getYear() - 1980) << 9 | at.getMonthValue() << 5 | at.getDayOfMonth();
        return date << 16 | at.getHour() << 11 | at.getMinute() << 5 | at.getSecond() >> 1;
    }

    /** Begins an entry, which is whole when its stream is closed; one at a time. */
    OutputStream entry(String name) throws IOException {
        byte[] encoded = name.getBytes(StandardCharsets.UTF_8);
        long offset = out.count;
        out.write(record(30)
                .putInt(0x04034B50)
                .putShort((short) VERSION)
                .putShort((short) FLAGS)
                .putShort((short) DEFLATED)
                .putInt(time)
                .position(26)
                .putShort((short) encoded.length)
                .array());
        out.write(encoded);
        deflater.reset();
        return new Entry(encoded, offset);
    }

    private static ByteBuffer record(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private final class Entry extends FilterOutputStream {
        private final CRC32 crc = new CRC32();
        private final byte[] name;
        private final long offset;

        Entry(byte[] name, long offset) {
            super(new DeflaterOutputStream(SpooledZip.this.out, deflater, BUFFER));
            this.name = name;
            this.offset = offset;
        }

        @Override
        public void write(int octet) throws IOException {
            crc.update(octet);
            super.out.write(octet);
        }

        @Override
        public void write(byte[] octets, int from, int length) throws IOException {
            crc.update(octets, from, length);
            super.out.write(octets, from, length);
        }

        @Override
        public void close() throws IOException {
            ((DeflaterOutputStream) super.out).finish();
            long compressed = deflater.getBytesWritten();
            long size = deflater.getBytesRead();
            boolean large = compressed > MOST || size > MOST;
            ByteBuffer sizes = record(large ? 24 : 16).putInt(0x08074B50).putInt((int) crc.getValue());
            if (large) {
                sizes.putLong(compressed).putLong(size);
            } else {
                sizes.putInt((int) compressed).putInt((int) size);
            }
            SpooledZip.this.out.write(sizes.array());
            directory.write(directoryEntry(compressed, size));
            entries++;
        }

        private byte[] directoryEntry(long compressed, long size) {
            boolean large = compressed > MOST || size > MOST || offset > MOST;
            ByteBuffer entry = record(46 + name.length + (large ? 28 : 0))
                    .putInt(0x02014B50)
                    .putShort((short) (large ? VERSION_64 : VERSION))
                    .putShort((short) (large ? VERSION_64 : VERSION))
                    .putShort((short) FLAGS)
                    .putShort((short) DEFLATED)
                    .putInt(time)
                    .putInt((int) crc.getValue())
                    .putInt((int) (large ? MOST : compressed))
                    .putInt((int) (large ? MOST : size))
                    .putShort((short) name.length)
                    .putShort((short) (large ? 28 : 0))
                    .position(42)
                    .putInt((int) (large ? MOST : offset))
                    .put(name);
            if (large) {
                entry.putShort((short) EXTRA_64)
                        .putShort((short) 24)
                        .putLong(size)
                        .putLong(compressed)
                        .putLong(offset);
            }
            return entry.array();
        }
    }

    /** Writes the directory behind the entries. */
    void finish() throws IOException {
        directory.flush();
        long offset = out.count;
        spool.position(0);
        Channels.newInputStream(spool).transferTo(out);
        long size = out.count - offset;
        if (entries >= MOST_ENTRIES || offset >= MOST || size >= MOST) {
            out.write(end64(offset, size));
        }
        out.write(record(22)
                .putInt(0x06054B50)
                .position(8)
                .putShort((short) Math.min(entries, MOST_ENTRIES))
                .putShort((short) Math.min(entries, MOST_ENTRIES))
                .putInt((int) Math.min(size, MOST))
                .putInt((int) Math.min(offset, MOST))
                .array());
    }

    /** The end of the directory with large numbers, and where that is. */
    private byte[] end64(long offset, long size) {
        return record(56 + 20)
                .putInt(0x06064B50)
                .putLong(56 - 12)
                .putShort((short) VERSION_64)
                .putShort((short) VERSION_64)
                .putInt(0)
                .putInt(0)
                .putLong(entries)
                .putLong(entries)
                .putLong(size)
                .putLong(offset)
                .putInt(0x07064B50)
                .putInt(0)
                .putLong(out.count)
                .putInt(1)
                .array();
    }

    /** Gives up what waits; the stream stays as it is. */
    @Override
    public void close() throws IOException {
        deflater.end();
        spool.close();
    }

    private static final class Counted extends FilterOutputStream {
        private long count;

        Counted(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int octet) throws IOException {
            out.write(octet);
            count++;
        }

        @Override
        public void write(byte[] octets, int from, int length) throws IOException {
            out.write(octets, from, length);
            count += length;
        }
    }
}
