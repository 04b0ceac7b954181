package org.teldav.bench.torture;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.teldav.bench.BenchFailure;
import org.teldav.bench.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code teldav bench torture}: ends with 0 where nothing was lost and nothing done twice, else with 1. */
@Command(
        name = "torture",
        mixinStandardHelpOptions = true,
        description = {
            "Starts servers of its own and kills them at random moments, under writers, readers and changes of numbers.",
            "After each start all acknowledged writes must be there byte for byte; in the end each change is done once."
        })
public final class TortureCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--kills", defaultValue = "20", description = "how often a server is killed (${DEFAULT-VALUE})")
    private int kills;

    @Option(
            names = "--between",
            defaultValue = "2000",
            description = "the most acknowledged writes before the next kill (${DEFAULT-VALUE})")
    private int between;

    @Option(names = "--seed", description = "of a plan that was run before (default: another one each time)")
    private long seed = System.nanoTime() & 0xffffff;

    @Option(names = "--writers", defaultValue = "4", description = "devices, two to a book (${DEFAULT-VALUE})")
    private int writers;

    @Option(names = "--readers", defaultValue = "6", description = "who follow the tokens of books (${DEFAULT-VALUE})")
    private int readers;

    @Option(
            names = "--phones",
            defaultValue = "3",
            description = "holders who edit at the same time (${DEFAULT-VALUE})")
    private int phones;

    @Option(names = "--holders", defaultValue = "200", description = "holders who don't (${DEFAULT-VALUE})")
    private int holders;

    @Option(names = "--changers", defaultValue = "2", description = "who change their numbers (${DEFAULT-VALUE})")
    private int changers;

    @Option(names = "--changes", defaultValue = "99", description = "the most of each changer (${DEFAULT-VALUE})")
    private int changes;

    @Option(names = "--nodes", defaultValue = "1", description = "servers on one PostgreSQL (${DEFAULT-VALUE})")
    private int nodes;

    @Option(
            names = "--database-url",
            paramLabel = "URL",
            description = "of an empty PostgreSQL database (default: HSQLDB in a folder); user and password by the"
                    + " environment's TELDAV_DATABASE_USER and TELDAV_DATABASE_PASSWORD")
    private Optional<String> database = Optional.empty();

    @Option(names = "--dir", description = "the disk: a folder is made there, and removed where all was well")
    private Path parent = Path.of(System.getProperty("java.io.tmpdir"));

    @Option(names = "--json", description = "print the result as JSON")
    private boolean json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Settings settings = settings();
        Progress progress = new Progress(spec().commandLine().getErr());
        Path folder = Files.createTempDirectory(parent, "teldav-torture-");
        TortureResult result;
        try {
            result = run(settings, folder, progress);
        } catch (BenchFailure e) {
            progress.say("The servers' folders are " + folder + " still.");
            throw e;
        }
        PrintWriter out = spec().commandLine().getOut();
        out.println(json ? result.json() : result.sentence());
        out.flush();
        if (result.findings() > 0) {
            progress.say("The servers' folders are " + folder + " still; try again with --seed " + seed + ".");
            return 1;
        }
        delete(folder);
        return 0;
    }

    private TortureResult run(Settings settings, Path folder, Progress progress)
            throws IOException, InterruptedException {
        Map<String, String> environment = environment();
        List<Node> all = new ArrayList<>();
        for (int i = 1; i <= nodes; i++) {
            all.add(new Node(Files.createDirectory(folder.resolve("node" + i)), environment));
        }
        progress.say("seed " + seed + ": making the users…");
        People people = new People(settings);
        people.make(folder.resolve("node1"), environment, progress);
        Thread onInterrupt = new Thread(() -> all.forEach(Node::close), "end");
        Runtime.getRuntime().addShutdownHook(onInterrupt);
        try (Cluster cluster = new Cluster(all)) {
            return new Torture(World.of(settings, people, cluster), progress)
                    .run(database.isPresent() ? "PostgreSQL" : "HSQLDB");
        } finally {
            Runtime.getRuntime().removeShutdownHook(onInterrupt);
        }
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        System.getenv().forEach((name, value) -> {
            if (name.startsWith("TELDAV_DATABASE_")) {
                environment.put(name, value);
            }
        });
        environment.put("TELDAV_DATABASE_URL", database.orElse(""));
        environment.put("TELDAV_LISTEN", "127.0.0.1:0");
        environment.put("TELDAV_REGION", "US");
        environment.put("TELDAV_PROPAGATION_DAILY_LIMIT", "0");
        return environment;
    }

    private Settings settings() {
        check(kills >= 0 && kills <= 10_000, "--kills is up to 10000");
        check(between >= 2 && between <= 1_000_000, "--between is from 2 to 1000000");
        check(writers >= 1 && writers <= 200, "--writers is from 1 to 200");
        check(readers >= 0 && readers <= 200 && phones >= 0 && phones <= 50, "--readers is up to 200, --phones to 50");
        check(holders >= 0 && holders <= 100_000, "--holders is up to 100000");
        check(changers >= 1 && changers <= People.MOST_CHANGERS, "--changers is from 1 to " + People.MOST_CHANGERS);
        check(changes >= 0 && changes < People.NUMBERS, "--changes is less than " + People.NUMBERS);
        check(nodes >= 1 && nodes <= 8, "--nodes is from 1 to 8");
        check(nodes == 1 || database.isPresent(), "--nodes wants the --database-url of a PostgreSQL");
        return new Settings(seed, kills, between, writers, readers, phones, holders, changers, changes, nodes);
    }

    private void check(boolean right, String sentence) {
        if (!right) {
            throw new ParameterException(spec().commandLine(), sentence);
        }
    }

    private CommandSpec spec() {
        if (spec == null) {
            throw new IllegalStateException("The command is run by picocli");
        }
        return spec;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
