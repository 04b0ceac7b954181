package org.teldav.storage.sql;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.teldav.storage.CardId;
import org.teldav.storage.Restoration;
import org.teldav.storage.Snapshot;
import org.teldav.storage.StorageException;

/** Inserts rows as they were, with their ids. Books and homes get a new epoch; their old one is remembered. */
final class SqlRestoration implements Restoration {
    private static final int BATCH = 500;
    private static final int BATCH_BYTES = 1 << 20;
    private static final Set<String> WITH_EPOCHS = Set.of("homes", "books");
    private static final String CONTENT =
            "INSERT INTO contents (home, book, card, sync_number, content) VALUES (?, ?, ?, ?, ?)";

    private final Sql sql;
    private final Runnable afterBatch;
    private final Identities identities = new Identities();
    private final Map<String, Snapshot.Table> missing = new LinkedHashMap<>();
    private final List<Object[]> rows = new ArrayList<>();
    private final List<Object[]> epochs = new ArrayList<>();
    private final List<Object[]> contents = new ArrayList<>();
    private Snapshot.Table table = new Snapshot.Table("", List.of());
    private int contentBytes;

    /** @param tables of the database */
    SqlRestoration(List<Snapshot.Table> tables, Sql sql, Runnable afterBatch) {
        this.sql = sql;
        this.afterBatch = afterBatch;
        tables.forEach(there -> missing.put(there.name(), there));
    }

    @Override
    public void begin(Snapshot.Table next) {
        flush();
        Snapshot.Table expected = missing.remove(next.name());
        if (expected == null || !expected.columns().containsAll(next.columns())) {
            throw new StorageException("the backup's table " + next.name() + " is not known here");
        }
        table = next;
    }

    @Override
    public void row(Map<String, Object> row) {
        identities.see(table.name(), row);
        Map<String, Object> restored = WITH_EPOCHS.contains(table.name()) ? withNewEpoch(row) : row;
        rows.add(table.columns().stream()
                .map(column -> Optional.ofNullable(restored.get(column)))
                .toArray());
        if (rows.size() == BATCH) {
            flush();
        }
    }

    /** RFC 6578: tokens up to the number that the backup had come to stay valid; those that were given out after it are of another epoch than those to come. */
    private Map<String, Object> withNewEpoch(Map<String, Object> row) {
        epochs.add(new Object[] {
            row.get("home"), row.getOrDefault("book", FormerEpochs.HOME), row.get("epoch"), row.get("sync_number")
        });
        Map<String, Object> restored = new HashMap<>(row);
        restored.put("epoch", HomeHistory.epoch());
        return restored;
    }

    @Override
    public void content(CardId card, long syncNumber, byte[] content) {
        contents.add(new Object[] {card.book().home(), card.book().book(), card.number(), syncNumber, content});
        contentBytes += content.length;
        if (contentBytes >= BATCH_BYTES || contents.size() == BATCH) {
            flush();
        }
    }

    private void flush() {
        String insert = "INSERT INTO " + table.name() + " (" + String.join(", ", table.columns()) + ") VALUES ("
                + String.join(", ", Collections.nCopies(table.columns().size(), "?")) + ")";
        insert(insert, rows);
        insert(FormerEpochs.INSERT, epochs);
        insert(CONTENT, contents);
        contentBytes = 0;
        afterBatch.run();
    }

    private void insert(String statement, List<Object[]> batch) {
        sql.batch(statement, batch);
        batch.clear();
    }

    /** @throws StorageException where a table is missing */
    void finish() {
        flush();
        if (!missing.isEmpty()) {
            throw new StorageException("the backup lacks tables: " + String.join(", ", missing.keySet()));
        }
        identities.restart(sql);
    }
}
