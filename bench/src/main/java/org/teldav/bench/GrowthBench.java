package org.teldav.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.teldav.Teldav;
import org.teldav.accounts.NewUser;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The command {@code teldav bench growth}: what each operation on one book costs while the server around it fills. It makes a server of its own, on a
 * throw-away folder or in an empty database, and measures over HTTP within one process, after
 * everything has run once.
 */
@Command(
        name = "growth",
        mixinStandardHelpOptions = true,
        description = "Measures each operation, and a change of number, beside ever more cards of others.")
public final class GrowthBench implements Callable<Integer> {
    private static final String USER = "bench";
    private static final String PASSWORD = "bench-bench";
    private static final int TIMEOUT_MILLIS = 300_000;
    private static final int CARD_BYTES = 700;
    private static final Duration PATIENCE = Duration.ofMinutes(60);

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--cards",
            split = ",",
            defaultValue = "1000,10000,100000,1000000",
            description = "how many of others, in this order (${DEFAULT-VALUE})")
    private List<Long> sizes = List.of();

    @Option(names = "--contacts", defaultValue = "100", description = "cards in their books (${DEFAULT-VALUE})")
    private int contacts;

    @Option(names = "--book", defaultValue = "500", description = "cards in the book measured (${DEFAULT-VALUE})")
    private int book;

    @Option(names = "--seconds", defaultValue = "5", description = "measured for each operation (${DEFAULT-VALUE})")
    private double seconds;

    @Option(names = "--warmup", defaultValue = "3", description = "seconds before each operation (${DEFAULT-VALUE})")
    private double warmup;

    @Option(names = "--connections", defaultValue = "2", description = "keep-alive connections (${DEFAULT-VALUE})")
    private int connections;

    @Option(names = "--holders", defaultValue = "100", description = "of the number that changes (${DEFAULT-VALUE})")
    private int holders;

    @Option(names = "--rounds", defaultValue = "9", description = "changes of number, after 3 more (${DEFAULT-VALUE})")
    private int rounds;

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "the same seed makes the same people (${DEFAULT-VALUE})")
    private long seed;

    @Option(
            names = "--database",
            paramLabel = "URL",
            description = "an empty PostgreSQL, as jdbc:postgresql://localhost/x?user=y (files in --dir)")
    private Optional<String> database = Optional.empty();

    @Option(names = "--dir", description = "the disk: a folder is made there, and removed at the end")
    private Path parent = Path.of(System.getProperty("java.io.tmpdir"));

    @Option(names = "--json", description = "print the result as JSON")
    private boolean json;

    /**
     * What it was like beside so many cards.
     *
     * @param changeMillis from the PUT of a new number until the last holder has it, median
     */
    record Step(long cards, int people, List<Row> operations, double changeMillis) {}

    @Override
    public Integer call() throws Exception {
        Path data = Files.createTempDirectory(parent, "teldav-growth-");
        try (Teldav teldav = NumberChange.server(data, database)) {
            print(measure(teldav, data));
            return 0;
        } finally {
            NumberChangeBench.delete(data);
        }
    }

    private List<Step> measure(Teldav teldav, Path data) throws Exception {
        Progress progress = new Progress(command().commandLine().getErr());
        Population population = new Population(seed, contacts / 2);
        Populating filling = new Populating(teldav.store(), population, progress);
        NumberChange change = NumberChange.prepared(teldav, holders, 0);
        addMeasured(teldav);
        teldav.start();
        progress.say("Once for the JIT; what follows counts");
        operations(teldav, data, progress);
        change.millis(rounds);
        List<Step> steps = new ArrayList<>();
        for (long size : sizes) {
            filling.untilCards(size);
            progress.say(
                    "%,d people, %,d cards; until all are welcomed …".formatted(population.people(), filling.cards()));
            if (!teldav.drain(PATIENCE)) {
                throw new BenchFailure(
                        "The server was not done with the newcomers in " + PATIENCE.toMinutes() + " minutes.");
            }
            List<Row> operations = operations(teldav, data, progress);
            List<Double> millis = change.millis(rounds);
            double median = millis.get(millis.size() / 2);
            progress.say("    a change of number to %d holders: %.0f ms".formatted(holders, median));
            steps.add(new Step(filling.cards(), population.people(), operations, median));
        }
        return steps;
    }

    private static void addMeasured(Teldav teldav) {
        teldav.users()
                .add(new NewUser(
                        USER, Optional.empty(), List.of(), List.of(), List.of(), Optional.empty(), false, PASSWORD));
    }

    private List<Row> operations(Teldav teldav, Path data, Progress progress) throws IOException, InterruptedException {
        URI url = URI.create(teldav.address());
        Endpoint endpoint = Endpoint.of(url);
        return new BenchRun(
                        url,
                        teldav.address(),
                        endpoint,
                        new Requests(endpoint.authority(), USER, PASSWORD),
                        new Cards(seed, book, CARD_BYTES),
                        new LoadSettings(connections, warmup, seconds, Long.MAX_VALUE, TIMEOUT_MILLIS),
                        Operations.ALL,
                        false,
                        false,
                        data,
                        progress)
                .run()
                .operations();
    }

    private void print(List<Step> steps) throws IOException {
        PrintWriter out = command().commandLine().getOut();
        if (json) {
            out.println(new ObjectMapper().writeValueAsString(steps));
        } else {
            table(steps).forEach((name, cells) -> out.println(name + String.join("", cells)));
        }
        out.flush();
    }

    /** An operation a line, a size a column: requests a second, and the median. */
    private static Map<String, List<String>> table(List<Step> steps) {
        Map<String, List<String>> lines = new LinkedHashMap<>();
        for (Step step : steps) {
            cell(lines, "cards", String.format(Locale.ROOT, "%,d", step.cards()));
            for (Row row : step.operations()) {
                cell(lines, row.operation(), text(row));
            }
            cell(lines, "change", String.format(Locale.ROOT, "%.0f ms", step.changeMillis()));
        }
        return lines;
    }

    private static void cell(Map<String, List<String>> lines, String name, String text) {
        lines.computeIfAbsent(String.format(Locale.ROOT, "%-14s", name), key -> new ArrayList<>())
                .add(String.format(Locale.ROOT, "%24s", text));
    }

    private static String text(Row row) {
        if (row instanceof Row.Measured measured) {
            String errors = measured.errors() == 0 ? "" : " " + measured.errors() + " wrong";
            return ComparisonTable.number(measured.perSecond()) + "/s " + ComparisonTable.number(measured.p50Millis())
                    + " ms" + errors;
        }
        return "not supported";
    }

    private CommandSpec command() {
        if (spec == null) {
            throw new IllegalStateException("The command is run by picocli");
        }
        return spec;
    }
}
