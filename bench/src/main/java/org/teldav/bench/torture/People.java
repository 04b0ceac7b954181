package org.teldav.bench.torture;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.teldav.Teldav;
import org.teldav.accounts.NewUser;
import org.teldav.bench.BenchFailure;
import org.teldav.bench.Progress;
import org.teldav.cards.CardWriting;
import org.teldav.config.ConfigReader;
import org.teldav.config.InvalidConfigException;
import org.teldav.storage.AddressBook;
import org.teldav.storage.CardPut;
import org.teldav.storage.Principal;
import org.teldav.storage.Transaction;
import org.teldav.vcard.InvalidCardException;
import org.teldav.vcard.PhoneNumbers;

/** Who there is: users and the cards that holders have. Thread-safe. */
final class People {
    static final String PASSWORD = "torture-torture";

    /** Each changer has a hundred numbers of one area, in the range that is kept free for fiction. */
    static final int NUMBERS = 100;

    private static final List<String> AREAS = List.of("212", "303", "312", "404", "206", "305", "512", "702");
    static final int MOST_CHANGERS = AREAS.size();

    private static final String GROUP = "firm";
    private static final Optional<String> REGION = Optional.of("US");
    private static final int BATCH = 200;

    private final Settings settings;
    private final List<HeldCard> held = new CopyOnWriteArrayList<>();
    private final List<HeldCard> still;

    People(Settings settings) {
        this.settings = settings;
        phones().forEach(phone -> held.addAll(firstCards(phone)));
        this.still = holders().stream()
                .flatMap(holder -> firstCards(holder).stream())
                .toList();
    }

    private List<HeldCard> firstCards(String user) {
        return IntStream.range(0, settings.changers())
                .mapToObj(changer -> HeldCard.first(user, changer))
                .toList();
    }

    static String book(String user) {
        return "/dav/addressbooks/" + user + "/contacts/";
    }

    static String ownCard(String user) {
        return book(user) + "me.vcf";
    }

    static String number(int changer, int count) {
        return "+1 " + AREAS.get(changer) + " 555 01" + String.format(Locale.ROOT, "%02d", count);
    }

    static String changer(int index) {
        return "changer" + index;
    }

    /** Two writers share one. */
    static String writer(int index) {
        return "writer" + index / 2;
    }

    List<String> changers() {
        return names("changer", settings.changers());
    }

    List<String> writers() {
        return names("writer", (settings.writers() + 1) / 2);
    }

    List<String> phones() {
        return names("phone", settings.phones());
    }

    List<String> holders() {
        return names("holder", settings.holders());
    }

    private static List<String> names(String kind, int count) {
        return IntStream.range(0, count).mapToObj(i -> kind + i).toList();
    }

    /** The books that readers can follow. */
    List<String> books() {
        List<String> books = new ArrayList<>();
        writers().forEach(user -> books.add(book(user)));
        phones().forEach(user -> books.add(book(user)));
        return books;
    }

    /** Who owns a book. */
    static String owner(String path) {
        return path.split("/")[3];
    }

    /** The cards of holders with a phone. */
    List<HeldCard> held() {
        return held;
    }

    /** The cards of holders without one, which only the server writes. */
    List<HeldCard> still() {
        return still;
    }

    void comes(HeldCard late) {
        held.add(late);
    }

    /**
     * Makes them all in an empty database.
     *
     * @throws BenchFailure where it isn't empty
     */
    void make(Path data, Map<String, String> environment, Progress progress) throws IOException {
        try (Teldav teldav = Teldav.open(ConfigReader.read(Optional.empty(), environment, Optional.of(data)))) {
            if (!teldav.users().none()) {
                throw new BenchFailure("There are users in that database: torture wants an empty one.");
            }
            teldav.makeAdministrator();
            for (int i = 0; i < settings.changers(); i++) {
                add(teldav, changer(i), List.of(number(i, 0)), List.of(GROUP));
            }
            writers().forEach(user -> add(teldav, user, List.of(), List.of()));
            phones().forEach(user -> add(teldav, user, List.of(), List.of(GROUP)));
            fill(teldav, progress);
        } catch (InvalidConfigException e) {
            throw new BenchFailure("The servers can't be configured so: " + e.getMessage(), e);
        }
    }

    private static void add(Teldav teldav, String name, List<String> tels, List<String> groups) {
        teldav.users()
                .add(new NewUser(name, Optional.empty(), tels, List.of(), groups, Optional.empty(), false, PASSWORD));
    }

    /** By the store: thousands of passwords would be hashed for minutes, and none of the holders logs in. */
    private void fill(Teldav teldav, Progress progress) {
        CardWriting writing = new CardWriting(new PhoneNumbers(), REGION);
        List<String> holders = holders();
        for (int from = 0; from < holders.size(); from += BATCH) {
            List<String> some = holders.subList(from, Math.min(holders.size(), from + BATCH));
            teldav.store().write(tx -> {
                long group = tx.principals().group(GROUP).orElseThrow().id();
                some.forEach(name -> addHolder(tx, group, name));
                return true;
            });
            if (from % 2000 == 0 && from > 0) {
                progress.say(from + " of " + holders.size() + " holders made…");
            }
        }
        List<HeldCard> cards = new ArrayList<>(held);
        cards.addAll(still);
        for (int from = 0; from < cards.size(); from += BATCH) {
            List<HeldCard> some = cards.subList(from, Math.min(cards.size(), from + BATCH));
            teldav.store().write(tx -> {
                some.forEach(card -> put(tx, writing, card));
                return true;
            });
        }
    }

    private static void addHolder(Transaction tx, long group, String name) {
        Instant now = Instant.now();
        Principal.User user = tx.principals().addUser(name, name, "none", Optional.empty(), false, now);
        tx.books().create(user.id(), AddressBook.DEFAULT_NAME, "Contacts", Optional.empty(), now);
        tx.principals().join(group, user.id(), now);
    }

    private static void put(Transaction tx, CardWriting writing, HeldCard card) {
        long home = tx.principals().user(card.user()).orElseThrow().id();
        AddressBook book = tx.books().find(home, AddressBook.DEFAULT_NAME).orElseThrow();
        byte[] bytes = card.text(new HeldCard.State(0, 0)).getBytes(StandardCharsets.US_ASCII);
        try {
            tx.cards().put(writing.put(book.id(), card.name(), bytes, REGION, CardPut.ALWAYS), Instant.now());
        } catch (InvalidCardException e) {
            throw new IllegalStateException(e);
        }
    }
}
