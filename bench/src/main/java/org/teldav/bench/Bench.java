package org.teldav.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.ConnectException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.teldav.bench.torture.TortureCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The command {@code teldav bench}: load on any CardDAV server, and the comparison of results. Ends with 0; with 1 when the
 * server couldn't be measured or gave wrong answers; with 2 for a wrong call.
 */
@Command(
        name = "bench",
        subcommands = {
            NumberChangeBench.class,
            TortureCommand.class,
            PopulateBench.class,
            GrowthBench.class,
            FloorBench.class
        },
        mixinStandardHelpOptions = true,
        description =
                "Measures a CardDAV server: its own book of cards, the operations of a client, each answer checked.")
public final class Bench implements Callable<Integer> {

    private static final String PASSWORD_VARIABLE = "TELDAV_BENCH_PASSWORD";

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "an address book, or where a client would begin; then a book is made in the user's home")
    private Optional<String> url = Optional.empty();

    @Option(names = "--user", paramLabel = "NAME", description = "who logs in")
    private Optional<String> user = Optional.empty();

    @Option(names = "--password", description = "better: --password-stdin, or the environment's " + PASSWORD_VARIABLE)
    private Optional<String> password = Optional.empty();

    @Option(names = "--password-stdin", description = "the password is the first line of the standard input")
    private boolean passwordStdin;

    @Option(names = "--cards", defaultValue = "5000", description = "cards in the book (${DEFAULT-VALUE})")
    private int cards;

    @Option(names = "--card-bytes", defaultValue = "700", description = "about how long a card is (${DEFAULT-VALUE})")
    private int cardBytes;

    @Option(names = "--connections", defaultValue = "4", description = "keep-alive connections (${DEFAULT-VALUE})")
    private int connections;

    @Option(names = "--seconds", defaultValue = "10", description = "measured for each operation (${DEFAULT-VALUE})")
    private double seconds;

    @Option(names = "--warmup", defaultValue = "3", description = "seconds before each operation (${DEFAULT-VALUE})")
    private double warmup;

    @Option(
            names = "--max-requests",
            defaultValue = "10000000",
            description = "the most that are measured for each operation (${DEFAULT-VALUE})")
    private long mostRequests;

    @Option(names = "--timeout", defaultValue = "300", description = "seconds an answer may take (${DEFAULT-VALUE})")
    private int timeout;

    @Option(
            names = "--operations",
            split = ",",
            paramLabel = "NAME",
            description = "some of get, propfind, multiget, query, sync-initial, put, sync-one (all, in this order)")
    private List<String> operations = Operations.ALL;

    @Option(names = "--seed", defaultValue = "1", description = "the same seed makes the same cards (${DEFAULT-VALUE})")
    private long seed;

    @Option(names = "--label", description = "the server's name in the table (its URL)")
    private Optional<String> label = Optional.empty();

    @Option(names = "--keep", description = "leave the book on the server")
    private boolean keep;

    @Option(
            names = "--filled",
            description = "the book of --url holds the cards of --write-cards already: fill nothing, delete nothing")
    private boolean filled;

    @Option(
            names = "--write-cards",
            paramLabel = "DIR",
            description = "measure nothing: write the cards there as files, to fill a server by its own means")
    private Optional<Path> writeCards = Optional.empty();

    @Option(
            names = "--disk",
            paramLabel = "DIR",
            description = "a folder on the disk that the server writes to, to measure it")
    private Path disk = Path.of(System.getProperty("java.io.tmpdir"));

    @Option(names = "--yes-remote", description = "the server is another machine, and mine")
    private boolean remote;

    @Option(names = "--json", paramLabel = "FILE", description = "write the result there; - for the standard output")
    private Optional<String> json = Optional.empty();

    @Option(names = "--markdown", description = "print the table as Markdown, with the machine")
    private boolean markdown;

    @Option(
            names = "--compare",
            arity = "1..*",
            paramLabel = "FILE",
            description = "measure nothing: print these results")
    private List<Path> compare = new ArrayList<>();

    public static void main(String[] arguments) {
        Locale.setDefault(Locale.ROOT);
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Bench());
        line.setExecutionExceptionHandler((e, command, parsed) -> {
            command.getErr().println(sentence(e));
            return 1;
        });
        return line;
    }

    private static String sentence(Exception e) {
        if (e instanceof BenchFailure) {
            return e.getMessage();
        }
        if (e instanceof ConnectException) {
            return "Nobody answers at that URL (" + e.getMessage() + "): is the server running, and the port right?";
        }
        if (e instanceof InterruptedException) {
            return "The measurement was stopped.";
        }
        return "The measurement failed: " + e;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!compare.isEmpty()) {
            List<Result> results = new ArrayList<>();
            for (Path file : compare) {
                results.add(Result.read(file));
            }
            print(new ComparisonTable(results));
            return 0;
        }
        if (writeCards.isPresent()) {
            write(cards(), writeCards.get());
            return 0;
        }
        Result result = measure();
        boolean jsonOnly = json.equals(Optional.of("-"));
        if (jsonOnly) {
            out().println(result.json());
        } else if (json.isPresent()) {
            Files.writeString(Path.of(json.get()), result.json());
        }
        if (!jsonOnly) {
            print(new ComparisonTable(List.of(result)));
        }
        out().flush();
        return verdict(result);
    }

    private int verdict(Result result) {
        if (result.errors() == 0) {
            return 0;
        }
        command().getErr().println("Some answers were wrong: see the errors above, and 'firstError' of --json.");
        return 1;
    }

    private Result measure() throws IOException, InterruptedException {
        URI target = Endpoint.parse(url.orElseThrow(() -> wrong("--url is missing: which server is to be measured?")));
        String name = user.orElseThrow(() -> wrong("--user is missing: who logs in?"));
        check(connections >= 1 && connections <= 256, "--connections is from 1 to 256");
        check(seconds > 0 && seconds <= 3600 && warmup >= 0 && warmup <= 3600, "--seconds and --warmup go up to 3600");
        check(timeout >= 1 && timeout <= 3600, "--timeout is from 1 to 3600 seconds");
        check(mostRequests >= 1, "--max-requests is at least 1");
        check(Files.isDirectory(disk), "--disk is no folder");
        for (String operation : operations) {
            check(Operations.ALL.contains(operation), "--operations knows " + String.join(", ", Operations.ALL));
        }
        Endpoint endpoint = Endpoint.of(target);
        if (!remote) {
            endpoint.requireLoopback();
        }
        LoadSettings settings = new LoadSettings(connections, warmup, seconds, mostRequests, timeout * 1000);
        return new BenchRun(
                        target,
                        label.orElse(endpoint.authority()),
                        endpoint,
                        new Requests(endpoint.authority(), name, password()),
                        cards(),
                        settings,
                        operations,
                        filled,
                        keep,
                        disk,
                        new Progress(command().getErr()))
                .run();
    }

    private Cards cards() {
        check(cards >= connections && cards <= 1_000_000, "--cards is from the number of connections to 1000000");
        check(cardBytes >= 1 && cardBytes <= 10_000_000, "--card-bytes is from 1 to 10000000");
        return new Cards(seed, cards, cardBytes);
    }

    private static void write(Cards cards, Path folder) throws IOException {
        Files.createDirectories(folder);
        for (int i = 0; i < cards.count(); i++) {
            Files.write(folder.resolve(cards.name(i)), cards.card(i, 0));
        }
    }

    private String password() throws IOException {
        if (passwordStdin) {
            String line = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
            return Optional.ofNullable(line).orElseThrow(() -> wrong("--password-stdin: the standard input is empty"));
        }
        return password.or(() -> Optional.ofNullable(System.getenv(PASSWORD_VARIABLE)))
                .orElseThrow(() -> wrong("The password is missing: --password-stdin, or " + PASSWORD_VARIABLE + "."));
    }

    private void check(boolean right, String sentence) {
        if (!right) {
            throw wrong(sentence);
        }
    }

    private ParameterException wrong(String sentence) {
        return new ParameterException(command(), sentence);
    }

    private void print(ComparisonTable table) {
        out().println(markdown ? table.markdown() : table.text());
        out().flush();
    }

    private PrintWriter out() {
        return command().getOut();
    }

    private CommandLine command() {
        return spec().commandLine();
    }

    private CommandSpec spec() {
        if (spec == null) {
            throw new IllegalStateException("The command is run by picocli");
        }
        return spec;
    }
}
