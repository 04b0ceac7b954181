package org.teldav.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.teldav.storage.BookId;
import org.teldav.storage.CardId;
import org.teldav.storage.Claim;
import org.teldav.storage.Restoration;
import org.teldav.storage.Snapshot;
import org.teldav.storage.StorageException;
import org.teldav.storage.Store;
import org.teldav.storage.SyncToken;

/** From one engine to the other and back. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RestoreTest {
    private static final String ODD = "\u00e9\u6f22\ud83d\ude80 \"\\/..\n";

    @TempDir
    Path folder;

    private EmbeddedPostgres server;
    private int databases;

    @BeforeAll
    void start() throws IOException {
        server = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
    }

    @AfterAll
    void stop() throws IOException {
        server.close();
    }

    private DatabaseSettings target(String engine) {
        String name = "data" + ++databases;
        if (engine.equals("HSQLDB")) {
            return DatabaseSettings.hsqldb(folder.resolve(name));
        }
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        return new DatabaseSettings(server.getJdbcUrl("postgres", name), "postgres", "", 4);
    }

    private static Store open(DatabaseSettings settings) {
        return SqlStore.open(settings, (transaction, edit) -> {});
    }

    private static void copy(Store from, DatabaseSettings to) {
        copy(from, to, restoration -> {});
    }

    private static void copy(Store from, DatabaseSettings to, Consumer<Restoration> atTheEnd) {
        from.snapshot(snapshot -> {
            Restore.into(to, snapshot.schema(), restoration -> {
                for (Snapshot.Table table : snapshot.tables()) {
                    restoration.begin(table);
                    snapshot.each(table, row -> {
                        restoration.row(row);
                        if (table.hasContents()) {
                            long number = (Long) row.get("sync_number");
                            restoration.content(card(row), number, snapshot.content(card(row), number));
                        }
                    });
                }
                atTheEnd.accept(restoration);
            });
            return true;
        });
    }

    private static CardId card(Map<String, Object> row) {
        return new CardId(new BookId((Long) row.get("home"), (Long) row.get("book")), (Long) row.get("card"));
    }

    /** All rows with all bytes; without the epochs, which a restore draws anew. */
    private static Map<String, List<String>> dump(Store store) {
        return store.snapshot(snapshot -> {
            Map<String, List<String>> all = new LinkedHashMap<>();
            for (Snapshot.Table table : snapshot.tables()) {
                List<String> rows = new ArrayList<>();
                snapshot.each(table, row -> {
                    String content = table.hasContents()
                            ? HexFormat.of().formatHex(snapshot.content(card(row), (Long) row.get("sync_number")))
                            : "";
                    if (table.name().equals("homes") || table.name().equals("books")) {
                        assertThat(row.remove("epoch")).isInstanceOf(Long.class);
                    }
                    rows.add(row + content);
                });
                Collections.sort(rows);
                all.put(table.name(), rows);
            }
            return all;
        });
    }

    /** Two rows in each table, of whatever columns it has: one with a value in each, one without where that may be. */
    private static void fill(DatabaseSettings settings) throws SQLException {
        try (Connection connection =
                DriverManager.getConnection(settings.url(), settings.user(), settings.password())) {
            for (String table : BackupTables.KEPT) {
                for (int row = table.equals("numbering") ? 2 : 1; row <= 2; row++) {
                    insert(connection, table, row);
                }
            }
            for (String table : List.of("cards", "history")) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("INSERT INTO contents (home, book, card, sync_number, content)"
                            + " SELECT home, book, card, sync_number, CAST(X'00ff0d0a' AS VARBINARY(4)) FROM " + table);
                }
            }
        }
    }

    private static void insert(Connection connection, String table, int row) throws SQLException {
        List<String> names = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        DatabaseMetaData about = connection.getMetaData();
        try (ResultSet columns = about.getColumns(null, "PUBLIC", table.toUpperCase(Locale.ROOT), "%")) {
            while (columns.next()) {
                if (row == 1 || columns.getInt("NULLABLE") == DatabaseMetaData.columnNoNulls) {
                    names.add(columns.getString("COLUMN_NAME"));
                    values.add(value(columns, table, row));
                }
            }
        }
        String insert = "INSERT INTO " + table + " (" + String.join(", ", names) + ") VALUES ("
                + String.join(", ", Collections.nCopies(names.size(), "?")) + ")";
        try (PreparedStatement statement = connection.prepareStatement(insert)) {
            for (int i = 0; i < values.size(); i++) {
                statement.setObject(i + 1, values.get(i));
            }
            statement.execute();
        }
    }

    private static Object value(ResultSet column, String table, int row) throws SQLException {
        return switch (column.getInt("DATA_TYPE")) {
            case Types.BOOLEAN -> row == 1;
            case Types.SMALLINT -> (short) (300 + row);
            case Types.INTEGER -> column.getString("COLUMN_NAME").equals("BYTES") ? 4 : 70_000 + row;
            case Types.BIGINT -> (1L << 40) + 10 * BackupTables.KEPT.indexOf(table) + row;
            default -> {
                String text = row + (row == 1 ? ODD : "");
                int size = column.getInt("COLUMN_SIZE");
                yield text.substring(0, Math.min(size, text.length())).repeat(size >= 500 && size < 600 ? 40 : 1);
            }
        };
    }

    @Test
    void every_row_of_every_table_goes_from_hsqldb_to_postgresql_and_back() throws SQLException {
        DatabaseSettings first = target("HSQLDB");
        DatabaseSettings second = target("PostgreSQL");
        DatabaseSettings third = target("HSQLDB");
        Map<String, List<String>> before;
        try (Store store = open(first)) {
            fill(first);
            before = dump(store);
            assertThat(before.values()).allMatch(rows -> rows.size() == 2);
            copy(store, second);
        }
        try (Store store = open(second)) {
            Map<String, List<String>> there = dump(store);
            assertThat(there.remove("former_epochs")).hasSize(6).containsAll(before.get("former_epochs"));
            Map<String, List<String>> others = new LinkedHashMap<>(before);
            others.remove("former_epochs");
            assertThat(there).isEqualTo(others);
            copy(store, third);
        }
        try (Store store = open(third)) {
            Map<String, List<String>> back = dump(store);
            assertThat(back.remove("former_epochs")).hasSize(10).containsAll(before.remove("former_epochs"));
            assertThat(back).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HSQLDB", "PostgreSQL"})
    void ids_are_drawn_behind_the_highest_that_anything_still_names(String engine) {
        DatabaseSettings target = target(engine);
        long removed;
        Fixture fixture = new Fixture(target(engine));
        try (Store store = fixture.store()) {
            fixture.book("alice");
            removed = fixture.user("bob").id();
            store.write(tx -> {
                tx.claims().open(removed, "+14155550100", Claim.State.VERIFIED, Fixture.NOW);
                tx.principals().remove(removed, Fixture.NOW);
                return true;
            });
            copy(store, target);
        }
        Fixture restored = new Fixture(target);
        try (Store store = restored.store()) {
            assertThat(restored.list(tx -> tx.claims().historyOf("+14155550100")))
                    .hasSize(1);
            assertThat(restored.user("carol").id()).isGreaterThan(removed);
            assertThat(store.healthy()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HSQLDB", "PostgreSQL"})
    void rfc6578_a_token_of_before_the_backup_is_remembered_and_one_of_after_it_is_not(String engine) {
        DatabaseSettings target = target(engine);
        DatabaseSettings again = target(engine);
        Fixture fixture = new Fixture(target(engine));
        BookId book;
        SyncToken saved;
        SyncToken ofHome;
        try (Store store = fixture.store()) {
            book = fixture.book("alice");
            fixture.put(book, "a.vcf", "1");
            saved = fixture.bookOf(book).token();
            ofHome = fixture.read(tx -> tx.books().state(book.home())).token();
            copy(store, target);
        }
        Fixture restored = new Fixture(target);
        SyncToken second;
        try (Store store = restored.store()) {
            checkRemembered(restored, book, saved, ofHome);
            restored.put(book, "b.vcf", "1");
            restored.put(book, "c.vcf", "1");
            second = restored.bookOf(book).token();
            assertThat(second.epoch()).isNotEqualTo(saved.epoch());
            checkRemembered(restored, book, saved, ofHome);
            copy(store, again);
        }
        Fixture twice = new Fixture(again);
        try (Store store = twice.store()) {
            assertThat(store.healthy()).isTrue();
            checkRemembered(twice, book, saved, ofHome);
            assertThat(twice.<Boolean>read(tx -> tx.books().remembers(book, second)))
                    .isTrue();
            assertThat(twice.<Boolean>read(tx -> tx.books().remembers(book, second.at(second.number() + 1))))
                    .isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HSQLDB", "PostgreSQL"})
    void a_directory_is_restored_as_it_was_with_its_tokens_and_follows_own_cards_again(String engine) {
        DatabaseSettings target = target(engine);
        Fixture fixture = new Fixture(target(engine));
        BookId book;
        BookId directory;
        SyncToken saved;
        try (Store store = fixture.store()) {
            book = fixture.book("alice");
            long alice = book.home();
            fixture.own(fixture.stored(book, "me.vcf", "1").id());
            long family = store.write(tx -> tx.principals().addGroup("family", "Family", Fixture.NOW))
                    .id();
            store.write(tx -> tx.principals().join(family, alice, Fixture.NOW)
                    && tx.principals().setShown(family, alice, true, Fixture.NOW));
            directory = new BookId(family, Directories.BOOK);
            saved = fixture.bookOf(directory).token();
            copy(store, target);
        }
        Fixture restored = new Fixture(target);
        try (Store store = restored.store()) {
            assertThat(store.<Boolean>read(tx -> tx.books().remembers(directory, saved)))
                    .isTrue();
            assertThat(restored.content(directory, "alice.vcf")).isEqualTo("1");
            restored.put(book, "me.vcf", "2");
            assertThat(restored.content(directory, "alice.vcf")).isEqualTo("2");
            assertThat(restored.number(directory)).isEqualTo(saved.number() + 1);
        }
    }

    private static void checkRemembered(Fixture fixture, BookId book, SyncToken saved, SyncToken ofHome) {
        assertThat(fixture.<Boolean>read(tx -> tx.books().remembers(book, saved)))
                .isTrue();
        assertThat(fixture.<Boolean>read(tx -> tx.books().remembers(book, saved.at(saved.number() + 1))))
                .isFalse();
        assertThat(fixture.<Boolean>read(tx -> tx.books().remembers(book.home(), ofHome)))
                .isTrue();
        assertThat(fixture.<Boolean>read(tx -> tx.books().remembers(book.home(), ofHome.at(ofHome.number() + 1))))
                .isFalse();
        assertThat(fixture.<Boolean>read(tx -> tx.books().remembers(book, ofHome)))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"HSQLDB", "PostgreSQL"})
    void what_has_data_is_refused_and_stays(String engine) {
        DatabaseSettings target = target(engine);
        Restore.refuseData(target);
        open(target).close();
        if (engine.equals("PostgreSQL")) {
            Restore.refuseData(target);
        }
        Fixture there = new Fixture(target);
        BookId book = there.book("alice");
        there.put(book, "a.vcf", "1");
        there.store().close();
        assertThatThrownBy(() -> Restore.refuseData(target))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("there is data in");
        try (Store store = open(target(engine))) {
            assertThatThrownBy(() -> copy(store, target))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("there is data in");
        }
        Fixture still = new Fixture(target);
        assertThat(still.content(book, "a.vcf")).isEqualTo("1");
        still.store().close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"HSQLDB", "PostgreSQL"})
    void what_breaks_off_leaves_nothing_and_can_be_done_again(String engine) {
        DatabaseSettings target = target(engine);
        Fixture fixture = new Fixture(target(engine));
        try (Store store = fixture.store()) {
            BookId book = fixture.book("alice");
            fixture.put(book, "a.vcf", "1");
            assertThatThrownBy(() -> copy(store, target, restoration -> {
                        throw new IllegalStateException("broken off");
                    }))
                    .hasMessage("broken off");
            assertThatThrownBy(() ->
                            copy(store, target, restoration -> restoration.begin(new Snapshot.Table("new", List.of()))))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("not known here");
            copy(store, target);
            Fixture restored = new Fixture(target);
            assertThat(restored.content(book, "a.vcf")).isEqualTo("1");
            restored.store().close();
        }
    }

    @Test
    void a_restore_is_not_bound_by_the_time_that_a_statement_of_the_server_has() {
        DatabaseSettings target = target("PostgreSQL");
        restoredInto(
                target,
                new DatabaseSettings(
                        target.url(),
                        target.user(),
                        target.password(),
                        target.poolSize(),
                        Duration.ofMillis(1),
                        Duration.ZERO));
    }

    @Test
    void what_is_restored_stays_also_where_the_database_fails_to_look_at_it() throws SQLException {
        DatabaseSettings target = target("PostgreSQL");
        open(target).close();
        try (Connection connection = DriverManager.getConnection(target.url(), target.user(), target.password());
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE FUNCTION unseen(anything TEXT) RETURNS INTEGER IMMUTABLE LANGUAGE plpgsql AS $$"
                            + " BEGIN IF current_query() LIKE 'ANALYZE%' THEN RAISE EXCEPTION 'unseen'; END IF; RETURN 1; END $$");
            statement.execute("CREATE INDEX unseen ON cards (unseen(name))");
        }
        restoredInto(target, target);
    }

    private void restoredInto(DatabaseSettings target, DatabaseSettings restoring) {
        Fixture fixture = new Fixture(target("HSQLDB"));
        try (Store store = fixture.store()) {
            BookId book = fixture.book("alice");
            fixture.put(book, "a.vcf", "1");
            copy(store, restoring);
            Fixture restored = new Fixture(target);
            assertThat(restored.content(book, "a.vcf")).isEqualTo("1");
            restored.store().close();
        }
    }

    @Test
    void a_folder_keeps_nothing_of_a_restore_that_broke_off() {
        DatabaseSettings target = target("HSQLDB");
        Path data = folder.resolve("data" + databases);
        try (Store store = open(target("HSQLDB"))) {
            assertThatThrownBy(() -> copy(store, target, restoration -> {
                        throw new IllegalStateException("broken off");
                    }))
                    .hasMessage("broken off");
        }
        assertThat(data).isEmptyDirectory();
    }

    @Test
    void a_backup_of_a_newer_version_or_with_less_than_all_is_refused() {
        DatabaseSettings target = target("HSQLDB");
        assertThatThrownBy(() -> Restore.into(target, "999", restoration -> {}))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("newer version of TelDAV");
        try (Store store = open(target("HSQLDB"))) {
            String schema = store.snapshot(Snapshot::schema);
            assertThatThrownBy(() -> Restore.into(target, schema, restoration -> {}))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("lacks tables");
        }
        assertThat(Optional.of(folder.resolve("data" + (databases - 1) + "/db")).filter(Files::exists))
                .isEmpty();
    }
}
