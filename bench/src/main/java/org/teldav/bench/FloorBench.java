package org.teldav.bench;

import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The command {@code teldav bench floor}: what the bytes of a GET, a PUT and a multiget cost on this machine with bare Jetty and one statement of SQL, so
 * that a server's numbers can be told from the machine's. See {@link FloorServer}.
 */
@Command(
        name = "floor",
        mixinStandardHelpOptions = true,
        description =
                "Measures the same bytes on bare Jetty with one SQL statement a request: what this machine can do.")
public final class FloorBench implements Callable<Integer> {
    private static final List<String> OPERATIONS = List.of(Operations.GET, Operations.MULTIGET, Operations.PUT);
    private static final int TIMEOUT_MILLIS = 60_000;
    private static final int CARD_BYTES = 700;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--cards", defaultValue = "5000", description = "cards in the table (${DEFAULT-VALUE})")
    private int cards;

    @Option(names = "--connections", defaultValue = "4", description = "keep-alive connections (${DEFAULT-VALUE})")
    private int connections;

    @Option(names = "--seconds", defaultValue = "5", description = "measured for each operation (${DEFAULT-VALUE})")
    private double seconds;

    @Option(names = "--warmup", defaultValue = "10", description = "seconds before each operation (${DEFAULT-VALUE})")
    private double warmup;

    @Option(
            names = "--database",
            paramLabel = "URL",
            description = "JDBC's, without a table floor_cards (HSQLDB's files in --dir)")
    private Optional<String> database = Optional.empty();

    @Option(names = "--dir", description = "the disk: a folder is made there, and removed at the end")
    private Path parent = Path.of(System.getProperty("java.io.tmpdir"));

    @Override
    public Integer call() throws Exception {
        Path data = Files.createTempDirectory(parent, "teldav-floor-");
        try {
            String files = "jdbc:hsqldb:file:" + data.resolve("floor")
                    + ";hsqldb.tx=mvlocks;hsqldb.write_delay=false;shutdown=true;user=SA";
            measure(database.orElse(files));
            return 0;
        } finally {
            NumberChangeBench.delete(data);
        }
    }

    private void measure(String url) throws Exception {
        if (spec == null) {
            throw new IllegalStateException("The command is run by picocli");
        }
        Progress progress = new Progress(spec.commandLine().getErr());
        PrintWriter out = spec.commandLine().getOut();
        Cards filled = new Cards(1, cards, CARD_BYTES);
        LoadSettings settings = new LoadSettings(connections, warmup, seconds, Long.MAX_VALUE, TIMEOUT_MILLIS);
        try (FloorServer server = new FloorServer(url, filled)) {
            Endpoint endpoint = Endpoint.of(URI.create("http://127.0.0.1:" + server.port()));
            Requests requests = new Requests(endpoint.authority(), "nobody", "asks");
            Book book = new Book(requests, FloorServer.BOOK, filled, 0, false, 1);
            for (Row row : rows(book, endpoint, settings, progress)) {
                out.println(String.format(Locale.ROOT, "%-10s", row.operation()) + BenchRun.sentence(row));
            }
            out.flush();
        }
    }

    private static List<Row> rows(Book book, Endpoint endpoint, LoadSettings settings, Progress progress)
            throws Exception {
        List<Row> rows = new ArrayList<>();
        for (String name : OPERATIONS) {
            progress.say("  " + name + " …");
            try (HttpConnection connection = new HttpConnection(endpoint, settings.timeoutMillis())) {
                Operation operation = new Operations(book, settings.connections()).prepare(name, connection);
                rows.add(new Load(endpoint, settings).run(operation));
            }
        }
        return rows;
    }
}
