package org.teldav.bench;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.teldav.cards.CardWriting;
import org.teldav.storage.AddressBook;
import org.teldav.storage.BookId;
import org.teldav.storage.CardPut;
import org.teldav.storage.Claim;
import org.teldav.storage.Principal;
import org.teldav.storage.PutResult;
import org.teldav.storage.Store;
import org.teldav.storage.Transaction;
import org.teldav.vcard.InvalidCardException;
import org.teldav.vcard.PhoneNumbers;

/**
 * Fills a store with a {@link Population}: each has a home, an own card with a verified number, a book with the cards of all they know, and is in the one
 * group of all. None can log in before a password is set. Not thread-safe.
 */
final class Populating {
    static final String GROUP = "people";

    private static final String OWN_CARD = "me.vcf";
    private static final int CARDS_IN_A_COMMIT = 500;
    private static final long TELL_NANOS = 5_000_000_000L;
    private static final String NOTE =
            ("met at the conference in spring and likes tea more than coffee, asks to be called after six; ").repeat(5);

    private final PhoneNumbers numbers = new PhoneNumbers();
    private final CardWriting writing = new CardWriting(numbers, Optional.empty());
    private final Store store;
    private final Population population;
    private final Progress progress;
    private final List<BookId> books = new ArrayList<>();
    private long cards;
    private long told = System.nanoTime();

    Populating(Store store, Population population, Progress progress) {
        this.store = store;
        this.population = population;
        this.progress = progress;
        store.write(tx -> tx.principals().addGroup(GROUP, "People", Instant.now()));
    }

    long cards() {
        return cards;
    }

    void untilPeople(int people) {
        while (population.people() < people) {
            commit(people, Long.MAX_VALUE);
        }
    }

    void untilCards(long wanted) {
        while (cards < wanted && population.people() < Population.MOST) {
            commit(Population.MOST, wanted);
        }
    }

    private void commit(int people, long wanted) {
        List<Arrival> arrivals = new ArrayList<>();
        int size = 0;
        while (size < CARDS_IN_A_COMMIT && cards + size < wanted && population.people() < people) {
            Arrival arrival = new Arrival(population.people(), population.arrive());
            arrivals.add(arrival);
            size += 1 + 2 * arrival.known().size();
        }
        books.addAll(store.write(tx -> arrived(tx, arrivals)));
        cards += size;
        if (System.nanoTime() - told > TELL_NANOS) {
            told = System.nanoTime();
            progress.say("Filling: %,d people, %,d cards".formatted(population.people(), cards));
        }
    }

    private record Arrival(int person, Set<Integer> known) {}

    /** May be run again by the store: what was made is remembered when it is committed. */
    private List<BookId> arrived(Transaction tx, List<Arrival> arrivals) {
        long group = tx.principals().group(GROUP).orElseThrow().id();
        List<BookId> made = new ArrayList<>();
        for (Arrival arrival : arrivals) {
            BookId book = home(tx, group, arrival.person());
            made.add(book);
            for (int other : arrival.known()) {
                put(tx, book, Population.name(other) + ".vcf", other, book.home());
                BookId there = other < books.size() ? books.get(other) : made.get(other - books.size());
                put(tx, there, Population.name(arrival.person()) + ".vcf", arrival.person(), there.home());
            }
        }
        return made;
    }

    private BookId home(Transaction tx, long group, int person) {
        Instant now = Instant.now();
        String name = Population.name(person);
        Principal.User user = tx.principals().addUser(name, "Person " + person, "none", Optional.empty(), false, now);
        tx.principals().join(group, user.id(), now);
        BookId book = tx.books()
                .create(user.id(), AddressBook.DEFAULT_NAME, "Contacts", Optional.empty(), now)
                .id();
        String key = numbers.key(Population.number(person), Optional.empty()).orElseThrow();
        tx.claims().lock(key);
        tx.claims().open(user.id(), key, Claim.State.VERIFIED, now);
        if (put(tx, book, OWN_CARD, person, 0) instanceof PutResult.Created own) {
            tx.principals().setOwnCard(user.id(), Optional.of(own.card().id()), now);
        }
        return book;
    }

    private PutResult put(Transaction tx, BookId book, String name, int person, long holder) {
        try {
            return tx.cards()
                    .put(
                            writing.put(book, name, card(person, holder), Optional.empty(), CardPut.ALWAYS),
                            Instant.now());
        } catch (InvalidCardException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Some 700 bytes. @param holder whose card of them it is: each phone draws a UID of its own */
    private static byte[] card(int person, long holder) {
        return ("BEGIN:VCARD\r\nVERSION:3.0\r\nUID:" + Population.name(person) + "-" + holder + "\r\nN:" + person
                        + ";Person;;;\r\nFN:Person " + person + "\r\nTEL;TYPE=CELL:" + Population.number(person)
                        + "\r\nEMAIL;TYPE=INTERNET:" + Population.name(person) + "@example.org\r\nNOTE:" + NOTE
                        + "\r\nEND:VCARD\r\n")
                .getBytes(StandardCharsets.UTF_8);
    }
}
