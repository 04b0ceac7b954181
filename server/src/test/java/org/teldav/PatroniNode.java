package org.teldav;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One of the machines of conf/patroni, on a loopback address of its own: Debian's etcd, Patroni and PostgreSQL 15, as the user postgres. */
final class PatroniNode implements AutoCloseable {
    private static final Path SAMPLES = Path.of("..", "conf", "patroni");

    private final String name;
    private final String address;
    private final Path folder;
    private final Process etcd;
    private Process patroni;
    private boolean killed;

    /** @param number from 1 */
    PatroniNode(int number, Path folder) throws IOException {
        this.name = "db" + number;
        this.address = "127.0.77." + number;
        this.folder = folder;
        this.etcd = start("etcd", "etcd.env");
        this.patroni = startPatroni();
    }

    private Process startPatroni() throws IOException {
        return start("patroni", "patroni_env.conf", folder.resolve("config.yml").toString());
    }

    /** What the samples say of db1 at 10.0.0.1, said of this node. */
    private Process start(String program, String sample, String... arguments) throws IOException {
        Files.copy(SAMPLES.resolve("config.yml"), folder.resolve("config.yml"), StandardCopyOption.REPLACE_EXISTING);
        List<String> command = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"));
        }
        command.add(program);
        command.addAll(List.of(arguments));
        ProcessBuilder process = new ProcessBuilder(command).directory(folder.toFile());
        process.environment().putAll(environment(sample));
        Path log = folder.resolve(program + ".log");
        process.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        return process.start();
    }

    private Map<String, String> environment(String sample) throws IOException {
        Map<String, String> environment = new TreeMap<>();
        for (String line : Files.readAllLines(SAMPLES.resolve(sample))) {
            if (!line.startsWith("#")) {
                String[] pair = line.split("=", 2);
                environment.put(pair[0], here(pair[1]));
            }
        }
        return environment;
    }

    private String here(String value) {
        String mine =
                value.contains(",") ? value : value.replace("10.0.0.1", address).replaceAll("^db1$", name);
        return mine.replace("10.0.0.", "127.0.77.")
                .replaceAll("^/var/lib/(postgresql/15|postgresql|etcd)/", folder.toString() + "/$1-")
                .replace("postgresql/15-", "postgresql-15-");
    }

    String name() {
        return name;
    }

    String address() {
        return address;
    }

    /** As Patroni itself says. @param role {@code primary}, {@code sync}, {@code replica} … */
    boolean is(String role) {
        try {
            return api(role).getResponseCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** Hands over to a standby on purpose. */
    void stepDown() throws IOException {
        HttpURLConnection request = api("switchover");
        request.setRequestMethod("POST");
        request.setDoOutput(true);
        request.getOutputStream().write(("{\"leader\": \"" + name + "\"}").getBytes(StandardCharsets.UTF_8));
        assertThat(request.getResponseCode()).as("%s", log()).isEqualTo(200);
    }

    private HttpURLConnection api(String path) throws IOException {
        return (HttpURLConnection)
                URI.create("http://" + address + ":8008/" + path).toURL().openConnection();
    }

    /** Lets a moment pass, in which nothing may end by itself. */
    void pause() {
        try {
            Process lives = killed ? etcd : patroni;
            assertThat(lives.waitFor(100, TimeUnit.MILLISECONDS))
                    .as("%s has ended: %s", name, log())
                    .isFalse();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    String log() {
        try {
            String log = Files.readString(folder.resolve("patroni.log"));
            return log.substring(Math.max(0, log.length() - 4000));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Pulls the plug of PostgreSQL and its Patroni; etcd has two others and could do without this one. */
    void kill() throws IOException {
        killed = true;
        patroni.destroyForcibly().onExit().join();
        Path pid = folder.resolve("postgresql-15-teldav").resolve("postmaster.pid");
        if (Files.exists(pid)) {
            ProcessHandle.of(Long.parseLong(Files.readAllLines(pid).get(0).strip()))
                    .ifPresent(PatroniNode::killTree);
        }
    }

    private static void killTree(ProcessHandle postmaster) {
        List<ProcessHandle> all =
                Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(each -> each.onExit().join());
    }

    /** Where it was killed. */
    void restart() throws IOException {
        if (killed) {
            patroni = startPatroni();
            killed = false;
        }
    }

    @Override
    public void close() throws IOException {
        kill();
        etcd.destroyForcibly().onExit().join();
    }
}
