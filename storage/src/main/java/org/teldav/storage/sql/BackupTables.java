package org.teldav.storage.sql;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.teldav.storage.Snapshot;
import org.teldav.storage.StorageException;

/** Which tables are backed up, and what they look like in this database. */
final class BackupTables {
    /** Each after those that its rows refer to. */
    static final List<String> KEPT = List.of(
            "principals",
            "memberships",
            "invitations",
            "app_passwords",
            "second_factors",
            "recovery_codes",
            "homes",
            "books",
            "former_epochs",
            "book_tombstones",
            "cards",
            "card_index",
            "tombstones",
            "history",
            "dead_properties",
            "locks",
            "claims",
            "number_consents",
            "changes",
            "change_numbers",
            "rewrites",
            "late_comers",
            "newcomers",
            "changer_choices",
            "blocked_users",
            "holder_choices",
            "scheduled_edits",
            "propagation_pause",
            "numbering",
            "push_keys",
            "push_subscriptions");

    /** The bytes: files of their own in a backup. */
    static final String CONTENTS = "contents";

    /** Codes end within minutes, and their key is not in the database; who was signed in signs in again; the others each database makes for itself. */
    static final Set<String> LEFT_OUT =
            Set.of("number_codes", "codes_key", "sessions", "line_slots", "flyway_schema_history");

    private BackupTables() {}

    /** Those that this database has: a newer version's are not in a database that is restored as an older one left it. */
    static List<Snapshot.Table> of(Connection connection) {
        return KEPT.stream()
                .map(name -> new Snapshot.Table(
                        name, read(connection, name, DatabaseMetaData::getColumns, "ORDINAL_POSITION")))
                .filter(table -> !table.columns().isEmpty())
                .toList();
    }

    /** The columns of the primary key, in its order. */
    static List<String> key(Connection connection, String name) {
        return read(
                connection,
                name,
                (about, catalog, schema, table, any) -> about.getPrimaryKeys(catalog, schema, table),
                "KEY_SEQ");
    }

    /** A question to the metadata, of one table. */
    private interface Question {
        ResultSet ask(DatabaseMetaData about, String catalog, String schema, String table, String columns)
                throws SQLException;
    }

    private static List<String> read(Connection connection, String table, Question question, String order) {
        try {
            DatabaseMetaData about = connection.getMetaData();
            String stored = about.storesUpperCaseIdentifiers() ? table.toUpperCase(Locale.ROOT) : table;
            Map<Integer, String> columns = new TreeMap<>();
            try (ResultSet row = question.ask(about, connection.getCatalog(), connection.getSchema(), stored, "%")) {
                while (row.next()) {
                    if (row.getString("TABLE_NAME").equals(stored)) {
                        columns.put(
                                row.getInt(order), row.getString("COLUMN_NAME").toLowerCase(Locale.ROOT));
                    }
                }
            }
            return new ArrayList<>(columns.values());
        } catch (SQLException e) {
            throw new StorageException("the database does not say what its tables look like", e);
        }
    }
}
