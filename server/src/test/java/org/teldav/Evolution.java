package org.teldav;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Debian's evolution-data-server, in which Evolution and GNOME's Contacts have their address books, on a D-Bus of its own. {@code bin/test} installs it.
 */
final class Evolution extends Desktop {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path SERVICES = Path.of("/usr/share/dbus-1/services");
    private static final String CONTACTS = "/contacts/";

    private final Path home;
    private final Process process;
    private final Writer commands;
    private final BufferedReader answers;

    Evolution(Path home) throws IOException {
        this.home = Files.createDirectories(home);
        assertThat(Path.of("/usr/libexec/evolution-addressbook-factory"))
                .as("bin/test installs it")
                .exists();
        ProcessBuilder builder = new ProcessBuilder(
                        "dbus-run-session",
                        "--config-file=" + bus(),
                        "--",
                        "/usr/bin/python3",
                        Path.of("src/test/resources/org/teldav/desktop/evolution.py")
                                .toAbsolutePath()
                                .toString())
                .redirectError(home.resolve("log").toFile());
        Map<String, String> environment = builder.environment();
        environment
                .keySet()
                .removeIf(name -> name.startsWith("XDG_") || name.startsWith("DBUS_") || name.equals("DISPLAY"));
        environment.putAll(Map.of(
                "HOME",
                home.toString(),
                "XDG_RUNTIME_DIR",
                Files.createDirectories(home.resolve("run")).toString(),
                "GSETTINGS_BACKEND",
                "memory",
                "LC_ALL",
                "C.UTF-8"));
        process = builder.start();
        commands = process.outputWriter(StandardCharsets.UTF_8);
        answers = process.inputReader(StandardCharsets.UTF_8);
        answer();
    }

    /** A bus that knows of Evolution's services only: no keyring asks for a password. */
    private Path bus() throws IOException {
        Path services = Files.createDirectories(home.resolve("services"));
        try (Stream<Path> all = Files.list(SERVICES)) {
            for (Path service : all.toList()) {
                if (service.getFileName()
                        .toString()
                        .matches("org\\.gnome\\.evolution\\.dataserver\\.(Sources|Addr).*")) {
                    Files.copy(service, services.resolve(service.getFileName()));
                }
            }
        }
        return Files.writeString(home.resolve("bus.conf"), """
                <busconfig>
                  <type>session</type>
                  <listen>unix:tmpdir=/tmp</listen>
                  <servicedir>%s</servicedir>
                  <policy context="default">
                    <allow send_destination="*" eavesdrop="true"/>
                    <allow eavesdrop="true"/>
                    <allow own="*"/>
                  </policy>
                </busconfig>
                """.formatted(services));
    }

    @Override
    List<Found> connect(String server, String user) throws IOException {
        String password = user + "-password";
        List<Found> found = new ArrayList<>();
        for (JsonNode url : call("discover", server, user, password)) {
            String book = url.asText().endsWith(CONTACTS) ? user : url.asText().replace('/', '_');
            boolean writable = call("open", book, url.asText(), user, password).asBoolean();
            found.add(new Found(url.asText(), writable));
        }
        return found;
    }

    @Override
    void add(String user, String name, String tel) throws IOException {
        call("add", user, "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:" + name + "\r\nTEL;TYPE=CELL:" + tel + "\r\nEND:VCARD");
    }

    @Override
    void replace(String user, String uid, String from, String to) throws IOException {
        String card = cards(user).stream()
                .filter(text -> text.contains("UID:" + uid + "\r\n"))
                .findFirst()
                .orElseThrow();
        assertThat(card).contains(from);
        call("modify", user, card.replace(from, to));
    }

    @Override
    JsonNode call(String command, String... arguments) throws IOException {
        List<String> line = new ArrayList<>(List.of(command));
        line.addAll(List.of(arguments));
        commands.write(JSON.writeValueAsString(line));
        commands.write('\n');
        commands.flush();
        return answer().path("value");
    }

    private JsonNode answer() throws IOException {
        String line = answers.readLine();
        assertThat(line).as(Files.readString(home.resolve("log"))).isNotNull().doesNotContain("\"error\":");
        return JSON.readTree(line);
    }

    /** With its bus end its services, too. */
    @Override
    public void close() throws IOException {
        commands.close();
        try {
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
