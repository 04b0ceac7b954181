package org.teldav.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teldav.storage.AddressBook;
import org.teldav.storage.BookId;
import org.teldav.storage.Card;
import org.teldav.storage.CardPut;
import org.teldav.storage.DataFolderInUseException;
import org.teldav.storage.ETag;
import org.teldav.storage.Principal;
import org.teldav.storage.PutResult;

/** What HSQLDB's files have to withstand. */
class HsqldbDurabilityTest {
    private static final int WRITERS = 4;
    private static final int ACKNOWLEDGED = 400;

    @TempDir
    Path data;

    @Test
    void all_is_there_after_a_clean_stop() {
        Fixture first = new Fixture(DatabaseSettings.hsqldb(data));
        BookId book = first.book("alice");
        first.put(book, "a.vcf", "bytes");
        AddressBook before = first.bookOf(book);
        first.store().close();
        first.store().close();
        Fixture second = new Fixture(DatabaseSettings.hsqldb(data));
        assertThat(second.bookOf(book)).isEqualTo(before);
        assertThat(second.content(book, "a.vcf")).isEqualTo("bytes");
        second.store().close();
    }

    @Test
    void a_second_store_on_the_folder_is_refused_in_plain_words() {
        Fixture first = new Fixture(DatabaseSettings.hsqldb(data));
        assertThatThrownBy(() -> new Fixture(DatabaseSettings.hsqldb(data)))
                .isInstanceOf(DataFolderInUseException.class)
                .hasMessageMatching("the database .*teldav is in use by another process");
        assertThat(first.store().healthy()).isTrue();
        first.store().close();
    }

    /** With the engine's own 10 MB for its cache, a card that is as large as the limits allow could not be stored. */
    @Test
    void a_cache_that_is_smaller_than_it_should_be_is_made_larger() throws SQLException {
        DatabaseSettings settings = DatabaseSettings.hsqldb(data);
        Fixture first = new Fixture(settings);
        BookId book = first.book("alice");
        first.store().close();
        try (Connection connection = DriverManager.getConnection(settings.url(), settings.user(), "");
                Statement statement = connection.createStatement()) {
            statement.execute("SET FILES CACHE SIZE 10000");
            statement.execute("SHUTDOWN");
        }
        Fixture second = new Fixture(settings);
        String large = "0123456789abcdef".repeat(10 << 16);
        assertThat(second.put(book, "a.vcf", large)).isInstanceOf(PutResult.Created.class);
        assertThat(second.content(book, "a.vcf")).isEqualTo(large);
        second.store().close();
    }

    /** That of a version of before is read and written by system calls, once it is large: some change in it takes twice as long. */
    @Test
    void the_whole_data_file_is_mapped_also_one_that_was_not() throws SQLException {
        DatabaseSettings settings = DatabaseSettings.hsqldb(data);
        for (int start = 0; start < 2; start++) {
            Fixture fixture = new Fixture(settings);
            try (Connection connection = DriverManager.getConnection(settings.url(), settings.user(), "")) {
                assertThat(property(connection, "hsqldb.nio_data_file")).isEqualTo("true");
                assertThat(property(connection, "hsqldb.nio_max_size")).isEqualTo("65536");
            }
            fixture.store().close();
            try (Connection connection = DriverManager.getConnection(settings.url(), settings.user(), "");
                    Statement statement = connection.createStatement()) {
                statement.execute("SET FILES NIO SIZE 256");
                statement.execute("SHUTDOWN");
            }
        }
    }

    @Test
    void the_write_delay_is_off_and_readers_see_versions() throws SQLException {
        DatabaseSettings settings = DatabaseSettings.hsqldb(data);
        Fixture fixture = new Fixture(settings);
        try (Connection connection = DriverManager.getConnection(settings.url(), settings.user(), "")) {
            assertThat(property(connection, "hsqldb.write_delay_millis")).isEqualTo("0");
            assertThat(property(connection, "hsqldb.tx")).isEqualToIgnoringCase("mvlocks");
            assertThat(property(connection, "hsqldb.tx_level")).isEqualToIgnoringCase("read_committed");
            assertThat(property(connection, "hsqldb.default_table_type")).isEqualToIgnoringCase("cached");
        }
        fixture.store().close();
    }

