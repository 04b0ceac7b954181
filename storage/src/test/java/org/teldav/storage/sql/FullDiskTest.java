package org.teldav.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.teldav.storage.AddressBook;
import org.teldav.storage.BookId;
import org.teldav.storage.Principal;
import org.teldav.storage.StorageFullException;

/** A disk that takes no more (docs/decisions/full-disk.md). */
class FullDiskTest {
    private static final int WRITERS = 4;
    private static final int REFUSALS = 8;
    private static final int MOST = 4000;

    @TempDir
    Path data;

    @Test
    void where_little_room_is_left_nothing_is_written_and_all_is_read() {
        AtomicLong free = new AtomicLong(1L << 30);
        Database database = Database.open(DatabaseSettings.hsqldb(data));
        DiskGuard guard = new DiskGuard(database, new HomeCommits(database, 1), free::get);
        guard.write(OptionalLong.empty(), sql -> insert(sql, "a"));

        free.set((64L << 20) - 1);
        assertThatThrownBy(() -> guard.write(OptionalLong.of(1), sql -> insert(sql, "b")))
                .isInstanceOf(StorageFullException.class)
                .hasMessageContaining("64 MiB");
        assertThat(count(database)).isEqualTo(1);

        free.set(64L << 20);
        guard.write(OptionalLong.of(1), sql -> insert(sql, "b"));
        assertThat(count(database)).isEqualTo(2);
        guard.close();
        database.close();
    }

    /** The log is on the same disk as often as not. */
    @Test
    void it_is_said_once_a_minute_and_when_it_is_over_however_many_writes_are_refused() {
        AtomicLong free = new AtomicLong(0);
        AtomicLong nanos = new AtomicLong(0);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        Logger logger = (Logger) LoggerFactory.getLogger(FullDiskLog.class);
        logger.addAppender(log);
        Database database = Database.open(DatabaseSettings.hsqldb(data));
        Writer guard = new FullDiskLog(new DiskGuard(database, new HomeCommits(database, 1), free::get), nanos::get);
        try {
            refused(guard, 100);
            nanos.set(59_000_000_000L);
            refused(guard, 100);
            assertThat(levels(log)).containsExactly("ERROR");
            nanos.set(60_000_000_001L);
            refused(guard, 100);
            assertThat(levels(log)).containsExactly("ERROR", "ERROR");
            free.set(1L << 30);
            guard.write(OptionalLong.empty(), sql -> insert(sql, "a"));
            guard.write(OptionalLong.empty(), sql -> insert(sql, "b"));
            assertThat(levels(log)).containsExactly("ERROR", "ERROR", "WARN");
            free.set(0);
            refused(guard, 100);
            assertThat(levels(log)).containsExactly("ERROR", "ERROR", "WARN", "ERROR");
        } finally {
            logger.detachAppender(log);
            guard.close();
            database.close();
        }
    }

    private static List<String> levels(ListAppender<ILoggingEvent> log) {
        return log.list.stream().map(event -> event.getLevel().toString()).toList();
    }

    private static void refused(Writer guard, int times) {
        for (int i = 0; i < times; i++) {
            assertThatThrownBy(() -> guard.write(OptionalLong.of(1), sql -> insert(sql, "no")))
                    .isInstanceOf(StorageFullException.class);
        }
    }

    private static int insert(Sql sql, String name) {
        return sql.update(
                "INSERT INTO principals (kind, name, display_name, password_hash, admin, disabled, created_at)"
                        + " VALUES ('USER', ?, '', '', FALSE, FALSE, 0)",
                name);
    }

    private static long count(Database database) {
        try (var handle = database.reader()) {
            return database.sql(handle).number("SELECT COUNT(*) FROM principals");
        }
    }

    /** The operating system refuses to let a file grow beyond 2 MiB, as it would refuse on a full disk. */
    @Test
    void what_was_acknowledged_outlives_a_log_that_could_not_be_written_and_a_kill() throws Exception {
        Process writer = new ProcessBuilder(
                        "sh",
                        "-c",
                        "ulimit -f 4096; exec \"$0\" \"$@\"",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Writers.class.getName(),
                        data.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        Map<String, Integer> acknowledged = new HashMap<>();
        List<String> after = new ArrayList<>();
        int refused = 0;
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(writer.getInputStream(), StandardCharsets.UTF_8))) {
            for (int i = 0; i < MOST && (refused < REFUSALS || after.size() < REFUSALS); i++) {
                String[] line = lines.readLine().split(" ", -1);
                if (line[0].equals("full")) {
                    refused++;
                } else {
                    acknowledged.merge(line[0], Integer.parseInt(line[1]), Math::max);
                    if (refused > 0) {
                        after.add(line[0]);
                    }
                }
            }
        } finally {
            writer.toHandle().destroyForcibly();
        }
        assertThat(writer.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(refused).isGreaterThanOrEqualTo(REFUSALS);
        assertThat(after).as("taken again afterwards").hasSizeGreaterThanOrEqualTo(REFUSALS);
        assertRecovered(acknowledged);
    }

    private void assertRecovered(Map<String, Integer> acknowledged) throws IOException {
        Fixture fixture = new Fixture(DatabaseSettings.hsqldb(data));
        Principal.User user = fixture.first(tx -> tx.principals().user("alice")).orElseThrow();
        BookId book = fixture.first(tx -> tx.books().find(user.id(), AddressBook.DEFAULT_NAME))
                .orElseThrow()
                .id();
        assertThat(acknowledged).isNotEmpty();
        acknowledged.forEach((name, version) -> assertThat(
                        Integer.parseInt(fixture.content(book, name).strip()))
                .as(name)
                .isGreaterThanOrEqualTo(version));
        fixture.store().close();
    }

    /** Writes versions of a card each, says so after each one that was taken, and when one was not. */
    static final class Writers {
        private Writers() {}

        public static void main(String[] arguments) {
            Fixture fixture = new Fixture(DatabaseSettings.hsqldb(Path.of(arguments[0])));
            BookId book = fixture.book("alice");
            IntStream.range(0, WRITERS).forEach(i -> new Thread(() -> write(fixture, book, i + ".vcf")).start());
        }

        private static void write(Fixture fixture, BookId book, String name) {
            for (int version = 0; ; version++) {
                try {
                    fixture.put(book, name, version + " ".repeat(20_000));
                    System.out.println(name + " " + version);
                } catch (RuntimeException e) {
                    System.out.println("full " + e.getClass().getSimpleName());
                }
            }
        }
    }
}
