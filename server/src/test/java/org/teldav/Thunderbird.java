package org.teldav;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Debian's Thunderbird, led by its Marionette: JSON with its length before it. {@code bin/test} installs it. */
final class Thunderbird extends Desktop {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Nothing is looked for in the Internet, and nothing is asked at the start. */
    private static final String PREFERENCES = """
            user_pref("marionette.port", 0);
            user_pref("mail.provider.suppress_dialog_on_startup", true);
            user_pref("mail.shell.checkDefaultClient", false);
            user_pref("mail.rights.version", 1);
            user_pref("mailnews.start_page.enabled", false);
            user_pref("datareporting.policy.dataSubmissionEnabled", false);
            user_pref("app.update.enabled", false);
            user_pref("extensions.update.enabled", false);
            user_pref("extensions.blocklist.enabled", false);
            user_pref("network.captive-portal-service.enabled", false);
            user_pref("network.connectivity-service.enabled", false);
            user_pref("services.settings.server", "http://127.0.0.1:9/");
            """;

    private final Process process;
    private final Socket socket;
    private final InputStream in;
    private int commands;

    Thunderbird(Path home) throws IOException {
        Path profile = Files.createDirectories(home.resolve("profile"));
        Files.writeString(profile.resolve("user.js"), PREFERENCES);
        assertThat(Path.of("/usr/bin/thunderbird")).as("bin/test installs it").exists();
        ProcessBuilder builder = new ProcessBuilder(
                        "/usr/bin/thunderbird",
                        "--headless",
                        "--no-remote",
                        "--profile",
                        profile.toString(),
                        "--marionette",
                        "--remote-allow-system-access")
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("log").toFile());
        builder.environment().put("HOME", home.toString());
        process = builder.start();
        socket = new Socket("127.0.0.1", port(profile.resolve("MarionetteActivePort"), home.resolve("log")));
        in = new BufferedInputStream(socket.getInputStream());
        read();
        send("WebDriver:NewSession", Map.of());
        send("Marionette:SetContext", Map.of("value", "chrome"));
        send("WebDriver:SetTimeouts", Map.of("script", 60_000));
    }

    private int port(Path file, Path log) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        while (!Files.exists(file) || Files.size(file) == 0) {
            assertThat(process.isAlive() && System.nanoTime() < end)
                    .as(Files.readString(log))
                    .isTrue();
            try {
                TimeUnit.MILLISECONDS.sleep(100);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
        return Integer.parseInt(Files.readString(file).strip());
    }

    @Override
    List<Found> connect(String server, String user) throws IOException {
        List<Found> found = new ArrayList<>();
        for (JsonNode book : call("connect", server, user, user + "-password")) {
            found.add(new Found(book.path("url").asText(), book.path("writable").asBoolean()));
        }
        return found;
    }

    @Override
    void add(String user, String name, String tel) throws IOException {
        call(
                "add",
                user,
                "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:" + name + "\r\nTEL;VALUE=TEXT;TYPE=cell:" + tel
                        + "\r\nUID:0a4f7c2e-1111-4222-8333-444455556666\r\nEND:VCARD\r\n");
    }

    @Override
    void replace(String user, String uid, String from, String to) throws IOException {
        call("replace", user, uid, from, to);
    }

    @Override
    JsonNode call(String command, String... arguments) throws IOException {
        String script = Files.readString(Path.of("src/test/resources/org/teldav/desktop/thunderbird.js"))
                + "\nconst done = arguments[2];\ncommands[arguments[0]](...arguments[1])"
                + ".then(value => done({ value: value ?? null }), error => done({ error: String(error) + error.stack }));";
        JsonNode answer = send(
                        "WebDriver:ExecuteAsyncScript",
                        Map.of(
                                "script",
                                script,
                                "args",
                                List.of(command, arguments),
                                "sandbox",
                                "system",
                                "newSandbox",
                                true))
                .path("value");
        assertThat(answer.path("error").asText()).isEmpty();
        return answer.path("value");
    }

    private JsonNode send(String command, Map<String, ?> parameters) throws IOException {
        byte[] message = JSON.writeValueAsBytes(List.of(0, ++commands, command, parameters));
        socket.getOutputStream().write((message.length + ":").getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().write(message);
        JsonNode answer = read();
        assertThat(answer.path(2).isNull()).as(answer.path(2).toString()).isTrue();
        return answer.path(3);
    }

    private JsonNode read() throws IOException {
        int length = 0;
        for (int c = in.read(); c != ':'; c = in.read()) {
            assertThat(c).isBetween((int) '0', (int) '9');
            length = length * 10 + c - '0';
        }
        return JSON.readTree(in.readNBytes(length));
    }

    @Override
    public void close() throws IOException {
        try {
            send("Marionette:Quit", Map.of("flags", List.of("eForceQuit")));
            socket.close();
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
