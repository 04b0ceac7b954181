package org.teldav.storage;

import java.util.Map;

/** An empty database that is filled with what a {@link Snapshot} gave. Not thread-safe. */
public interface Restoration {
    /**
     * Begins a table, in the order of the snapshot.
     *
     * @throws StorageException where the database has no such table or column
     */
    void begin(Snapshot.Table table);

    /** A row of the table begun last, as {@link Snapshot#each} gave it. */
    void row(Map<String, Object> row);

    /** The bytes of a version, whose row came before. */
    void content(CardId card, long syncNumber, byte[] content);
}
