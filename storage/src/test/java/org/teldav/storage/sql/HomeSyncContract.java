package org.teldav.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.teldav.storage.sql.Fixture.NOW;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.teldav.storage.AddressBook;
import org.teldav.storage.BookEvent;
import org.teldav.storage.BookId;
import org.teldav.storage.SyncState;
import org.teldav.storage.Transaction;

/** RFC 6578: the events of a home, whose members are books. */
interface HomeSyncContract extends Engine {
    private SyncState state(long home) {
        return fixture().read(tx -> tx.books().state(home));
    }

    private List<String> events(long home, long after, boolean withRemoved) {
        return fixture()
                .list(tx -> tx.books().events(home, after, state(home).token().number(), 1000, withRemoved))
                .stream()
                .map(event -> (event instanceof BookEvent.Removed ? "-" : "+") + event.name() + "@" + event.number())
                .toList();
    }

    @Test
    default void making_renaming_describing_and_deleting_books_are_events_of_the_home() {
        BookId contacts = fixture().book("alice");
        long home = contacts.home();
        assertThat(events(home, 0, true)).containsExactly("+contacts@1");
        BookId work = fixture().book(home, "work");
        assertThat(events(home, 1, true)).containsExactly("+work@2");
        run(tx -> tx.books().describe(contacts, "New", Optional.empty(), AddressBook.Languages.NONE, NOW));
        assertThat(events(home, 2, true)).containsExactly("+contacts@3");
        run(tx -> tx.books().rename(work, "office", NOW));
        assertThat(events(home, 3, true)).containsExactly("-work@4", "+office@5");
        run(tx -> tx.books().touch(work));
        assertThat(events(home, 5, true)).containsExactly("+office@6");
        run(tx -> tx.books().delete(work, NOW));
        assertThat(events(home, 6, true)).containsExactly("-office@7");
        assertThat(events(home, 0, true)).containsExactly("+contacts@3", "-work@4", "-office@7");
        assertThat(events(home, 0, false)).containsExactly("+contacts@3");
        fixture().book(home, "work");
        assertThat(events(home, 3, true)).containsExactly("-office@7", "+work@8");
    }

    @Test
    default void a_book_is_new_under_its_name_only_once() {
        BookId book = fixture().book("alice");
        run(tx -> tx.books().touch(book));
        BookEvent event = fixture()
                .list(tx -> tx.books().events(book.home(), 0, 2, 10, true))
                .get(0);
        assertThat(event).isInstanceOfSatisfying(BookEvent.Changed.class, changed -> {
            assertThat(changed.listed()).isEqualTo(1);
            assertThat(changed.number()).isEqualTo(2);
        });
    }

    @Test
    default void what_happens_in_a_book_or_changes_nothing_is_no_event() {
        BookId book = fixture().book("alice");
        SyncState before = state(book.home());
        fixture().put(book, "a.vcf", "1");
        fixture().delete(book, "a.vcf");
        AddressBook same = fixture().bookOf(book);
        run(tx -> tx.books()
                .describe(book, same.displayName(), same.description(), same.languages(), NOW.plusSeconds(9)));
        assertThat(state(book.home())).isEqualTo(before);
        assertThat(fixture().bookOf(book).modified()).isEqualTo(same.modified());
    }

    @Test
    default void each_home_has_a_history_of_its_own() {
        SyncState alice = state(fixture().book("alice").home());
        SyncState bob = state(fixture().book("bob").home());
        assertThat(alice.token().epoch()).isNotEqualTo(bob.token().epoch());
        assertThat(alice.knows(bob.token())).isFalse();
        assertThat(alice.knows(alice.token().at(2))).isFalse();
        assertThat(alice.knows(alice.token().at(0))).isTrue();
    }

    @Test
    default void old_tombstones_of_books_go_and_move_the_oldest_token() {
        BookId contacts = fixture().book("alice");
        long home = contacts.home();
        for (String name : List.of("a", "b")) {
            BookId book = fixture().book(home, name);
            Instant when = name.equals("a") ? NOW : NOW.plusSeconds(10);
            run(tx -> tx.books().delete(book, when));
        }
        fixture().store().prune(Instant.EPOCH, NOW.plusSeconds(1));
        assertThat(state(home).oldest()).isEqualTo(3);
        assertThat(state(home).knows(state(home).token().at(2))).isFalse();
        assertThat(events(home, 3, true)).containsExactly("-b@5");
    }

    @Test
    default void pages_between_edits_lead_to_the_home_as_it_is() {
        long seed = 6578;
        Random random = new Random(seed);
        BookId contacts = fixture().book("alice");
        long home = contacts.home();
        Map<String, String> client = new TreeMap<>();
        long at = 0;
        for (int step = 0; step < 150; step++) {
            run(tx -> anyEdit(random, tx, home));
            if (random.nextInt(3) == 0) {
                at = page(home, at, 1 + random.nextInt(3), client);
            }
        }
        long last = -1;
        while (last != at) {
            last = at;
            at = page(home, at, 2, client);
        }
        Map<String, String> expected = new TreeMap<>();
        fixture().list(tx -> tx.books().list(home)).forEach(book -> expected.put(book.name(), book.displayName()));
        assertThat(client).as("seed %d", seed).isEqualTo(expected);
    }

    private static void anyEdit(Random random, Transaction tx, long home) {
        List<AddressBook> books = new ArrayList<>(tx.books().list(home));
        AddressBook any = books.get(random.nextInt(books.size()));
        String name = "b" + random.nextInt(8);
        boolean free = tx.books().find(home, name).isEmpty();
        boolean movable = !any.name().equals(AddressBook.DEFAULT_NAME);
        switch (random.nextInt(4)) {
            case 0 -> {
                if (free) {
                    tx.books().create(home, name, name, Optional.empty(), NOW);
                }
            }
            case 1 -> {
                if (movable) {
                    tx.books().delete(any.id(), NOW);
                }
            }
            case 2 -> {
                if (movable && free) {
                    tx.books().rename(any.id(), name, NOW);
                }
            }
            default ->
                tx.books()
                        .describe(any.id(), "d" + random.nextInt(), Optional.empty(), AddressBook.Languages.NONE, NOW);
        }
    }

    private long page(long home, long after, int limit, Map<String, String> client) {
        long upTo = state(home).token().number();
        List<BookEvent> events = fixture().list(tx -> tx.books().events(home, after, upTo, limit, true));
        for (BookEvent event : events) {
            if (event instanceof BookEvent.Changed changed) {
                client.put(event.name(), changed.book().displayName());
            } else {
                client.remove(event.name());
            }
        }
        return events.size() < limit ? upTo : events.get(events.size() - 1).number();
    }
}
