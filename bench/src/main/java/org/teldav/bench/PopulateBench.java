package org.teldav.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.teldav.Teldav;
import org.teldav.config.ConfigReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code teldav bench populate}: fills an empty server, that doesn't run, with people who know each other. */
@Command(
        name = "populate",
        mixinStandardHelpOptions = true,
        description = "Fills an empty server with people who hold each other's cards, as a scale-free graph."
                + " Nobody can log in until 'teldav user password' is used.")
public final class PopulateBench implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--users", required = true, paramLabel = "N", description = "how many people, at most 180000")
    private int users;

    @Option(names = "--contacts", defaultValue = "100", description = "cards in a book on average (${DEFAULT-VALUE})")
    private int contacts;

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "the same seed makes the same people (${DEFAULT-VALUE})")
    private long seed;

    @Option(names = "--data", paramLabel = "DIR", description = "the data folder of the server (its own setting)")
    private Optional<Path> data = Optional.empty();

    @Option(names = "--conf", paramLabel = "FILE", description = "the configuration, as database.url")
    private Optional<Path> conf = Optional.empty();

    @Option(names = "--json", description = "print the result as JSON")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        if (users < 1 || users > Population.MOST) {
            throw new ParameterException(command().commandLine(), "--users is from 1 to " + Population.MOST);
        }
        if (contacts < 2 || contacts > 2000) {
            throw new ParameterException(command().commandLine(), "--contacts is from 2 to 2000");
        }
        try (Teldav teldav = Teldav.open(ConfigReader.read(conf, System.getenv(), data))) {
            if (!teldav.users().none()) {
                throw new BenchFailure("There are users already: only an empty server is filled.");
            }
            print(fill(teldav));
        }
        return 0;
    }

    private Map<String, Object> fill(Teldav teldav) {
        Population population = new Population(seed, contacts / 2);
        Populating filling = new Populating(
                teldav.store(), population, new Progress(command().commandLine().getErr()));
        long start = System.nanoTime();
        filling.untilPeople(users);
        double seconds = (System.nanoTime() - start) / 1e9;
        int[] known = population.acquaintances();
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("users", users);
        result.put("cards", filling.cards());
        result.put("seconds", Math.round(seconds * 10) / 10.0);
        result.put("cardsPerSecond", Math.round(filling.cards() / seconds));
        result.put("medianContacts", known[users / 2]);
        result.put("p99Contacts", known[(int) (users * 0.99)]);
        result.put("mostContacts", known[users - 1]);
        result.put("seed", seed);
        return result;
    }

    private void print(Map<String, Object> result) throws Exception {
        PrintWriter out = command().commandLine().getOut();
        if (json) {
            out.println(new ObjectMapper().writeValueAsString(result));
        } else {
            result.forEach((name, value) -> out.printf(Locale.ROOT, "%-15s %s%n", name, value));
        }
        out.flush();
    }

    private CommandSpec command() {
        if (spec == null) {
            throw new IllegalStateException("The command is run by picocli");
        }
        return spec;
    }
}