    private static String property(Connection connection, String name) throws SQLException {
        String query =
                "SELECT PROPERTY_VALUE FROM INFORMATION_SCHEMA.SYSTEM_PROPERTIES WHERE PROPERTY_NAME = '" + name + "'";
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            return row.next() ? row.getString(1) : "there is no such property";
        }
    }

    @Test
    void every_acknowledged_put_outlives_a_kill_and_the_next_start_need_not_wait() throws Exception {
        Process writer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-cp",
                        classPath(),
                        Writers.class.getName(),
                        data.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Map<String, Integer> acknowledged = new HashMap<>();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(writer.getInputStream(), StandardCharsets.UTF_8))) {
            for (int i = 0; i < ACKNOWLEDGED; i++) {
                String[] line = lines.readLine().split(" ", -1);
                acknowledged.merge(line[0], Integer.parseInt(line[1]), Math::max);
            }
            assertThatThrownBy(() -> new Fixture(DatabaseSettings.hsqldb(data)))
                    .isInstanceOf(DataFolderInUseException.class);
            writer.toHandle().destroyForcibly();
            for (String line = lines.readLine(); line != null && line.matches("\\S+ \\d+"); line = lines.readLine()) {
                acknowledged.merge(line.split(" ")[0], Integer.parseInt(line.split(" ")[1]), Math::max);
            }
        }
        assertThat(writer.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertRecovered(acknowledged);
    }

    private void assertRecovered(Map<String, Integer> acknowledged) throws IOException {
        Fixture fixture = new Fixture(DatabaseSettings.hsqldb(data));
        assertThat(data.resolve("db").resolve("teldav.lck"))
                .as("HSQLDB's own lock file, which would hold up a start after a crash")
                .doesNotExist();
        Principal.User user = fixture.first(tx -> tx.principals().user("alice")).orElseThrow();
        BookId book = fixture.first(tx -> tx.books().find(user.id(), AddressBook.DEFAULT_NAME))
                .orElseThrow()
                .id();
        List<Card> cards = fixture.page(book, 0, 1000);
        assertThat(acknowledged).hasSize(WRITERS);
        acknowledged.forEach((name, version) -> assertThat(
                        Integer.parseInt(fixture.content(book, name).strip()))
                .isGreaterThanOrEqualTo(version));
        for (Card card : cards) {
            assertThat(card.etag()).isEqualTo(ETag.of(Fixture.bytes(fixture.content(book, card.name()))));
            List<Long> versions = fixture.history(book, card.name()).stream()
                    .map(version -> version.syncNumber())
                    .toList();
            assertThat(versions).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(acknowledged.get(card.name()));
        }
        long stored = cards.size()
                + cards.stream()
                        .mapToLong(card -> fixture.history(book, card.name()).size())
                        .sum();
        assertThat(fixture.number(book)).as("each number is one version").isEqualTo(stored);
        fixture.store().close();
        assertThat(Files.exists(data.resolve("db").resolve("teldav.script"))).isTrue();
    }

    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    /** Writes versions of a card each, and says so after each one, until it is killed. */
    static final class Writers {
        private Writers() {}

        public static void main(String[] arguments) {
            Fixture fixture = new Fixture(DatabaseSettings.hsqldb(Path.of(arguments[0])));
            BookId book = fixture.book("alice");
            IntStream.range(0, WRITERS).forEach(i -> new Thread(() -> write(fixture, book, i + ".vcf")).start());
        }

        private static void write(Fixture fixture, BookId book, String name) {
            AtomicInteger version = new AtomicInteger();
            while (true) {
                String content = version.get() + " ".repeat(700);
                fixture.put(book, name, content, name, List.of(Fixture.tel(0, "+1" + version)), CardPut.ALWAYS);
                System.out.println(name + " " + version.getAndIncrement());
            }
        }
    }
}
