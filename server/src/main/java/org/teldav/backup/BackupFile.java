package org.teldav.backup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.BufferedReader;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.teldav.storage.BookId;
import org.teldav.storage.CardId;
import org.teldav.storage.Restoration;
import org.teldav.storage.Snapshot;

/** A backup that is there (docs/backup-format.md). Not thread-safe. */
public final class BackupFile implements AutoCloseable {
    private static final ObjectReader MANIFEST =
            BackupWriter.JSON.readerFor(Manifest.class).without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    private static final ObjectReader ROW = BackupWriter.JSON
            .readerFor(new TypeReference<Map<String, Object>>() {})
            .with(DeserializationFeature.USE_LONG_FOR_INTS);
    private static final String BROKEN =
            " is not as it was written: it was cut off or altered; take another copy of it";

    /** What no manifest, no row and no version of a card comes near to: a file may be made to fill the memory when it is unpacked. */
    private static final int MOST_MANIFEST = 1 << 20;

    private static final int MOST_ROW = 1 << 24;
    private static final int MOST_CARD = 1 << 28;

    private final Path path;
    private final ZipFile zip;
    private final Manifest manifest;

    private BackupFile(Path path, ZipFile zip) throws IOException {
        this.path = path;
        this.zip = zip;
        this.manifest = readManifest();
    }

    /**
     * Opens it and reads what is in it, but not yet all of it.
     *
     * @throws InvalidBackupException where it is no backup, not a whole one, or of a newer format
     */
    public static BackupFile open(Path path) {
        try {
            ZipFile zip = new ZipFile(path.toFile(), StandardCharsets.UTF_8);
            try {
                return new BackupFile(path, zip);
            } catch (IOException | RuntimeException e) {
                zip.close();
                throw e;
            }
        } catch (NoSuchFileException e) {
            throw new InvalidBackupException("there is no file " + path, e);
        } catch (ZipException | JsonProcessingException e) {
            throw new InvalidBackupException(path + " is no backup, or not a whole one: take another copy of it", e);
        } catch (IOException e) {
            throw new InvalidBackupException("the backup can't be read: " + e.getMessage(), e);
        }
    }

    private Manifest readManifest() throws IOException {
        ZipEntry entry = zip.getEntry(Manifest.ENTRY);
        if (entry == null) {
            throw new InvalidBackupException(path + " is no backup: it has no " + Manifest.ENTRY);
        }
        Manifest read;
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] bytes = in.readNBytes(MOST_MANIFEST + 1);
            if (bytes.length > MOST_MANIFEST) {
                throw new InvalidBackupException(path + " is no backup: its " + Manifest.ENTRY + " is too large");
            }
            read = MANIFEST.readValue(bytes);
        }
        if (!read.isWhole()) {
            throw new ZipException("the manifest says not what there is");
        }
        if (!Manifest.FORMAT.equals(read.format()) || read.version() > Manifest.VERSION) {
            throw new InvalidBackupException(
                    path + " is of a format that this version of TelDAV does not know: restore it with a newer one");
        }
        return read;
    }

    public Manifest manifest() {
        return manifest;
    }

    /**
     * Reads everything.
     *
     * @param progress as of {@link #restore}
     * @throws InvalidBackupException where something is missing or altered
     */
    public void check(LongConsumer progress) {
        walk(new Ignored(), progress);
    }

    /**
     * Hands everything over.
     *
     * @param progress is told after each row how many were handed over, of {@link Manifest#rows}; a card's version comes with its row
     * @throws InvalidBackupException where something is missing or altered
     */
    public void restore(Restoration restoration, LongConsumer progress) {
        walk(restoration, progress);
    }

    private void walk(Restoration restoration, LongConsumer progress) {
        Walk walk = new Walk(restoration, progress);
        try {
            for (Manifest.Table table : manifest.tables()) {
                walk.table(table);
            }
        } catch (IOException e) {
            throw broken(e);
        }
        walk.end();
    }

    private InvalidBackupException broken(Exception e) {
        return new InvalidBackupException(path + BROKEN, e);
    }

    private InputStream read(String name) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            throw new ZipException("an entry is missing");
        }
        return zip.getInputStream(entry);
    }

    @Override
    public void close() {
        try {
            zip.close();
        } catch (IOException e) {
            throw new InvalidBackupException(path + " can't be read: " + e, e);
        }
    }

    /** Fails where more is read than a row can have, and what is read ahead. */
    private static final class Row extends FilterInputStream {
        private long left = MOST_ROW;

        Row(InputStream in) {
            super(in);
        }

        void next() {
            left = MOST_ROW;
        }

        @Override
        public int read() throws IOException {
            throw new UnsupportedOperationException("what reads characters reads many bytes at once");
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int count = super.read(into, offset, length);
            left -= count;
            if (left < 0) {
                throw new ZipException("a row is longer than any");
            }
            return count;
        }
    }

    /** Once through all tables and versions. */
    private final class Walk {
        private final Restoration restoration;
        private final LongConsumer progress;
        private final MessageDigest digest = Digest.sha256();
        private long all;
        private long files;
        private long bytes;

        Walk(Restoration restoration, LongConsumer progress) {
            this.restoration = restoration;
            this.progress = progress;
        }

        void table(Manifest.Table table) throws IOException {
            Snapshot.Table begun = new Snapshot.Table(table.name(), table.columns());
            restoration.begin(begun);
            MessageDigest ofTable = Digest.sha256();
            long rows = 0;
            try (Row bytes = new Row(new DigestInputStream(read(BackupWriter.entryOf(table.name())), ofTable));
                    BufferedReader lines = new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    bytes.next();
                    if (++rows > table.rows()) {
                        throw new ZipException("a table has more rows than it had");
                    }
                    Map<String, Object> row = ROW.readValue(line);
                    Object file = row.remove(BackupWriter.FILE);
                    restoration.row(row);
                    if (begun.hasContents()) {
                        version(row, String.valueOf(file));
                    }
                    progress.accept(++all);
                }
            }
            if (rows != table.rows() || !Digest.hex(ofTable).equals(table.sha256())) {
                throw new ZipException("a table is not as it was");
            }
        }

        private static long number(Map<String, Object> row, String column) throws ZipException {
            if (row.get(column) instanceof Long number) {
                return number;
            }
            throw new ZipException("a row lacks a number");
        }

        private void version(Map<String, Object> row, String file) throws IOException {
            long size = number(row, "bytes");
            if (size < 0 || size > MOST_CARD) {
                throw new ZipException("a version of a card is larger than any");
            }
            byte[] content;
            try (InputStream in = read(file)) {
                content = in.readNBytes(Math.toIntExact(size + 1));
            }
            if (content.length != size) {
                throw new ZipException("a version of a card is not as long as it was");
            }
            CardId card = new CardId(new BookId(number(row, "home"), number(row, "book")), number(row, "card"));
            restoration.content(card, number(row, "sync_number"), content);
            digest.update(content);
            bytes += size;
            files++;
        }

        void end() {
            Manifest.Files expected = manifest.files();
            if (!new Manifest.Files(files, bytes, Digest.hex(digest)).equals(expected)) {
                throw new InvalidBackupException(path + BROKEN);
            }
        }
    }

    /** What is only checked. */
    private static final class Ignored implements Restoration {
        @Override
        public void begin(Snapshot.Table table) {
            // The database that it goes to may know it or not.
        }

        @Override
        public void row(Map<String, Object> row) {
            // It could be read.
        }

        @Override
        public void content(CardId card, long syncNumber, byte[] content) {
            // It is there.
        }
    }
}
