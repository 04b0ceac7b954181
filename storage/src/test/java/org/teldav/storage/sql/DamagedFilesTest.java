package org.teldav.storage.sql;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.teldav.storage.BookId;
import org.teldav.storage.ETag;
import org.teldav.storage.StorageException;

/** HSQLDB's files, damaged as disks and people do it (docs/decisions/corrupt-folder.md). They are copied under the feet of a store, as a kill would leave them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DamagedFilesTest {
    private static final int CLOSED = 60;
    private static final int CARDS = 90;

    @TempDir
    Path data;

    private final Map<String, byte[]> killed = new TreeMap<>();
    private Fixture writer;
    private BookId book;

    @BeforeAll
    void write(@TempDir Path folder) throws IOException {
        Fixture first = new Fixture(DatabaseSettings.hsqldb(folder));
        book = first.book("alice");
        put(first, 0, CLOSED);
        first.close();
        writer = new Fixture(DatabaseSettings.hsqldb(folder));
        put(writer, CLOSED, CARDS);
        killed.putAll(read(folder.resolve("db")));
        assertThat(killed).containsKeys("teldav.script", "teldav.properties", "teldav.data", "teldav.log");
    }

    @AfterAll
    void end() {
        writer.close();
    }

    private void put(Fixture fixture, int from, int to) {
        for (int i = from; i < to; i++) {
            fixture.put(book, i + ".vcf", "né " + i + " ".repeat(900));
        }
    }

    private static Map<String, byte[]> read(Path folder) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> all = Files.list(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                if (!file.toString().endsWith(DatabaseLock.SUFFIX)) {
                    files.put(file.getFileName().toString(), Files.readAllBytes(file));
                }
            }
        }
        return files;
    }

    private static Map<String, ETag> bytes(Map<String, byte[]> files) {
        return files.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, file -> ETag.of(file.getValue())));
    }

    /** Lays the files, one of them as it is made here. */
    private Map<String, byte[]> lay(String name, UnaryOperator<byte[]> damage) throws IOException {
        Map<String, byte[]> files = new TreeMap<>(killed);
        files.computeIfPresent(name, (same, bytes) -> damage.apply(bytes.clone()));
        Path folder = Files.createDirectories(data.resolve("db"));
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Files.write(folder.resolve(file.getKey()), file.getValue());
        }
        return files;
    }

    private void refused(String name, UnaryOperator<byte[]> damage, String... words) throws IOException {
        Map<String, byte[]> files = lay(name, damage);
        assertThatThrownBy(() -> new Fixture(DatabaseSettings.hsqldb(data)))
                .isInstanceOf(StorageException.class)
                .hasMessageContainingAll(words)
                .hasMessageEndingWith(FileCheck.ADVICE)
                .hasMessageNotContaining("Exception");
        assertThat(bytes(read(data.resolve("db")))).as("byte for byte").isEqualTo(bytes(files));
    }

    private void goesOn(String name, UnaryOperator<byte[]> damage, int cards) throws IOException {
        lay(name, damage);
        Fixture fixture = new Fixture(DatabaseSettings.hsqldb(data));
        assertThat(fixture.page(book, 0, 1000)).hasSize(cards);
        for (int i = 0; i < cards; i++) {
            assertThat(fixture.content(book, i + ".vcf")).startsWith("né " + i + " ");
        }
        fixture.close();
    }

    private static byte[] cut(byte[] bytes, int end) {
        return Arrays.copyOf(bytes, end);
    }

    private static byte[] replace(byte[] bytes, String old, String with) {
        String text = new String(bytes, ISO_8859_1);
        assertThat(text).contains(old);
        return text.replace(old, with).getBytes(ISO_8859_1);
    }

    @Test
    void a_killed_server_s_files_are_whole() throws IOException {
        goesOn("teldav.log", UnaryOperator.identity(), CARDS);
    }

    @Test
    void so_are_those_of_one_that_was_killed_before_it_ever_closed(@TempDir Path folder) throws IOException {
        Fixture first = new Fixture(DatabaseSettings.hsqldb(folder));
        BookId its = first.book("alice");
        first.put(its, "a.vcf", "1");
        Files.createDirectories(data.resolve("db"));
        for (Map.Entry<String, byte[]> file : read(folder.resolve("db")).entrySet()) {
            Files.write(data.resolve("db").resolve(file.getKey()), file.getValue());
        }
        first.close();
        Fixture second = new Fixture(DatabaseSettings.hsqldb(data));
        assertThat(second.content(its, "a.vcf")).isEqualTo("1");
        second.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 8, 300, 1500})
    void a_last_line_that_is_half_written_costs_what_nobody_was_told_is_stored_and_no_more(int bytes)
            throws IOException {
        goesOn("teldav.log", log -> cut(log, log.length - bytes), CARDS - 1);
    }

    @Test
    void zeros_at_the_end_of_the_log_are_what_a_power_cut_leaves() throws IOException {
        goesOn("teldav.log", log -> Arrays.copyOf(log, log.length + 5000), CARDS);
    }

    @Test
    void garbage_amid_the_log_does_not_cost_what_stands_behind_it() throws IOException {
        refused(
                "teldav.log",
                log -> {
                    log[log.length / 2] = 1;
                    return log;
                },
                "teldav.log",
                "is damaged: at byte " + killed.get("teldav.log").length / 2);
    }

    @Test
    void neither_does_a_statement_that_can_t_be_carried_out() throws IOException {
        refused(
                "teldav.log",
                log -> replace(log, "INTO CARDS VALUES(1,1,75,", "INTO CRADS VALUES(1,1,75,"),
                "teldav.log line: ");
    }

    @Test
    void a_script_is_taken_as_a_whole() throws IOException {
        refused("teldav.script", script -> cut(script, script.length / 2), "teldav.script", "its end is missing");
        refused("teldav.script", script -> cut(script, 0), "teldav.script", "its end is missing");
        refused("teldav.script", script -> replace(script, "CREATE CACHED", "CREATE CAC\0ED"), "at byte", "no text");
        refused("teldav.script", script -> replace(script, "CREATE CACHED", "CREATE CACHEX"), "CACHEX");
    }

    @Test
    void data_that_are_cut_off_or_overwritten_with_zeros_are_refused() throws IOException {
        refused("teldav.data", bytes -> cut(bytes, bytes.length / 16), "teldav.data", "were written");
        refused("teldav.data", bytes -> cut(bytes, 0), "teldav.data", "no beginning");
        refused(
                "teldav.data",
                bytes -> {
                    Arrays.fill(bytes, 32, 1 << 16, (byte) 0);
                    return bytes;
                },
                "can't be opened, and its files may be damaged");
    }

    @ParameterizedTest
    @ValueSource(strings = {"teldav.script", "teldav.data", "teldav.log"})
    void a_file_that_is_missing_is_named(String name) throws IOException {
        Map<String, byte[]> files = lay(name, UnaryOperator.identity());
        files.remove(name);
        Files.delete(data.resolve("db").resolve(name));
        assertThatThrownBy(() -> new Fixture(DatabaseSettings.hsqldb(data)))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining(name + " of the database is missing. " + FileCheck.ADVICE);
        assertThat(bytes(read(data.resolve("db")))).isEqualTo(bytes(files));
    }

    @Test
    void the_properties_say_in_which_state_the_files_are_or_nothing() throws IOException {
        refused("teldav.properties", bytes -> "garbage\n".getBytes(ISO_8859_1), "teldav.properties");
        goesOn("teldav.properties", bytes -> cut(bytes, 0), CARDS);
    }
}
