package org.teldav.storage.sql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.teldav.storage.CardId;
import org.teldav.storage.Snapshot;
import org.teldav.storage.StorageException;

/** What one transaction sees that reads only, and always the same. */
final class SqlSnapshot implements Snapshot {
    /** Rows that are short, at a time; others are read a few at a time. */
    private static final int PAGE = 500;

    private static final int FEW = 20;
    private static final List<String> LONG_ROWS = List.of("dead_properties", "locks");

    private final Connection connection;
    private final Sql sql;
    private final List<Table> tables;

    SqlSnapshot(Connection connection, Sql sql) {
        this.connection = connection;
        this.sql = sql;
        this.tables = BackupTables.of(connection);
    }

    @Override
    public String schema() {
        return sql.first(
                        "SELECT \"version\" FROM \"flyway_schema_history\" WHERE \"version\" IS NOT NULL"
                                + " ORDER BY \"installed_rank\" DESC",
                        row -> row.getString(1))
                .orElseThrow(() -> new StorageException("the database has no migrations"));
    }

    @Override
    public List<Table> tables() {
        return tables;
    }

    @Override
    public long count(Table table) {
        return sql.number("SELECT COUNT(*) FROM " + table.name());
    }

    @Override
    public void each(Table table, Consumer<Map<String, Object>> receiver) {
        List<String> key = BackupTables.key(connection, table.name());
        int size = LONG_ROWS.contains(table.name()) ? FEW : PAGE;
        new KeyWalk<Map<String, Object>>(
                        key.size(),
                        size,
                        (equal, last) -> page(table, key, equal, last, size),
                        row -> key.stream().map(row::get).toList())
                .each(receiver);
    }

    /** The next rows behind the last one, among those that are the same in so many columns of the key. */
    private List<Map<String, Object>> page(Table table, List<String> key, int equal, List<Object> last, int size) {
        StringBuilder query =
                new StringBuilder("SELECT " + String.join(", ", table.columns()) + " FROM " + table.name());
        Object[] arguments = new Object[last.isEmpty() ? 1 : equal + 2];
        arguments[arguments.length - 1] = size;
        for (int i = 0; i < arguments.length - 1; i++) {
            query.append(i == 0 ? " WHERE " : " AND ").append(key.get(i)).append(i < equal ? " = ?" : " > ?");
            arguments[i] = last.get(i);
        }
        query.append(" ORDER BY ").append(String.join(", ", key));
        return sql.page(query.toString(), row -> row(table, row), arguments);
    }

    private static Map<String, Object> row(Table table, ResultSet row) throws SQLException {
        Map<String, Object> values = new LinkedHashMap<>();
        for (int i = 0; i < table.columns().size(); i++) {
            Object value = row.getObject(i + 1);
            if (value != null) {
                values.put(table.columns().get(i), value instanceof Number number ? number.longValue() : value);
            }
        }
        return values;
    }

    @Override
    public byte[] content(CardId card, long syncNumber) {
        return new ContentTable(sql)
                .version(card, syncNumber)
                .orElseThrow(() -> new StorageException("the database is damaged: the bytes of version " + syncNumber
                        + " of card " + card.number() + " in book "
                        + card.book().book() + " of home "
                        + card.book().home() + " are gone"));
    }
}
