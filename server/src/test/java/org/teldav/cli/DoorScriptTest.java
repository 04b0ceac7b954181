package org.teldav.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code bin/teldav} builds, in a checkout of nothing but what it looks at. */
class DoorScriptTest {
    private static final FileTime BEFORE = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));
    private static final FileTime BUILT = FileTime.from(Instant.parse("2026-01-01T01:00:00Z"));

    @TempDir
    Path checkout;

    @BeforeEach
    void make() throws IOException {
        Path script = file("bin/teldav", "");
        Files.copy(Path.of("../bin/teldav"), script, StandardCopyOption.REPLACE_EXISTING);
        assertThat(file("mvnw", "#!/bin/sh\n").toFile().setExecutable(true)).isTrue();
        file("pom.xml", "<project>\n  <version>1</version>\n</project>\n");
        file("server/src/main/Some.java", "");
        file("conf/teldav.conf", "");
        Files.createDirectories(checkout.resolve("target/teldav-1/lib"));
        Files.setLastModifiedTime(file("target/build.stamp", ""), BUILT);
    }

    private Path file(String name, String content) throws IOException {
        Path file = checkout.resolve(name);
        Files.createDirectories(file.getParent());
        Files.setLastModifiedTime(Files.writeString(file, content), BEFORE);
        Path folder = file.getParent();
        Files.setLastModifiedTime(folder, BEFORE);
        return file;
    }

    @Test
    void a_source_that_is_newer_than_the_build_is_built() throws Exception {
        assertThat(said()).doesNotContain("building");
        Files.writeString(checkout.resolve("server/src/main/Some.java"), "x");
        assertThat(said()).contains("building TelDAV (sources have changed)");
        assertThat(said()).doesNotContain("building");
    }

    /** It would replace the jars under a server that runs. */
    @Test
    void an_edit_of_the_configuration_builds_nothing() throws Exception {
        Files.writeString(checkout.resolve("conf/teldav.conf"), "region = CH\n");
        Files.writeString(checkout.resolve("conf/teldav.conf~"), "");
        assertThat(said()).doesNotContain("building");
    }

    /** A newer version that was unpacked over an older one would run with the jars of both, some of the one and some of the other. */
    @Test
    void two_versions_in_one_folder_are_refused_with_what_to_do() throws Exception {
        file("target/teldav-1/lib/teldav-server-1.jar", "");
        assertThat(said()).doesNotContain("two versions");
        file("target/teldav-1/lib/teldav-server-2.jar", "");
        assertThat(said())
                .contains(
                        "has the jars of two versions", "unpack one version into an empty folder", "conf/teldav.conf");
    }

    /** There is nothing to run, which is said on the same stream. */
    private String said() throws Exception {
        Process process = new ProcessBuilder(
                        "sh", checkout.resolve("bin/teldav").toString(), "--version")
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isEqualTo(1);
        return said;
    }
}
