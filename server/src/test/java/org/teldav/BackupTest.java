package org.teldav;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.teldav.backup.BackupFile;
import org.teldav.backup.BackupWriter;
import org.teldav.backup.InvalidBackupException;
import org.teldav.config.ConfigReader;
import org.teldav.config.InvalidConfigException;
import org.teldav.storage.BookId;
import org.teldav.storage.CardId;
import org.teldav.storage.CardPut;
import org.teldav.storage.Restoration;
import org.teldav.storage.Snapshot;
import org.teldav.storage.StorageException;
import org.teldav.storage.Store;

/** What is in the file of a backup, and what of a file is believed (docs/backup-format.md). */
@BothEngines
class BackupTest {
    private static final String CONTACTS = "/dav/addressbooks/alice/contacts/";

    @TempDir
    Path folder;

    static Path backup(Store store, Path file) {
        return store.snapshot(snapshot -> {
            try (OutputStream out = Files.newOutputStream(file)) {
                new BackupWriter(snapshot).write(out, "a test", Instant.parse("2026-11-23T12:00:00.9Z"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return file;
        });
    }

    static void restore(Path file, Path data, String... lines) {
        try (BackupFile backup = BackupFile.open(file)) {
            backup.check(rows -> {});
            Files.createDirectories(data);
            List<String> database = lines.length == 0 ? TestDatabase.bareLines(data) : List.of(lines);
            Path conf = Files.write(data.resolveSibling(data.getFileName() + ".conf"), database);
            Teldav.restore(ConfigReader.read(Optional.of(conf), Map.of(), Optional.of(data)), backup, rows -> {});
        } catch (IOException | InvalidConfigException e) {
            throw new AssertionError(e);
        }
    }

    private Path example() {
        Path file = folder.resolve("example.zip");
        try (TestServer server = TestServer.start(folder.resolve("example"))) {
            DavClient alice = server.user("alice", "+1 415 555 0100", "family");
            alice.put(CONTACTS + "b.vcf", TestServer.card("b", "Bob", "1")).expect(201);
            alice.put(CONTACTS + "b.vcf", TestServer.card("b", "Bob", "2")).expect(204);
            alice.put(CONTACTS + "c.vcf", TestServer.card("c", "Carol", "1")).expect(201);
            alice.delete(CONTACTS + "c.vcf").expect(204);
            return backup(server.store(), file);
        }
    }

    static Map<String, String> entries(Path file) throws IOException {
        Map<String, String> entries = new TreeMap<>();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (ZipEntry entry : java.util.Collections.list(zip.entries())) {
                try (InputStream in = zip.getInputStream(entry)) {
                    entries.put(entry.getName(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
                }
            }
        }
        return entries;
    }

    @Test
    void it_is_plain_vcards_and_json_that_say_what_they_are() throws IOException {
        Map<String, String> entries = entries(example());
        assertThat(entries.get("users/alice/contacts/b.vcf")).isEqualTo(TestServer.card("b", "Bob", "2"));
        assertThat(entries.get("history/alice/contacts/b~2/2.vcf")).isEqualTo(TestServer.card("b", "Bob", "1"));
        assertThat(entries.get("history/alice/contacts/c~4/4.vcf")).isEqualTo(TestServer.card("c", "Carol", "1"));
        assertThat(entries.get("users/alice/contacts/me.vcf")).contains("FN:Name of alice");
        assertThat(entries.get("tables/cards.jsonl"))
                .contains("\"name\":\"b.vcf\"", "\"file\":\"users/alice/contacts/b.vcf\"");
        assertThat(entries.get("tables/principals.jsonl")).contains("\"name\":\"alice\"", "\"name\":\"family\"");
        assertThat(entries.get("manifest.json")).contains("\"madeAt\" : \"2026-11-23T12:00:00Z\"");
        assertThat(entries.get("README.md")).isEqualTo(Files.readString(documentation()));
        for (String table : entries.keySet()) {
            if (table.startsWith("tables/")) {
                assertThat(entries.get("README.md"))
                        .contains("`" + table.substring(7).replace(".jsonl", "") + "`");
            }
        }
    }

    private static Path documentation() {
        Path here = Path.of("docs/backup-format.md");
        return Files.exists(here) ? here : Path.of("..").resolve(here);
    }

    @Test
    void any_name_is_a_file_that_every_system_can_hold_and_comes_back_as_it_was() throws IOException {
        List<String> names = new ArrayList<>(List.of(
                "plain.vcf",
                "A.vcf",
                "a.vcf",
                "..",
                "../../etc/passwd",
                "a/b.vcf",
                "\ud83d\ude80\ud83d\ude80.vcf",
                "con.vcf",
                "no suffix",
                "\u4f60\u597d.vcf",
                "x".repeat(500),
                "\ud83d\ude80".repeat(250)));
        Path file = folder.resolve("names.zip");
        try (TestServer server = TestServer.start(folder.resolve("names"))) {
            server.user("alice", "+1 415 555 0100");
            BookId book = book(server.store());
            server.store().write(tx -> {
                names.forEach(name -> tx.cards()
                        .put(
                                new CardPut(
                                        book,
                                        name,
                                        name.getBytes(StandardCharsets.UTF_8),
                                        name,
                                        List.of(),
                                        CardPut.ALWAYS),
                                Instant.EPOCH));
                return true;
            });
            backup(server.store(), file);
        }
        List<String> files = entries(file).keySet().stream()
                .filter(name -> name.startsWith("users/alice/contacts/"))
                .toList();
        assertThat(files).hasSize(names.size() + 1).contains("users/alice/contacts/plain.vcf");
        assertThat(files).allMatch(name -> name.split("/").length == 4);
        assertThat(files.stream().map(name -> name.toLowerCase(java.util.Locale.ROOT)))
                .doesNotHaveDuplicates();
        assertThat(files).allMatch(name -> name.getBytes(StandardCharsets.UTF_8).length < 250 && name.endsWith(".vcf"));
        restore(file, folder.resolve("names2"));
        try (TestServer server = TestServer.start(folder.resolve("names2"))) {
            BookId book = book(server.store());
            for (String name : names) {
                assertThat(server.store()
                                .read(tx -> tx.cards().read(book, name))
                                .orElseThrow()
                                .content())
                        .isEqualTo(name.getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private static BookId book(Store store) {
        return store.read(tx -> tx.books()
                        .find(tx.principals().user("alice").orElseThrow().id(), "contacts")
                        .orElseThrow())
                .id();
    }

    private void refused(Path file, String why) {
        assertThatThrownBy(() -> restore(file, folder.resolve("target")))
                .isInstanceOf(InvalidBackupException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(why);
        assertThat(folder.resolve("target/db")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.2, 0.5, 0.9, 0.999})
    void a_file_that_was_cut_off_is_refused(double part) throws IOException {
        byte[] whole = Files.readAllBytes(example());
        Path cut = folder.resolve("cut.zip");
        Files.write(cut, java.util.Arrays.copyOf(whole, (int) (whole.length * part)));
        refused(cut, "not a whole one");
    }

    @Test
    void what_is_no_backup_is_refused() throws IOException {
        refused(Files.writeString(folder.resolve("text"), "BEGIN:VCARD"), "is no backup");
        refused(folder.resolve("nothing"), "there is no file");
        refused(zip(Map.of("a", "b")), "is no backup");
        Map<String, String> whole = entries(example());
        Map<String, String> newer = new TreeMap<>(whole);
        newer.put("manifest.json", newer.get("manifest.json").replace("\"version\" : 1", "\"version\" : 2"));
        refused(zip(newer), "newer one");
        for (String part : List.of("\"tables\"", "\"files\"", "\"schema\"", "\"columns\"", "[")) {
            Map<String, String> damaged = new TreeMap<>(whole);
            damaged.put("manifest.json", damaged.get("manifest.json").replace(part, "\"~\""));
            refused(zip(damaged), "not a whole one");
        }
    }

    private Path zip(Map<String, String> entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, String> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        return Files.write(folder.resolve("made.zip"), bytes.toByteArray());
    }

    /** Where the octets of an entry begin: not each octet of a zip file means something. */
    private static int dataOf(String entry, byte[] zip) {
        return new String(zip, StandardCharsets.ISO_8859_1).indexOf(entry) + entry.length();
    }

    @Test
    void what_was_altered_or_is_missing_is_refused_and_what_was_not_is_restored() throws IOException {
        Path example = example();
        String why = "cut off or altered";
        Map<String, String> entries = entries(example);
        for (String name : List.of(
                "users/alice/contacts/b.vcf",
                "history/alice/contacts/b~2/2.vcf",
                "tables/claims.jsonl",
                "tables/cards.jsonl")) {
            Map<String, String> altered = new TreeMap<>(entries);
            altered.merge(name, "x", (text, x) -> text.replace('1', '7').replace('2', '8'));
            refused(zip(altered), why);
            altered.put(name, "");
            refused(zip(altered), why);
            altered.remove(name);
            refused(zip(altered), why);
        }
        byte[] flipped = Files.readAllBytes(example);
        flipped[dataOf("users/alice/contacts/b.vcf", flipped) + 20] ^= 0x10;
        refused(Files.write(folder.resolve("flipped.zip"), flipped), "");
        restore(zip(entries), folder.resolve("target"));
        try (TestServer server = TestServer.start(folder.resolve("target"))) {
            assertThat(server.as("alice").get(CONTACTS + "b.vcf").expect(200).text())
                    .isEqualTo(TestServer.card("b", "Bob", "2"));
        }
        assertThatThrownBy(() -> restore(example, folder.resolve("target")))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("there is data in");
    }

    @Test
    void its_progress_moves_on_with_each_row_of_each_table_and_ends_with_the_last() {
        List<Long> checked = new ArrayList<>();
        List<Long> restored = new ArrayList<>();
        List<String> tables = new ArrayList<>();
        Map<String, Long> begun = new TreeMap<>();
        try (BackupFile backup = BackupFile.open(example())) {
            backup.check(checked::add);
            backup.restore(new Followed(tables, begun, restored), restored::add);
            long rows = backup.manifest().rows();
            assertThat(restored)
                    .isEqualTo(LongStream.rangeClosed(1, rows).boxed().toList())
                    .isEqualTo(checked);
            String next = tables.get(tables.indexOf("card_index") + 1);
            assertThat(begun.get(next) - begun.get("card_index"))
                    .isEqualTo(backup.manifest().rows("card_index"))
                    .isPositive();
        }
    }

    /** Where the progress was when each table began. */
    private record Followed(List<String> tables, Map<String, Long> begun, List<Long> progress) implements Restoration {
        @Override
        public void begin(Snapshot.Table table) {
            tables.add(table.name());
            begun.put(table.name(), (long) progress.size());
        }

        @Override
        public void row(Map<String, Object> row) {}

        @Override
        public void content(CardId card, long syncNumber, byte[] content) {}
    }

    @Test
    void rfc6578_3_2_after_a_restore_tokens_of_before_the_backup_hold_and_those_of_what_was_undone_do_not() {
        Path data = folder.resolve("data");
        String home = "/dav/addressbooks/alice/";
        Path file = folder.resolve("tokens.zip");
        List<String> saved;
        List<String> lost;
        try (TestServer server = TestServer.start(data)) {
            DavClient alice = server.user("alice", "+1 415 555 0100");
            alice.put(CONTACTS + "a.vcf", TestServer.card("a", "A", "1")).expect(201);
            saved = tokens(alice, home);
            backup(server.store(), file);
            alice.put(CONTACTS + "lost.vcf", TestServer.card("lost", "Lost", "1"))
                    .expect(201);
            alice.send("MKCOL", home + "lost/").expect(201);
            lost = tokens(alice, home);
        }
        Path restored = folder.resolve("restored");
        restore(file, restored);
        try (TestServer server = TestServer.start(restored)) {
            DavClient alice = server.as("alice");
            for (String path : List.of(CONTACTS, home)) {
                int i = path.equals(home) ? 1 : 0;
                assertThat(alice.report(path, sync(saved.get(i))).expect(207).responses())
                        .isEmpty();
                refused(alice, path, lost.get(i));
            }
            alice.put(CONTACTS + "b.vcf", TestServer.card("b", "B", "1")).expect(201);
            alice.delete(CONTACTS + "a.vcf").expect(204);
            alice.send("MKCOL", home + "b/").expect(201);
            alice.send("MKCOL", home + "c/").expect(201);
            refused(alice, CONTACTS, lost.get(0));
            refused(alice, home, lost.get(1));
            DavAnswer delta = alice.report(CONTACTS, sync(saved.get(0))).expect(207);
            assertThat(delta.hrefs()).containsExactlyInAnyOrder(CONTACTS + "a.vcf", CONTACTS + "b.vcf");
            assertThat(alice.report(CONTACTS, sync(delta.syncToken()))
                            .expect(207)
                            .responses())
                    .isEmpty();
            assertThat(alice.report(home, sync(saved.get(1))).expect(207).hrefs())
                    .containsExactly(home + "b/", home + "c/");
        }
    }

    private static List<String> tokens(DavClient client, String home) {
        return List.of(
                client.report(CONTACTS, sync("")).expect(207).syncToken(),
                client.report(home, sync("")).expect(207).syncToken());
    }

    private static void refused(DavClient client, String path, String token) {
        client.report(path, sync(token)).expect(403).expectError("valid-sync-token");
        client.with("User-Agent: Mozilla/5.0 Thunderbird/140.0")
                .report(path, sync(token))
                .expect(400)
                .expectError("valid-sync-token");
    }

    private static String sync(String token) {
        return OneUserTest.sync(token, "");
    }
}
