package org.teldav.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A command line under test, on data of its own. */
interface CommandLine {
    Cli cli();

    Path folder();

    default void users() {
        cli().run(
                        "user",
                        "add",
                        "alice",
                        "--full-name",
                        "Alice Liddell",
                        "--tel",
                        "+1 415 555 0100",
                        "--group",
                        "family",
                        "--email",
                        "alice@example.org",
                        "--password",
                        "alice-password")
                .ok();
        cli().typing("bob-password\n", "user", "add", "bob", "--group", "family", "--region", "US", "--password-stdin")
                .ok();
    }

    default Path file(String name, String content) throws IOException {
        return Files.writeString(folder().resolve(name), content);
    }

    /** Beside a server the change is carried by its worker. */
    default void waitUntilDone(String change) {
        long end = System.nanoTime() + 60_000_000_000L;
        while (!cli().run("changes", "show", change, "--json")
                .ok()
                .json()
                .path("state")
                .asText()
                .equals("done")) {
            assertThat(System.nanoTime())
                    .as("change %s is not done in 60 s", change)
                    .isLessThan(end);
        }
    }

    default String aliceAtBob() throws IOException {
        Path file = file("bob.vcf", """
                BEGIN:VCARD
                VERSION:3.0
                UID:alice-at-bob
                FN:Alice
                TEL:(415) 555-0100
                END:VCARD
                """.replace("\n", "\r\n"));
        cli().run("card", "import", "bob", file.toString()).ok();
        return cli().run("card", "export", "bob").ok().out();
    }
}
