package org.teldav.storage;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * All that is kept, as it was at one moment, whoever writes meanwhile (docs/decisions/backup.md). Not thread-safe, and dead once the work returns.
 *
 * <p>A row is its columns by name; one without a value is not in it. A value is a Long, a Boolean or a String.
 */
public interface Snapshot {
    /** What the rows look like: the number of the newest migration. */
    String schema();

    /** In the order in which they are to be restored; without the bytes of cards, and without what is of no use later. */
    List<Table> tables();

    long count(Table table);

    /** All rows in the order of the table's key, with a bounded part of them in memory. */
    void each(Table table, Consumer<Map<String, Object>> receiver);

    /** The bytes of a version. @throws StorageException where they are not there: the database is damaged */
    byte[] content(CardId card, long syncNumber);

    /**
     * A table.
     *
     * @param columns all there are
     */
    record Table(String name, List<String> columns) {
        /** Its rows are cards as they are; each has bytes. */
        public static final String CARDS = "cards";

        /** Its rows are versions of cards that were overwritten or deleted; each has bytes. */
        public static final String HISTORY = "history";

        public boolean hasContents() {
            return name.equals(CARDS) || name.equals(HISTORY);
        }
    }
}
