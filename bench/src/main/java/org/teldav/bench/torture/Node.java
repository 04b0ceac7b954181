package org.teldav.bench.torture;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.teldav.bench.BenchFailure;

/** One {@code teldav serve} as a process of its own, which is started, killed and started again. Thread-safe. */
final class Node implements AutoCloseable {
    /** What is killed within seconds is compiled well enough so. */
    private static final List<String> OPTIONS = List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private static final String LOG_CONFIGURATION = "logback.configurationFile";

    private final Path data;
    private final Map<String, String> environment;
    private @Nullable Process process;
    private @Nullable Running running;

    /** @param token of the JSON API */
    record Running(String name, URI address, String token) {}

    /** @param environment what it is told beside the data folder, as {@code TELDAV_…} */
    Node(Path data, Map<String, String> environment) {
        this.data = data;
        this.environment = environment;
    }

    String name() {
        return data.getFileName().toString();
    }

    /** Empty while it is down. */
    synchronized Optional<Running> running() {
        return Optional.ofNullable(running);
    }

    /**
     * Returns when it answers.
     *
     * @return how long that took
     * @throws BenchFailure where it ended instead
     */
    Duration start() throws IOException {
        long begun = System.nanoTime();
        Process started = launch();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(started.getInputStream(), StandardCharsets.UTF_8));
        String line = out.readLine();
        while (line != null && !line.contains("is ready at")) {
            line = out.readLine();
        }
        if (line == null) {
            throw new BenchFailure(name() + " ended before it was ready; its log is " + log());
        }
        Running ready = new Running(
                name(),
                URI.create(line.substring(line.indexOf("http://")).strip()),
                Files.readString(data.resolve("api.token")).strip());
        synchronized (this) {
            running = ready;
        }
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    private synchronized Process launch() throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(OPTIONS);
        String logging = System.getProperty(LOG_CONFIGURATION);
        if (logging != null) {
            command.add("-D" + LOG_CONFIGURATION + "=" + logging);
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "org.teldav.cli.Main", "serve"));
        command.addAll(List.of("--data", data.toString()));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log().toFile()));
        builder.environment().putAll(environment);
        Process started = builder.start();
        process = started;
        return started;
    }

    private Path log() {
        return data.resolve("server.log");
    }

    /** Begins to start it, and kills it after so long, ready or not. */
    void killInItsStart(Duration after) throws IOException, InterruptedException {
        Process started = launch();
        boolean ended = started.waitFor(after.toMillis(), TimeUnit.MILLISECONDS);
        if (ended) {
            throw new BenchFailure(name() + " ended by itself; its log is " + log());
        }
        kill();
    }

    /** As {@code kill -9}. Returns when it is gone. */
    synchronized void kill() throws InterruptedException {
        running = null;
        if (process != null) {
            process.destroyForcibly().waitFor();
        }
    }

    /** Ends it in good order. */
    @Override
    public synchronized void close() {
        running = null;
        if (process != null) {
            process.destroy();
            process.onExit().join();
        }
    }
}
