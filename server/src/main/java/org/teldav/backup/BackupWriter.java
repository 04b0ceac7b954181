package org.teldav.backup;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.teldav.storage.CardId;
import org.teldav.storage.Snapshot;

/** Writes a backup (docs/backup-format.md), of any size, with a bounded part of it in memory. One a backup. */
public final class BackupWriter {
    static final JsonMapper JSON = JsonMapper.builder().build();

    /** The table's column that a row in a backup has besides its own. */
    static final String FILE = "file";

    private static final String README = "README.md";

    private final Snapshot snapshot;
    private final FileNames names = new FileNames();
    private final List<Manifest.Table> tables = new ArrayList<>();
    private final MessageDigest digest = Digest.sha256();
    private long files;
    private long bytes;

    public BackupWriter(Snapshot snapshot) {
        this.snapshot = snapshot;
    }

    /** How many versions of cards it will write: its progress is counted in them. */
    public long files() {
        return snapshot.tables().stream()
                .filter(Snapshot.Table::hasContents)
                .mapToLong(snapshot::count)
                .sum();
    }

    /**
     * Writes all, the manifest last, and leaves the stream open.
     *
     * @param madeBy name and version of the program
     */
    public void write(OutputStream out, String madeBy, Instant now) throws IOException {
        try (SpooledZip zip = new SpooledZip(out, now)) {
            entry(zip, README, readme());
            for (Snapshot.Table table : snapshot.tables()) {
                table(zip, table);
            }
            for (Snapshot.Table table : snapshot.tables()) {
                if (table.hasContents()) {
                    snapshot.each(table, row -> version(zip, table, row));
                }
            }
            Manifest manifest = new Manifest(
                    Manifest.FORMAT,
                    Manifest.VERSION,
                    snapshot.schema(),
                    madeBy,
                    now.truncatedTo(ChronoUnit.SECONDS).toString(),
                    tables,
                    new Manifest.Files(files, bytes, Digest.hex(digest)));
            entry(zip, Manifest.ENTRY, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(manifest));
            zip.finish();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static byte[] readme() throws IOException {
        try (InputStream in = BackupWriter.class.getResourceAsStream(README)) {
            if (in == null) {
                throw new IllegalStateException("the description of the format is missing");
            }
            return in.readAllBytes();
        }
    }

    private void table(SpooledZip zip, Snapshot.Table table) throws IOException {
        MessageDigest ofTable = Digest.sha256();
        long[] rows = {0};
        try (OutputStream entry = zip.entry(entryOf(table.name()))) {
            snapshot.each(table, row -> {
                names.see(table.name(), row);
                byte[] line = line(table, row);
                ofTable.update(line);
                put(entry, line);
                rows[0]++;
            });
        }
        tables.add(new Manifest.Table(table.name(), table.columns(), rows[0], Digest.hex(ofTable)));
    }

    static String entryOf(String table) {
        return "tables/" + table + ".jsonl";
    }

    private byte[] line(Snapshot.Table table, Map<String, Object> row) {
        Map<String, Object> written = row;
        if (table.hasContents()) {
            written = new LinkedHashMap<>(row);
            written.put(FILE, names.of(table.name(), row));
        }
        try {
            return (JSON.writeValueAsString(written) + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void version(SpooledZip zip, Snapshot.Table table, Map<String, Object> row) {
        CardId card = FileNames.card(row);
        byte[] content = snapshot.content(card, (Long) row.get("sync_number"));
        try {
            entry(zip, names.of(table.name(), row), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        digest.update(content);
        files++;
        bytes += content.length;
    }

    private static void entry(SpooledZip zip, String name, byte[] content) throws IOException {
        try (OutputStream entry = zip.entry(name)) {
            entry.write(content);
        }
    }

    private static void put(OutputStream out, byte[] line) {
        try {
            out.write(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
