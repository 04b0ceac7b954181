package org.teldav.storage.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.teldav.storage.NameTakenException;
import org.teldav.storage.Principal;

/** The table {@code principals}. */
final class PrincipalTable {
    static final String COLUMNS =
            "p.id, p.name, p.display_name, p.created_at, p.password_hash, p.region, p.admin, p.disabled, p.second_factor";
    /** How many columns that is. */
    static final int WIDTH = 9;

    private static final String USERS = "SELECT " + COLUMNS + " FROM principals p WHERE p.kind = 'user'";
    private static final String GROUPS = "SELECT " + COLUMNS + " FROM principals p WHERE p.kind = 'group'";
    private static final String INSERT =
            "INSERT INTO principals (kind, name, display_name, password_hash, region, admin, disabled, created_at)"
                    + " VALUES (?, ?, ?, ?, ?, ?, FALSE, ?)";

    private final Sql sql;

    PrincipalTable(Sql sql) {
        this.sql = sql;
    }

    Principal.User insertUser(
            String name, String displayName, String passwordHash, Optional<String> region, boolean admin, Instant now) {
        long created = Sql.micros(now);
        refuseTaken(name);
        long id = sql.insert(INSERT, "user", name, displayName, passwordHash, region, admin, created);
        return new Principal.User(
                id, name, displayName, passwordHash, region, admin, false, false, Sql.instant(created));
    }

    Principal.Group insertGroup(String name, String displayName, Instant now) {
        long created = Sql.micros(now);
        refuseTaken(name);
        long id = sql.insert(INSERT, "group", name, displayName, "", Optional.empty(), false, created);
        return new Principal.Group(id, name, displayName, Sql.instant(created));
    }

    private void refuseTaken(String name) {
        if (sql.exists("SELECT id FROM principals WHERE name = ?", name)) {
            throw new NameTakenException(name);
        }
    }

    Optional<Principal.User> user(String name) {
        return sql.first(USERS + " AND p.name = ?", row -> user(row), name);
    }

    Optional<Principal.User> user(long id) {
        return sql.first(USERS + " AND p.id = ?", row -> user(row), id);
    }

    Optional<Principal.Group> group(String name) {
        return sql.first(GROUPS + " AND p.name = ?", row -> group(row), name);
    }

    Optional<Principal.Group> group(long id) {
        return sql.first(GROUPS + " AND p.id = ?", row -> group(row), id);
    }

    List<Principal.User> users() {
        return sql.list(USERS + " ORDER BY p.name", row -> user(row));
    }

    long countUsers() {
        return sql.number("SELECT COUNT(*) FROM principals WHERE kind = 'user'");
    }

    List<Principal.Group> groups() {
        return sql.list(GROUPS + " ORDER BY p.name", row -> group(row));
    }

    void setPassword(long user, String passwordHash) {
        sql.update("UPDATE principals SET password_hash = ? WHERE id = ?", passwordHash, user);
    }

    void setDisabled(long user, boolean disabled) {
        sql.update("UPDATE principals SET disabled = ? WHERE id = ?", disabled, user);
    }

    void setDisplayName(long principal, String displayName) {
        sql.update("UPDATE principals SET display_name = ? WHERE id = ?", displayName, principal);
    }

    void delete(long principal) {
        sql.update("DELETE FROM principals WHERE id = ?", principal);
    }

    static Principal.User user(ResultSet row) throws SQLException {
        return new Principal.User(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                row.getString(5),
                Optional.ofNullable(row.getString(6)),
                row.getBoolean(7),
                row.getBoolean(8),
                row.getBoolean(9),
                Sql.instant(row.getLong(4)));
    }

    static Principal.Group group(ResultSet row) throws SQLException {
        return new Principal.Group(row.getLong(1), row.getString(2), row.getString(3), Sql.instant(row.getLong(4)));
    }
}
