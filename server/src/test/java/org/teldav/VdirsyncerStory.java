package org.teldav;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Debian's vdirsyncer and a book of a server. {@code bin/test} installs it. */
abstract class VdirsyncerStory {
    static final String BOOK = "/dav/addressbooks/bob/contacts/";

    @TempDir
    Path folder;

    TestServer server;
    DavClient bob;
    Path cards;

    @BeforeEach
    void start() throws IOException {
        server = TestServer.start(folder.resolve("data"));
        server.user("alice", "+1 415 555 0100", "family");
        bob = server.user("bob", "+1 415 555 0101", "family");
        cards = Files.createDirectories(folder.resolve("cards/contacts"));
        configure("b wins");
        vdirsyncer("discover", "--no-list");
    }

    void configure(String resolution) throws IOException {
        configure(resolution, "bob-password");
    }

    void configure(String resolution, String password) throws IOException {
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

    List<String> transfers() throws IOException {
        Run run = run("sync");
        assertThat(run.exit()).as(run.output()).isZero();
        return run.output()
                .lines()
                .filter(line -> line.matches("(Copying|Deleting) .*item .*"))
                .toList();
    }

    List<String> names() {
        return bob.propfind(BOOK, 1, "<D:propfind xmlns:D='DAV:'><D:prop><D:getetag/></D:prop></D:propfind>")
                .expect(207)
                .hrefs();
    }

    Path file(String line) throws IOException {
        try (Stream<Path> files = Files.list(cards)) {
            for (Path file : files.toList()) {
                if (Files.readString(file).contains(line)) {
                    return file;
                }
            }
        }
        throw new AssertionError("no file with " + line);
    }

    List<String> contents() throws IOException {
        try (Stream<Path> files = Files.list(cards)) {
            List<String> contents = new ArrayList<>();
            for (Path file : files.toList()) {
                contents.add(Files.readString(file));
            }
            return contents;
        }
    }

    record Run(int exit, String output) {}

    void vdirsyncer(String... arguments) throws IOException {
        Run run = run(arguments);
        assertThat(run.exit()).as(run.output()).isZero();
    }

    Run run(String... arguments) throws IOException {
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
