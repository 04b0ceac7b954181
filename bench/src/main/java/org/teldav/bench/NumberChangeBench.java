package org.teldav.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.teldav.Teldav;
import org.teldav.accounts.NewUser;
import org.teldav.cards.CardWriting;
import org.teldav.config.ConfigReader;
import org.teldav.storage.AddressBook;
import org.teldav.storage.BookId;
import org.teldav.storage.CardPut;
import org.teldav.storage.Change;
import org.teldav.storage.Principal;
import org.teldav.storage.Store;
import org.teldav.storage.Transaction;
import org.teldav.vcard.InvalidCardException;
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
    private static final String PASSWORD = "bench-bench";
    private static final int BATCH = 500;
    private static final long PATIENCE_NANOS = 300_000_000_000L;
    private static final Optional<String> REGION = Optional.of("US");
    private static final Map<String, String> CONFIGURATION =
            Map.of("TELDAV_REGION", "US", "TELDAV_LISTEN", "127.0.0.1:0", "TELDAV_PROPAGATION_DAILY_LIMIT", "0");

    private final CardWriting writing = new CardWriting(new PhoneNumbers(), REGION);
    private final HttpClient http = HttpClient.newHttpClient();

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

    @Option(names = "--dir", description = "the disk: a folder is made there, and removed at the end")
    private Path parent = Path.of(System.getProperty("java.io.tmpdir"));

    @Option(names = "--json", description = "print the result as JSON")
    private boolean json;

    /** @param p50Millis and the others: from the PUT's answer until the last holder's sync token has moved */
    private record Row(int holders, int otherCards, int rounds, double p50Millis, double maxMillis) {}

    @Override
    public Integer call() throws Exception {
        Path data = Files.createTempDirectory(parent, "teldav-change-");
        try (Teldav teldav = Teldav.open(ConfigReader.read(Optional.empty(), CONFIGURATION, Optional.of(data)))) {
            for (int count : holders) {
                fill(teldav, count);
            }
            addOthers(teldav.store());
            teldav.start();
            List<Row> rows = new ArrayList<>();
            for (int count : holders) {
                rows.add(measure(teldav, count));
            }
            print(rows);
            return 0;
        } finally {
            delete(data);
        }
    }

    private void fill(Teldav teldav, int count) {
        progress("making " + count + " holders…");
        String group = "group" + count;
        teldav.users()
                .add(new NewUser(
                        changer(count),
                        Optional.empty(),
                        List.of("+1 " + number(count, 0)),
                        List.of(),
                        List.of(group),
                        Optional.empty(),
                        false,
                        PASSWORD));
        for (int from = 0; from < count; from += BATCH) {
            int first = from;
            teldav.store().write(tx -> {
                long id = tx.principals().group(group).orElseThrow().id();
                for (int i = first; i < Math.min(count, first + BATCH); i++) {
                    Principal.User holder = addUser(tx, "holder" + count + "-" + i);
                    tx.principals().join(id, holder.id(), Instant.now());
                    put(tx, holder.id(), "changer", number(count, 0));
                }
                return true;
            });
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
                    user = user == null || i % 100 == 0 ? addUser(tx, "other" + i) : user;
                    put(
                            tx,
                            user.id(),
                            "card" + i,
                            "+1 2" + (i % 90 + 10) + " 555 " + String.format(Locale.ROOT, "%04d", i % 10_000));
                }
                return true;
            });
        }
    }

    private static Principal.User addUser(Transaction tx, String name) {
        Principal.User user = tx.principals().addUser(name, name, "none", Optional.empty(), false, Instant.now());
        tx.books().create(user.id(), AddressBook.DEFAULT_NAME, "Contacts", Optional.empty(), Instant.now());
        return user;
    }

    private void put(Transaction tx, long home, String uid, String tel) {
        String card = "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:" + uid + "\r\nFN:Somebody\r\nTEL;TYPE=CELL:" + tel
                + "\r\nNOTE:" + "n".repeat(550) + "\r\nEND:VCARD\r\n";
        try {
            AddressBook book = tx.books().find(home, AddressBook.DEFAULT_NAME).orElseThrow();
            byte[] bytes = card.getBytes(StandardCharsets.UTF_8);
            tx.cards().put(writing.put(book.id(), uid + ".vcf", bytes, REGION, CardPut.ALWAYS), Instant.now());
        } catch (InvalidCardException e) {
            throw new IllegalStateException(e);
        }
    }

    private Row measure(Teldav teldav, int count) throws IOException, InterruptedException {
        progress(count + " holders: " + rounds + " changes…");
        List<Double> millis = new ArrayList<>();
        for (int round = -3; round < rounds; round++) {
            double took = change(teldav, count, "+1 " + number(count, 4 + round));
            if (round >= 0) {
                millis.add(took);
            }
        }
        millis.sort(null);
        return new Row(count, others, rounds, millis.get(millis.size() / 2), millis.get(millis.size() - 1));
    }

    private double change(Teldav teldav, int count, String number) throws IOException, InterruptedException {
        String path = "dav/addressbooks/" + changer(count) + "/contacts/me.vcf";
        String own = send(teldav, count, "GET", path, "").body();
        BookId last = lastHolder(teldav.store(), count);
        long before = number(teldav.store(), last);
        send(teldav, count, "PUT", path, own.replaceFirst("(TEL[^:]*:)[^\r\n]*", "$1" + number));
        long answered = System.nanoTime();
        while (number(teldav.store(), last) == before) {
            if (System.nanoTime() - answered > PATIENCE_NANOS) {
                throw new BenchFailure("a change did not reach the last holder within five minutes");
            }
            LockSupport.parkNanos(1_000_000);
        }
        double took = (System.nanoTime() - answered) / 1e6;
        if (!teldav.drain(Duration.ofMinutes(5))
                || newest(teldav.store(), count).rewritten() != count) {
            throw new BenchFailure("not all of the " + count + " holders have the new number");
        }
        return took;
    }

    /** The sync number of a holder's book. Holders are taken in the order of their ids. */
    private static long number(Store store, BookId book) {
        return store.read(tx -> tx.books().find(book)).orElseThrow().token().number();
    }

    private static BookId lastHolder(Store store, int count) {
        return store.read(tx -> tx.principals()
                .user("holder" + count + "-" + (count - 1))
                .flatMap(user -> tx.books().find(user.id(), AddressBook.DEFAULT_NAME))
                .map(AddressBook::id)
                .orElseThrow());
    }

    private static Change newest(Store store, int count) {
        return store.read(tx -> tx.changes()
                .listOf(tx.principals().user(changer(count)).orElseThrow().id(), 1)
                .get(0));
    }

    private HttpResponse<String> send(Teldav teldav, int count, String method, String path, String body)
            throws IOException, InterruptedException {
        String login =
                Base64.getEncoder().encodeToString((changer(count) + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create(teldav.address() + path))
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .header("Authorization", "Basic " + login)
                        .header("Content-Type", "text/vcard")
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new BenchFailure(method + " was answered with " + answer.statusCode());
        }
        return answer;
    }

    /** Each changer has numbers of their own: what two hold is not proved. */
    private String number(int count, int round) {
        return "21" + (2 + holders.indexOf(count)) + " 555 0" + (100 + round);
    }

    private static String changer(int count) {
        return "changer" + count;
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

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
