package org.teldav.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.teldav.Teldav;
import org.teldav.config.ConfigReader;
import org.teldav.config.InvalidConfigException;
import org.teldav.config.TeldavConfig;
import org.teldav.storage.DataFolderInUseException;
import org.teldav.web.Json;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** What all commands share: their options, their streams, and the way to the API. One a process. */
final class Session {
    private static final Path USUAL_CONF = Path.of("conf", "teldav.conf");
    private static final Duration STARTING = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;
    private final Map<String, String> environment;
    private final Optional<Supplier<Optional<String>>> unseen;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "the data folder (default: ./data)")
    private @Nullable Path data;

    @Option(
            names = "--conf",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "the configuration (default: conf/teldav.conf, where there is one)")
    private @Nullable Path conf;

    @Option(names = "--json", scope = ScopeType.INHERIT, description = "print JSON, for scripts")
    private boolean json;

    /** @param unseen reads a line that is typed without being shown; empty where there is no terminal */
    Session(
            InputStream in,
            PrintStream out,
            PrintStream err,
            Map<String, String> environment,
            Optional<Supplier<Optional<String>>> unseen) {
        this.in = in;
        this.out = out;
        this.err = err;
        this.environment = environment;
        this.unseen = unseen;
    }

    PrintStream out() {
        return out;
    }

    PrintStream err() {
        return err;
    }

    InputStream in() {
        return in;
    }

    /** @throws CliException with all errors, a line each */
    TeldavConfig config() {
        return config(Optional.empty());
    }

    /** @param listen goes before what is configured */
    TeldavConfig config(Optional<String> listen) {
        try {
            return ConfigReader.read(file(), environment, Optional.ofNullable(data), listen);
        } catch (InvalidConfigException e) {
            throw new CliException(String.valueOf(e.getMessage()), e);
        }
    }

    /** The configuration, where there is one. */
    Optional<Path> file() {
        return Optional.ofNullable(conf).or(() -> Optional.of(USUAL_CONF).filter(Files::exists));
    }

    /** The server that runs on the data. */
    private Optional<Door> server() {
        try {
            return ServerDoor.find(ConfigReader.readData(file(), environment, Optional.ofNullable(data)));
        } catch (InvalidConfigException e) {
            // Tells what else is wrong, too.
            return ServerDoor.find(config().data());
        }
    }

    /** To data that is there already. */
    Door door() {
        return door(false);
    }

    /** @param make whether a data folder that is not there is made */
    Door door(boolean make) {
        long end = System.nanoTime() + STARTING.toNanos();
        while (true) {
            Optional<Door> server = server();
            if (server.isPresent()) {
                return server.get();
            }
            TeldavConfig config = config();
            if (!make && config.database().url().isEmpty() && isEmpty(config.data())) {
                throw new CliException("there is no data in " + config.data()
                        + ": name its folder with --data, or make it with 'teldav serve' or 'teldav user add'");
            }
            try {
                return new FolderDoor(Teldav.open(config), err());
            } catch (IOException e) {
                throw unusable(config, e);
            } catch (DataFolderInUseException e) {
                // A server that is just starting or ending: it says soon where it is, or lets go.
                if (System.nanoTime() - end > 0) {
                    throw new CliException(
                            "another process uses " + config.data()
                                    + " and does not answer; end it, or wait until it is ready",
                            e);
                }
                pause();
            }
        }
    }

    static CliException unusable(TeldavConfig config, IOException e) {
        return new CliException("the data folder " + config.data() + " can't be used: " + why(e), e);
    }

    /** The JDK tells of a file by its path alone. */
    static String why(IOException e) {
        if (!(e instanceof FileSystemException told) || told.getFile() == null) {
            return e.getMessage() == null ? e.toString() : e.getMessage();
        }
        String reason = told.getReason();
        if (e instanceof AccessDeniedException) {
            reason = "this user may not read or write it";
        } else if (e instanceof NoSuchFileException) {
            reason = "there is no such file";
        } else if (e instanceof FileAlreadyExistsException || e instanceof NotDirectoryException) {
            reason = "it is a file, not a folder";
        }
        return told.getFile() + ": " + (reason == null ? "it can't be read or written" : reason);
    }

    /** Whether no database is there: what a restore that was killed leaves is none. */
    private static boolean isEmpty(Path folder) {
        return !Files.exists(folder.resolve("db"));
    }

    static void pause() {
        try {
            Thread.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliException("interrupted", e);
        }
    }

    boolean json() {
        return json;
    }

    /** One line for people, or the whole answer for scripts. */
    void say(String line, JsonNode answer) {
        out.println(json ? Json.pretty(answer) : line);
    }

    /** Sends one request, and says what came of it. @return 0, for a command that is done by this */
    int say(String method, String path, JsonNode body, Function<JsonNode, String> line) {
        try (Door door = door()) {
            JsonNode answer = door.call(method, path, body);
            say(line.apply(answer), answer);
        }
        return 0;
    }

    /** As {@link #say(String, String, JsonNode, Function)}, of a request that has no more to tell. */
    int say(String method, String path, Function<JsonNode, String> line) {
        return say(method, path, Json.object(), line);
    }

    /** Asks for one thing, and shows it. @return 0, for a command that is done by this */
    int show(String path, Function<JsonNode, Table> table) {
        try (Door door = door()) {
            JsonNode answer = door.get(path);
            print(table.apply(answer), answer);
        }
        return 0;
    }

    /** Whether the operator says yes. */
    boolean agreed(String question) {
        err.print(question + " [y/N] ");
        err.flush();
        Optional<String> answer = readLine();
        if (answer.isEmpty()) {
            err.println();
        }
        return answer.filter(said -> said.strip().matches("(?i)y|yes")).isPresent();
    }

    void print(Table table, JsonNode answer) {
        out.print(json ? Json.pretty(answer) + "\n" : table.toString());
    }

    /** Whether somebody is there who can be asked. */
    boolean isTerminal() {
        return unseen.isPresent();
    }

    /** Asked for twice at a terminal, as nobody sees what they type; else the first line of the standard input. */
    Optional<String> password() {
        if (unseen.isEmpty()) {
            return readLine();
        }
        Optional<String> typed = ask("Password: ", unseen.get());
        if (typed.isPresent() && !typed.equals(ask("Once more: ", unseen.get()))) {
            throw new CliException("the second is not the same as the first: nothing was done; try again");
        }
        return typed;
    }

    private Optional<String> ask(String question, Supplier<Optional<String>> answer) {
        err.print(question);
        err.flush();
        return answer.get();
    }

    /** The first line of the standard input. */
    Optional<String> readLine() {
        try {
            BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            return Optional.ofNullable(reader.readLine());
        } catch (IOException e) {
            throw new CliException("the standard input can't be read", e);
        }
    }
}
