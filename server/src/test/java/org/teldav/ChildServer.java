package org.teldav;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The server as a process of its own, with little memory; it ends where an allocation fails. */
final class ChildServer implements AutoCloseable {
    private final Process process;
    private final Path log;
    private final InetSocketAddress address;

    private ChildServer(Process process, Path log) throws IOException {
        this.process = process;
        this.log = log;
        this.address = ready();
    }

    /** @param options of the JVM, as {@code -Xmx256m} */
    static ChildServer start(Path data, String... options) {
        return start(data, List.of(), options);
    }

    /** @param before a command that runs the one that follows it */
    static ChildServer start(Path data, List<String> before, String... options) {
        List<String> command = new ArrayList<>(before);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:+ExitOnOutOfMemoryError");
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "org.teldav.cli.Main", "serve", "--data"));
        command.addAll(List.of(
                data.toString(), "--conf", TestServer.configuration(data).toString()));
        try {
            Path log = data.resolve("child.log");
            return new ChildServer(
                    new ProcessBuilder(command).redirectError(log.toFile()).start(), log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private InetSocketAddress ready() throws IOException {
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            int at = line.indexOf("http://");
            if (line.contains("is ready at") && at > 0) {
                URI uri = URI.create(line.substring(at).strip());
                return new InetSocketAddress(uri.getHost(), uri.getPort());
            }
        }
        throw new AssertionError("the server ended before it was ready: " + log());
    }

    InetSocketAddress address() {
        return address;
    }

    DavClient as(String user) {
        return new DavClient(address).as(user, user + "-password");
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Pulls the plug. */
    void kill() {
        process.destroyForcibly();
    }

    /** What it logged. */
    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
