package org.teldav.storage.sql;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** What tables there are, and which of them hold something of a home. */
record Catalog(DatabaseSettings settings) {
    private static final Set<String> OWNERS = Set.of("home", "of_home", "user_id", "about");

    /** The names of all tables there are. */
    Set<String> tables() {
        Set<String> names = new TreeSet<>();
        try (Connection connection = DriverManager.getConnection(settings.url(), settings.user(), settings.password());
                ResultSet tables =
                        connection.getMetaData().getTables(null, connection.getSchema(), "%", new String[] {"TABLE"})) {
            while (tables.next()) {
                names.add(tables.getString("TABLE_NAME").toLowerCase(Locale.ROOT));
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        return names;
    }

    /** The tables that hold something of a home. */
    List<String> rowsOf(long home) {
        List<String> found = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(settings.url(), settings.user(), settings.password());
                ResultSet columns = connection.getMetaData().getColumns(null, null, null, null)) {
            while (columns.next()) {
                String table = columns.getString("TABLE_NAME");
                String column = columns.getString("COLUMN_NAME");
                if (OWNERS.contains(column.toLowerCase(Locale.ROOT)) && holds(connection, table, column, home)) {
                    found.add(table + "." + column);
                }
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        return found;
    }

    private static boolean holds(Connection connection, String table, String column, long home) throws SQLException {
        String query = "SELECT COUNT(*) FROM " + table + " WHERE " + column + " = " + home;
        try (Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery(query)) {
            count.next();
            return count.getLong(1) > 0;
        }
    }
}
