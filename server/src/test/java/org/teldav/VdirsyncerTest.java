package org.teldav;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.teldav.storage.BookId;

/** Debian's vdirsyncer, a real client, syncs a book both ways and sees a rewritten number. {@code bin/test} installs it. */
@OneEngine("goes from one engine to the other and back itself")
class VdirsyncerTest {
    private static final String BOOK = "/dav/addressbooks/bob/contacts/";
    private static final int CARDS = 3000;

    @TempDir
    Path folder;

    private TestServer server;
    private DavClient bob;
    private Path cards;

    @BeforeEach
    void start() throws IOException {
        server = TestServer.start(folder.resolve("data"));
        server.user("alice", "+1 415 555 0100", "family");
        bob = server.user("bob", "+1 415 555 0101", "family");
        cards = Files.createDirectories(folder.resolve("cards/contacts"));
        configure("b wins");
        vdirsyncer("discover", "--no-list");
    }

    private void configure(String resolution) throws IOException {
        configure(resolution, "bob-password");
    }

    private void configure(String resolution, String password) throws IOException {
        Files.writeString(folder.resolve("config"), """
                [general]
                status_path = "%s/status/"
                [pair bob]
                a = "phone"
                b = "teldav"
                collections = ["contacts"]
                conflict_resolution = %s
                [storage phone]
                type = "filesystem"
                path = "%s"
                fileext = ".vcf"
                [storage teldav]
                type = "carddav"
                url = "%s"
                username = "bob"
                password = "%s"
                """.formatted(
                        folder,
                        resolution.equals("null") ? "null" : '"' + resolution + '"',
                        folder.resolve("cards"),
                        server.uri(),
                        password));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void a_book_is_synced_both_ways_and_the_rewritten_number_arrives() throws IOException {
        Files.writeString(cards.resolve("alice.vcf"), TestServer.card("alice-uid", "Alice", "(415) 555-0100"));
        bob.put(BOOK + "from-phone.vcf", TestServer.card("phone-uid", "Phone", "+14155550142"))
                .expect(201);

        vdirsyncer("sync");
        assertThat(contents()).anyMatch(card -> card.contains("UID:phone-uid"));
        assertThat(names()).anyMatch(href -> href.contains("alice"));

        server.changeOwnNumber("alice", "+44 7700 900123");
        vdirsyncer("sync");
        assertThat(contents())
                .anyMatch(card -> card.contains("UID:alice-uid") && card.contains("TEL;TYPE=CELL:+44 7700 900123"))
                .noneMatch(card -> card.contains("555-0100"));

        Files.delete(file("UID:phone-uid"));
        vdirsyncer("sync");
        assertThat(names()).noneMatch(href -> href.contains("from-phone"));

        bob.delete(names().stream()
                        .filter(href -> href.contains("alice"))
                        .findFirst()
                        .orElseThrow())
                .expect(204);
        vdirsyncer("sync");
        assertThat(contents()).noneMatch(card -> card.contains("UID:alice-uid"));
    }

    /** It sends them in ISO 8859-1. */
    @Test
    void a_password_with_letters_beyond_ascii_opens() throws IOException {
        server.users().setPassword("bob", "Gänsefüßchen-99");
        configure("b wins", "Gänsefüßchen-99");
        vdirsyncer("discover", "--no-list");
        vdirsyncer("sync");
        assertThat(contents()).hasSize(1);
    }

    /** A card that both sides know, and both have changed since. */
    private Path conflict() throws IOException {
        bob.put(BOOK + "c.vcf", TestServer.card("c-uid", "Before", "1")).expect(201);
        vdirsyncer("sync");
        bob.put(BOOK + "c.vcf", TestServer.card("c-uid", "Server", "1")).expect(204);
        Path file = file("UID:c-uid");
        Files.writeString(file, TestServer.card("c-uid", "Phone", "1"));
        return file;
    }

    @Test
    void a_conflict_is_told_and_neither_side_loses_its_edit() throws IOException {
        configure("null");
        Path file = conflict();
        Run run = run("sync");
        assertThat(run.exit()).as(run.output()).isNotZero();
        assertThat(run.output()).containsIgnoringCase("conflict");
        assertThat(bob.get(BOOK + "c.vcf").text()).contains("FN:Server");
        assertThat(Files.readString(file)).contains("FN:Phone");
    }

    @ParameterizedTest
    @CsvSource({"a wins, Phone", "b wins, Server"})
    void a_conflict_is_resolved_as_configured_and_what_lost_is_in_the_history(String resolution, String winner)
            throws IOException {
        conflict();
        configure(resolution);
        vdirsyncer("sync");
        assertThat(bob.get(BOOK + "c.vcf").text()).contains("FN:" + winner);
        assertThat(Files.readString(file("UID:c-uid"))).contains("FN:" + winner);
        long overwritten = server.store().read(tx -> {
            BookId book = tx.books()
                    .find(tx.principals().user("bob").orElseThrow().id(), "contacts")
                    .orElseThrow()
                    .id();
            return tx.cards().history(book, "c.vcf").size();
        });
        assertThat(overwritten).isEqualTo(winner.equals("Phone") ? 2 : 1);
    }

    @Test
    void a_card_that_is_renamed_on_either_side_is_neither_lost_nor_doubled() throws IOException {
        bob.put(BOOK + "old.vcf", TestServer.card("r-uid", "Renamed", "1")).expect(201);
        vdirsyncer("sync");
        bob.with("Destination: " + BOOK + "new.vcf")
                .send("MOVE", BOOK + "old.vcf")
                .expect(201);
        vdirsyncer("sync");
        assertThat(contents()).filteredOn(card -> card.contains("UID:r-uid")).hasSize(1);
        assertThat(names()).contains(BOOK + "new.vcf").doesNotContain(BOOK + "old.vcf");

        Files.move(file("UID:r-uid"), cards.resolve("mine.vcf"));
        vdirsyncer("sync");
        assertThat(contents()).filteredOn(card -> card.contains("UID:r-uid")).hasSize(1);
        assertThat(names()).filteredOn(name -> !name.equals(BOOK)).hasSize(2);

        Files.writeString(cards.resolve("mine.vcf"), TestServer.card("r-uid", "Edited after", "1"));
        vdirsyncer("sync");
        assertThat(bob.get(BOOK + "new.vcf").text()).contains("FN:Edited after");
    }

    @Test
    void three_thousand_cards_go_both_ways_and_then_what_changed_alone() throws IOException {
        for (int i = 0; i < CARDS; i++) {
            String card = TestServer.card("uid-" + i, "Name " + i, "+1 415 555 0142");
            if (i % 3 == 0) {
                Files.writeString(cards.resolve("phone" + i + ".vcf"), card);
            } else {
                bob.put(BOOK + "server" + i + ".vcf", card).expect(201);
            }
        }
        vdirsyncer("sync");
        assertThat(names()).hasSize(CARDS + 2);
        assertThat(contents()).hasSize(CARDS + 1).doesNotHaveDuplicates();

        String token = token();
        vdirsyncer("sync");
        assertThat(token()).as("a sync of nothing writes nothing").isEqualTo(token);

        bob.put(BOOK + "server1.vcf", TestServer.card("uid-1", "Edited there", "1"))
                .expect(204);
        bob.delete(BOOK + "server2.vcf").expect(204);
        Files.writeString(file("UID:uid-3\r"), TestServer.card("uid-3", "Edited here", "1"));
        Files.delete(file("UID:uid-6\r"));
        assertThat(transfers()).hasSize(4);
        assertThat(names()).hasSize(CARDS);
        assertThat(contents()).hasSize(CARDS - 1).anyMatch(card -> card.contains("FN:Edited there"));
    }

    /** A phone knows the server by hrefs, ETags and tokens: all go along to the other engine and back. */
    @Test
    void after_a_backup_under_load_and_a_restore_on_the_other_engine_nothing_is_transferred() throws Exception {
        for (int i = 0; i < 200; i++) {
            bob.put(BOOK + i + ".vcf", TestServer.card("uid-" + i, "Name " + i, "" + i))
                    .expect(201);
        }
        vdirsyncer("sync");
        Path file = underLoad(() -> BackupTest.backup(server.store(), folder.resolve("first.zip")));
        try (EmbeddedPostgres postgres =
                EmbeddedPostgres.builder().setServerConfig("fsync", "off").start()) {
            String[] database = {
                "database.url = \"" + postgres.getJdbcUrl("postgres", "postgres") + "\"", "database.user = postgres"
            };
            goOnWith(file, folder.resolve("second"), database);
            nothingIsTransferred();
            file = underLoad(() -> BackupTest.backup(server.store(), folder.resolve("second.zip")));
            goOnWith(file, folder.resolve("third"));
            nothingIsTransferred();
            bob.put(BOOK + "7.vcf", TestServer.card("uid-7", "Edited there", "1"))
                    .expect(204);
            assertThat(transfers()).hasSize(1);
            assertThat(contents()).anyMatch(card -> card.contains("FN:Edited there"));
        }
    }

    private Path underLoad(Supplier<Path> backup) throws Exception {
        DavClient alice = server.as("alice");
        AtomicBoolean over = new AtomicBoolean();
        CountDownLatch written = new CountDownLatch(10);
        ExecutorService writer = Executors.newSingleThreadExecutor();
        Future<?> writing = writer.submit(() -> {
            for (int i = 0; !over.get(); i++) {
                alice.put(
                        "/dav/addressbooks/alice/contacts/" + i % 50 + ".vcf",
                        TestServer.card("uid-" + i % 50, "" + i, "1"));
                written.countDown();
            }
        });
        assertThat(written.await(60, TimeUnit.SECONDS)).isTrue();
        Path file = backup.get();
        over.set(true);
        writing.get();
        writer.shutdown();
        return file;
    }

    private void goOnWith(Path backup, Path data, String... lines) throws IOException {
        server.close();
        BackupTest.restore(backup, data, lines);
        server = TestServer.start(data, lines);
        bob = server.as("bob");
        configure("b wins");
        vdirsyncer("discover", "--no-list");
    }

    private void nothingIsTransferred() throws IOException {
        assertThat(transfers()).isEmpty();
        assertThat(names()).hasSize(202);
    }

    private List<String> transfers() throws IOException {
        Run run = run("sync");
        assertThat(run.exit()).as(run.output()).isZero();
        return run.output()
                .lines()
                .filter(line -> line.matches("(Copying|Deleting) .*item .*"))
                .toList();
    }

    private String token() {
        return bob.propfind(BOOK, 0, OneUserTest.prop("D:sync-token")).value(BOOK, "sync-token");
    }

    private List<String> names() {
        return bob.propfind(BOOK, 1, "<D:propfind xmlns:D='DAV:'><D:prop><D:getetag/></D:prop></D:propfind>")
                .expect(207)
                .hrefs();
    }

    private Path file(String line) throws IOException {
        try (Stream<Path> files = Files.list(cards)) {
            for (Path file : files.toList()) {
                if (Files.readString(file).contains(line)) {
                    return file;
                }
            }
        }
        throw new AssertionError("no file with " + line);
    }

    private List<String> contents() throws IOException {
        try (Stream<Path> files = Files.list(cards)) {
            List<String> contents = new ArrayList<>();
            for (Path file : files.toList()) {
                contents.add(Files.readString(file));
            }
            return contents;
        }
    }

    private record Run(int exit, String output) {}

    private void vdirsyncer(String... arguments) throws IOException {
        Run run = run(arguments);
        assertThat(run.exit()).as(run.output()).isZero();
    }

    private Run run(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "vdirsyncer", "-v", "INFO", "-c", folder.resolve("config").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C.UTF-8");
        Process process = builder.start();
        process.getOutputStream().write("y\ny\ny\n".getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return new Run(process.exitValue(), output);
    }
}
