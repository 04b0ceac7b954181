package org.teldav.backup;

import java.util.List;

/**
 * What is in a backup: its last entry, so that a file that was cut off has none.
 *
 * @param format of the file; always {@link #FORMAT}
 * @param version of that format
 * @param schema what the rows look like: the number of the newest migration of the database
 * @param madeAt RFC 3339, UTC
 */
public record Manifest(
        String format, int version, String schema, String madeBy, String madeAt, List<Table> tables, Files files) {
    static final String ENTRY = "manifest.json";
    static final String FORMAT = "teldav-backup";
    static final int VERSION = 1;

    /** @param sha256 of the entry {@code tables/<name>.jsonl} */
    public record Table(String name, List<String> columns, long rows, String sha256) {}

    /**
     * The versions of cards.
     *
     * @param sha256 of all of them, one after the other in the order of {@code cards.jsonl} and then {@code history.jsonl}
     */
    public record Files(long count, long bytes, String sha256) {}

    /** Whether it has all that it is asked for. */
    boolean isWhole() {
        return tables != null
                && files != null
                && schema != null
                && schema.matches("\\d{1,9}")
                && tables.stream().allMatch(table -> table != null && table.name() != null && table.columns() != null);
    }

    /** Of all tables. */
    public long rows() {
        return tables.stream().mapToLong(Table::rows).sum();
    }

    /** 0 where there is no such table. */
    public long rows(String table) {
        return tables.stream()
                .filter(each -> each.name().equals(table))
                .mapToLong(Table::rows)
                .sum();
    }
}
