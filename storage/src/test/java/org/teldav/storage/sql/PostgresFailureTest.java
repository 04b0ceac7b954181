package org.teldav.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.teldav.storage.BookId;
import org.teldav.storage.DatabaseAwayException;
import org.teldav.storage.PutResult;
import org.teldav.storage.StorageException;
import org.teldav.storage.StorageFullException;

/** What is told, and what goes on, where PostgreSQL refuses or breaks off. */
class PostgresFailureTest extends PostgresFailureStory {
    @Test
    void sslmode_reaches_the_driver_and_a_server_without_tls_is_refused_at_once_in_a_sentence() {
        DatabaseSettings settings = settings("tls", "?sslmode=require", Duration.ZERO);
        assertThatThrownBy(() -> new Fixture(settings))
                .isExactlyInstanceOf(StorageException.class)
                .hasMessageStartingWith("the database at localhost:" + server.getPort() + " can't be used: ")
                .hasMessageContaining("SSL")
                .hasMessageNotContaining("hush");
    }

    @Test
    void a_database_that_does_not_exist_is_not_waited_for() {
        String url = "jdbc:postgresql://localhost:" + server.getPort() + "/nowhere";
        DatabaseSettings settings = new DatabaseSettings(url, "postgres", "hush", 4, Duration.ZERO, LONG);
        assertThatThrownBy(() -> new Fixture(settings))
                .isExactlyInstanceOf(StorageException.class)
                .hasMessageContaining("\"nowhere\" does not exist")
                .hasMessageNotContaining("hush");
    }

    @Test
    void a_server_that_does_not_come_in_time_ends_the_wait_with_a_sentence() {
        DatabaseSettings settings = new DatabaseSettings("jdbc:postgresql://localhost:1/x", "postgres", "hush", 4);
        assertThatThrownBy(() -> new Fixture(settings))
                .isExactlyInstanceOf(StorageException.class)
                .hasMessageStartingWith("the database at localhost:1 can't be used: ")
                .hasMessageNotContaining("hush")
                .hasMessageNotContaining("\n");
    }

    @Test
    void a_name_of_a_server_that_has_no_address_is_told() {
        DatabaseSettings settings =
                new DatabaseSettings("jdbc:postgresql://db.teldav.invalid/x", "postgres", "hush", 4);
        assertThatThrownBy(() -> new Fixture(settings))
                .isExactlyInstanceOf(StorageException.class)
                .hasMessageStartingWith("the database at db.teldav.invalid can't be used: ")
                .hasMessageEndingWith(" There is no address of the name db.teldav.invalid.");
    }

    @Test
    void a_statement_that_takes_too_long_is_given_up_and_another_goes_well() throws SQLException {
        Fixture fixture = new Fixture(settings("slow", "", Duration.ofSeconds(2)));
        BookId book = fixture.book("alice");
        try (Connection other = server.getDatabase("postgres", "slow").getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("LOCK TABLE cards");
            assertThatThrownBy(() -> fixture.put(book, "a.vcf", "1"))
                    .isInstanceOf(DatabaseAwayException.class)
                    .hasMessageContaining("57014");
            other.rollback();
        }
        assertThat(fixture.put(book, "a.vcf", "1")).isInstanceOf(PutResult.Created.class);
        fixture.store().close();
    }

    /** docs/decisions/full-disk.md; what PostgreSQL says where a file can't grow. */
    @Test
    void a_disk_that_is_full_is_told_as_such_and_another_write_goes_well_once_there_is_room() throws SQLException {
        Fixture fixture = new Fixture(settings("disk", "", Duration.ZERO));
        BookId book = fixture.book("alice");
        fixture.put(book, "a.vcf", "1");
        try (Connection other = server.getDatabase("postgres", "disk").getConnection();
                Statement statement = other.createStatement()) {
            statement.execute("CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS"
                    + " 'BEGIN RAISE EXCEPTION ''no space left on device'' USING ERRCODE = ''53100''; END'");
            statement.execute(
                    "CREATE TRIGGER no_room BEFORE INSERT ON contents FOR EACH ROW EXECUTE FUNCTION no_room()");
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> fixture.put(book, "b.vcf", "2"))
                        .isInstanceOf(StorageFullException.class)
                        .hasMessage("the disk of the database is full");
            }
            assertThat(fixture.find(book, "a.vcf")).isPresent();
            assertThat(fixture.find(book, "b.vcf")).isEmpty();
            statement.execute("DROP TRIGGER no_room ON contents");
        }
        assertThat(fixture.put(book, "b.vcf", "2")).isInstanceOf(PutResult.Created.class);
        fixture.store().close();
    }

    @Test
    void connections_to_a_server_that_became_a_standby_are_replaced() {
        Fixture fixture = new Fixture(settings("standby", "?targetServerType=any", Duration.ZERO));
        BookId book = fixture.book("alice");
        execute("ALTER DATABASE standby SET default_transaction_read_only = on");
        endConnectionsOf("standby");
        DatabaseAwayException last = refusal(fixture, book);
        while (!String.valueOf(last.getMessage()).contains("25006")) {
            last = refusal(fixture, book);
        }
        execute("ALTER DATABASE standby RESET default_transaction_read_only");
        assertThat(PostgresFailureStory.<PutResult>soon(() -> fixture.put(book, "a.vcf", "1")))
                .isInstanceOf(PutResult.Created.class);
        fixture.store().close();
    }

    private static DatabaseAwayException refusal(Fixture fixture, BookId book) {
        try {
            fixture.put(book, "a.vcf", "1");
        } catch (DatabaseAwayException e) {
            return e;
        }
        throw new AssertionError("stored on a standby");
    }
}
