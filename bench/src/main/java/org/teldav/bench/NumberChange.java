package org.teldav.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.teldav.Teldav;
import org.teldav.accounts.NewUser;
import org.teldav.cards.CardWriting;
import org.teldav.config.ConfigReader;
import org.teldav.config.InvalidConfigException;
import org.teldav.storage.AddressBook;
import org.teldav.storage.BookId;
import org.teldav.storage.CardPut;
import org.teldav.storage.Change;
import org.teldav.storage.Principal;
import org.teldav.storage.Store;
import org.teldav.storage.Transaction;
import org.teldav.vcard.InvalidCardException;
import org.teldav.vcard.PhoneNumbers;

/** Somebody whose number a group of others hold, and who changes it by PUT as a phone does. Not thread-safe. */
final class NumberChange {
    static final Optional<String> REGION = Optional.of("US");
    private static final Map<String, String> CONFIGURATION =
            Map.of("TELDAV_REGION", "US", "TELDAV_LISTEN", "127.0.0.1:0", "TELDAV_PROPAGATION_DAILY_LIMIT", "0");

    private static final String PASSWORD = "bench-bench";
    private static final int BATCH = 500;
    private static final int WARM_UP = 3;
    /** Between two looks, for each holder: a look takes the database from the worker, and a thousandth of what is measured is fine enough. */
    private static final long LOOK_NANOS = 1_000;

    private static final long PATIENCE_NANOS = 300_000_000_000L;

    private final CardWriting writing = new CardWriting(new PhoneNumbers(), REGION);
    private final HttpClient http = HttpClient.newHttpClient();
    private final Teldav teldav;
    private final int holders;
    private final int series;
    private int changes;

    private NumberChange(Teldav teldav, int holders, int series) {
        this.teldav = teldav;
        this.holders = holders;
        this.series = series;
    }

    /** A server that isn't started, on a folder of its own or an empty PostgreSQL. @throws BenchFailure where somebody is in the latter */
    static Teldav server(Path data, Optional<String> database) throws IOException, InvalidConfigException {
        Map<String, String> settings = new HashMap<>(CONFIGURATION);
        database.ifPresent(url -> settings.put("TELDAV_DATABASE_URL", url));
        Teldav teldav = Teldav.open(ConfigReader.read(Optional.empty(), settings, Optional.of(data)));
        if (!teldav.users().none()) {
            teldav.close();
            throw new BenchFailure("There are users already: --database is for an empty one.");
        }
        return teldav;
    }

    /**
     * Makes them all.
     *
     * @param series a number of its own for each on one server: what two hold is not proved
     */
    static NumberChange prepared(Teldav teldav, int holders, int series) {
        NumberChange change = new NumberChange(teldav, holders, series);
        change.fill();
        return change;
    }

    int holders() {
        return holders;
    }

    private void fill() {
        String group = "group" + holders;
        teldav.users()
                .add(new NewUser(
                        changer(),
                        Optional.empty(),
                        List.of(number()),
                        List.of(),
                        List.of(group),
                        Optional.empty(),
                        false,
                        PASSWORD));
        for (int from = 0; from < holders; from += BATCH) {
            int first = from;
            teldav.store().write(tx -> {
                long id = tx.principals().group(group).orElseThrow().id();
                for (int i = first; i < Math.min(holders, first + BATCH); i++) {
                    Principal.User holder = addUser(tx, "holder" + holders + "-" + i);
                    tx.principals().join(id, holder.id(), Instant.now());
                    put(tx, writing, holder.id(), "changer", number());
                }
                return true;
            });
        }
    }

    static Principal.User addUser(Transaction tx, String name) {
        Principal.User user = tx.principals().addUser(name, name, "none", Optional.empty(), false, Instant.now());
        tx.books().create(user.id(), AddressBook.DEFAULT_NAME, "Contacts", Optional.empty(), Instant.now());
        return user;
    }

    static void put(Transaction tx, CardWriting writing, long home, String uid, String tel) {
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

    /**
     * Changes the number so often, after 3 times more.
     *
     * @return from each PUT's answer until the last holder's sync token has moved, in milliseconds, smallest first
     */
    List<Double> millis(int rounds) throws IOException, InterruptedException {
        List<Double> millis = new ArrayList<>();
        for (int round = -WARM_UP; round < rounds; round++) {
            double took = change();
            if (round >= 0) {
                millis.add(took);
            }
        }
        millis.sort(null);
        return millis;
    }

    private double change() throws IOException, InterruptedException {
        changes++;
        String path = "dav/addressbooks/" + changer() + "/contacts/me.vcf";
        String own = send("GET", path, "").body();
        BookId last = lastHolder();
        long before = number(last);
        send("PUT", path, own.replaceFirst("(TEL[^:]*:)[^\r\n]*", "$1" + number()));
        long answered = System.nanoTime();
        while (number(last) == before) {
            if (System.nanoTime() - answered > PATIENCE_NANOS) {
                throw new BenchFailure("a change did not reach the last holder within five minutes");
            }
            LockSupport.parkNanos(Math.max(1_000, holders) * LOOK_NANOS);
        }
        double took = (System.nanoTime() - answered) / 1e6;
        if (!teldav.drain(Duration.ofMinutes(5)) || newest().rewritten() != holders) {
            throw new BenchFailure("not all of the " + holders + " holders have the new number");
        }
        return took;
    }

    private Store store() {
        return teldav.store();
    }

    /** The sync number of a holder's book. Holders are taken in the order of their ids. */
    private long number(BookId book) {
        return store().read(tx -> tx.books().find(book)).orElseThrow().token().number();
    }

    private BookId lastHolder() {
        return store().read(tx -> tx.principals()
                .user("holder" + holders + "-" + (holders - 1))
                .flatMap(user -> tx.books().find(user.id(), AddressBook.DEFAULT_NAME))
                .map(AddressBook::id)
                .orElseThrow());
    }

    private Change.Tally newest() {
        return store().read(tx -> {
            long user = tx.principals().user(changer()).orElseThrow().id();
            long newest = tx.changes().listOf(user, 1).get(0).id();
            return tx.changes().tallies(List.of(newest)).get(newest);
        });
    }

    private HttpResponse<String> send(String method, String path, String body)
            throws IOException, InterruptedException {
        String login =
                Base64.getEncoder().encodeToString((changer() + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));
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

    private String number() {
        return "+1 21" + (2 + series) + " 555 0" + (100 + changes);
    }

    private String changer() {
        return "changer" + holders;
    }
}
