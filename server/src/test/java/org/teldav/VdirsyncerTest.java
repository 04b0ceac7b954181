package org.teldav;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Debian's vdirsyncer, a real client, syncs a book both ways and sees a rewritten number. {@code bin/test} installs it. */
class VdirsyncerTest {
    @TempDir
    Path folder;

    private TestServer server;
    private DavClient alice;
    private DavClient bob;
    private Path cards;

    @BeforeEach
    void start() throws IOException {
        server = TestServer.start(folder.resolve("data"));
        alice = server.user("alice", "+1 415 555 0100", "family");
        bob = server.user("bob", "+1 415 555 0101", "family");
        cards = Files.createDirectories(folder.resolve("cards"));
        Files.writeString(folder.resolve("config"), """
                [general]
                status_path = "%s/status/"
                [pair bob]
                a = "phone"
                b = "teldav"
                collections = ["contacts"]
                conflict_resolution = "b wins"
                [storage phone]
                type = "filesystem"
                path = "%s"
                fileext = ".vcf"
                [storage teldav]
                type = "carddav"
                url = "%s"
                username = "bob"
                password = "bob-password"
                """.formatted(folder, cards, server.uri()));
        vdirsyncer("discover", "--no-list");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void a_book_is_synced_both_ways_and_the_rewritten_number_arrives() throws IOException {
        Path book = cards.resolve("contacts");
        Files.createDirectories(book);
        Files.writeString(book.resolve("alice.vcf"), TestServer.card("alice-uid", "Alice", "(415) 555-0100"));
        bob.put("/dav/addressbooks/bob/contacts/from-phone.vcf", TestServer.card("phone-uid", "Phone", "+14155550142"))
                .expect(201);

        vdirsyncer("sync");
        assertThat(contents(book)).anyMatch(card -> card.contains("UID:phone-uid"));
        assertThat(names()).anyMatch(href -> href.contains("alice"));

        server.changeOwnNumber("alice", "+44 7700 900123");
        vdirsyncer("sync");
        assertThat(contents(book))
                .anyMatch(card -> card.contains("UID:alice-uid") && card.contains("TEL;TYPE=CELL:+44 7700 900123"))
                .noneMatch(card -> card.contains("555-0100"));

        Files.delete(file(book, "UID:phone-uid"));
        vdirsyncer("sync");
        assertThat(names()).noneMatch(href -> href.contains("from-phone"));

        bob.delete(names().stream()
                        .filter(href -> href.contains("alice"))
                        .findFirst()
                        .orElseThrow())
                .expect(204);
        vdirsyncer("sync");
        assertThat(contents(book)).noneMatch(card -> card.contains("UID:alice-uid"));
    }

    private List<String> names() {
        return bob.propfind(
                        "/dav/addressbooks/bob/contacts/",
                        1,
                        "<D:propfind xmlns:D='DAV:'><D:prop><D:getetag/></D:prop></D:propfind>")
                .expect(207)
                .hrefs();
    }

    private static Path file(Path book, String line) throws IOException {
        try (Stream<Path> files = Files.list(book)) {
            for (Path file : files.toList()) {
                if (Files.readString(file).contains(line)) {
                    return file;
                }
            }
        }
        throw new AssertionError("no file with " + line);
    }

    private static List<String> contents(Path book) throws IOException {
        try (Stream<Path> files = Files.list(book)) {
            List<String> contents = new java.util.ArrayList<>();
            for (Path file : files.toList()) {
                contents.add(Files.readString(file));
            }
            return contents;
        }
    }

    private void vdirsyncer(String... arguments) throws IOException {
        List<String> command = new java.util.ArrayList<>(List.of(
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
        assertThat(process.exitValue()).as(output).isZero();
    }
}
