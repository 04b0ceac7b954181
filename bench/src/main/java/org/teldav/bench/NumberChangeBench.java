package org.teldav.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.teldav.Teldav;
import org.teldav.cards.CardWriting;
import org.teldav.storage.Principal;
import org.teldav.storage.Store;
import org.teldav.vcard.PhoneNumbers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The command {@code teldav bench change}: how long a changed number takes to the last of its holders. It makes a server of its own on a throw-away folder,
 * with holders and other people's cards, and changes a number by PUT as a phone does.
 */
@Command(
        name = "change",
        mixinStandardHelpOptions = true,
        description =
                "Measures the time from the answer to a PUT of one's own card until the last holder has the number.")
public final class NumberChangeBench implements Callable<Integer> {
    private static final int BATCH = 500;

    private final CardWriting writing = new CardWriting(new PhoneNumbers(), NumberChange.REGION);

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--holders", split = ",", defaultValue = "100,10000", description = "how many (${DEFAULT-VALUE})")
    private List<Integer> holders = List.of();

    @Option(names = "--rounds", defaultValue = "15", description = "changes measured, after 3 more (${DEFAULT-VALUE})")
    private int rounds;

    @Option(
            names = "--other-cards",
            defaultValue = "0",
            description = "cards of others on the server (${DEFAULT-VALUE})")
    private int others;

    @Option(
            names = "--database",
            paramLabel = "URL",
            description = "an empty PostgreSQL, as jdbc:postgresql://localhost/x?user=y (files in --dir)")
    private Optional<String> database = Optional.empty();

    @Option(names = "--dir", description = "the disk: a folder is made there, and removed at the end")
    private Path parent = Path.of(System.getProperty("java.io.tmpdir"));

    @Option(names = "--json", description = "print the result as JSON")
    private boolean json;

    /** @param p50Millis and the others: from the PUT's answer until the last holder's sync token has moved */
    private record Row(int holders, int otherCards, int rounds, double p50Millis, double maxMillis) {}

    @Override
    public Integer call() throws Exception {
        Path data = Files.createTempDirectory(parent, "teldav-change-");
        try (Teldav teldav = NumberChange.server(data, database)) {
            List<NumberChange> changes = new ArrayList<>();
            for (int count : holders) {
                progress("making " + count + " holders…");
                changes.add(NumberChange.prepared(teldav, count, changes.size()));
            }
            addOthers(teldav.store());
            teldav.start();
            List<Row> rows = new ArrayList<>();
            for (NumberChange change : changes) {
                rows.add(measure(change));
            }
            print(rows);
            return 0;
        } finally {
            delete(data);
        }
    }

    /** Books of 100 cards, of people in no group. */
    private void addOthers(Store store) {
        for (int from = 0; from < others; from += BATCH) {
            int first = from;
            if (first % 50_000 == 0) {
                progress(first + " of " + others + " other cards…");
            }
            store.write(tx -> {
                Principal.User user = null;
                for (int i = first; i < Math.min(others, first + BATCH); i++) {
                    user = user == null || i % 100 == 0 ? NumberChange.addUser(tx, "other" + i) : user;
                    NumberChange.put(
                            tx,
                            writing,
                            user.id(),
                            "card" + i,
                            "+1 2" + (i % 90 + 10) + " 555 " + String.format(Locale.ROOT, "%04d", i % 10_000));
                }
                return true;
            });
        }
    }

    private Row measure(NumberChange change) throws IOException, InterruptedException {
        progress(change.holders() + " holders: " + rounds + " changes…");
        List<Double> millis = change.millis(rounds);
        return new Row(change.holders(), others, rounds, millis.get(millis.size() / 2), millis.get(millis.size() - 1));
    }

    private void print(List<Row> rows) throws IOException {
        PrintWriter out = spec == null
                ? new PrintWriter(System.out, true, StandardCharsets.UTF_8)
                : spec.commandLine().getOut();
        if (json) {
            out.println(new ObjectMapper()
                    .writeValueAsString(
                            rows.stream().map(NumberChangeBench::fields).toList()));
        } else {
            out.println("holders  other cards  changes  p50 ms  max ms");
            rows.forEach(row -> out.printf(
                    Locale.ROOT,
                    "%7d  %11d  %7d  %6.0f  %6.0f%n",
                    row.holders(),
                    row.otherCards(),
                    row.rounds(),
                    row.p50Millis(),
                    row.maxMillis()));
        }
        out.flush();
    }

    private static Map<String, Object> fields(Row row) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("holders", row.holders());
        fields.put("otherCards", row.otherCards());
        fields.put("rounds", row.rounds());
        fields.put("p50Millis", row.p50Millis());
        fields.put("maxMillis", row.maxMillis());
        return fields;
    }

    private static void progress(String text) {
        System.err.println(text);
    }

    static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
