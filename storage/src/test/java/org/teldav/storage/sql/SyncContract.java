package org.teldav.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.teldav.storage.AddressBook;
import org.teldav.storage.BookId;
import org.teldav.storage.Card;
import org.teldav.storage.SyncItem;
import org.teldav.storage.SyncToken;

/** RFC 6578: the events of a book. */
interface SyncContract extends Engine {
    @Test
    default void events_are_the_newest_of_each_name_in_their_order() {
        BookId book = fixture().book("alice");
        fixture().put(book, "a.vcf", "1");
        fixture().put(book, "b.vcf", "1");
        fixture().put(book, "c.vcf", "1");
        Card a = fixture().stored(book, "a.vcf", "2");
        fixture().delete(book, "b.vcf");
        Card c = fixture().find(book, "c.vcf").orElseThrow();
        assertThat(fixture().events(book, 0, 5, 10, true))
                .containsExactly(new SyncItem.Changed(c), new SyncItem.Changed(a), new SyncItem.Removed("b.vcf", 5));
        assertThat(fixture().events(book, 3, 5, 10, true))
                .containsExactly(new SyncItem.Changed(a), new SyncItem.Removed("b.vcf", 5));
        assertThat(fixture().events(book, 5, 5, 10, true)).isEmpty();
        assertThat(fixture().events(book, 0, 4, 10, true))
                .containsExactly(new SyncItem.Changed(c), new SyncItem.Changed(a));
    }

    @Test
    default void an_initial_sync_needs_no_word_of_the_removed() {
        BookId book = fixture().book("alice");
        Card a = fixture().stored(book, "a.vcf", "1");
        fixture().put(book, "b.vcf", "1");
        fixture().delete(book, "b.vcf");
        assertThat(fixture().events(book, 0, 3, 10, false)).containsExactly(new SyncItem.Changed(a));
    }

    @Test
    default void a_limited_page_resumes_where_it_ended() {
        BookId book = fixture().book("alice");
        for (int i = 0; i < 20; i++) {
            fixture().put(book, i + ".vcf", "1");
        }
        for (int i = 0; i < 20; i += 3) {
            fixture().delete(book, i + ".vcf");
        }
        long upTo = fixture().number(book);
        List<SyncItem> paged = new ArrayList<>();
        List<SyncItem> page = fixture().events(book, 0, upTo, 4, true);
        while (!page.isEmpty()) {
            assertThat(page.size()).isLessThanOrEqualTo(4);
            paged.addAll(page);
            page = fixture().events(book, page.get(page.size() - 1).number(), upTo, 4, true);
        }
        assertThat(paged).isEqualTo(fixture().events(book, 0, upTo, 100, true)).hasSize(20);
    }

    /** A client that applies each page, and goes on from its last number while others write, ends with the book as it is. */
    @Test
    default void pages_between_writes_lead_to_the_book_as_it_is() {
        long seed = 20261123;
        Random random = new Random(seed);
        BookId book = fixture().book("alice");
        Map<String, String> client = new HashMap<>();
        long known = 0;
        for (int round = 0; round < 120; round++) {
            String name = random.nextInt(12) + ".vcf";
            switch (random.nextInt(4)) {
                case 0 -> fixture().delete(book, name);
                case 1 -> fixture().find(book, name).ifPresent(card -> fixture().rename(card, "moved" + name));
                default -> fixture().put(book, name, "round " + round);
            }
            known = pull(book, client, known, 1 + random.nextInt(3));
        }
        long number = fixture().number(book);
        while (known < number) {
            known = pull(book, client, known, 3);
        }
        Map<String, String> server = new HashMap<>();
        fixture()
                .page(book, 0, 100)
                .forEach(card -> server.put(card.name(), card.etag().value()));
        assertThat(client).as("seed %d", seed).isEqualTo(server);
    }

    private long pull(BookId book, Map<String, String> client, long known, int limit) {
        long upTo = fixture().number(book);
        List<SyncItem> page = fixture().events(book, known, upTo, limit, true);
        for (SyncItem item : page) {
            if (item instanceof SyncItem.Changed changed) {
                client.put(item.name(), changed.card().etag().value());
            } else {
                client.remove(item.name());
            }
        }
        return page.size() < limit ? upTo : page.get(page.size() - 1).number();
    }

    @Test
    default void a_book_made_anew_has_another_epoch() {
        BookId book = fixture().book("alice");
        BookId other = fixture().book(book.home(), "other");
        AddressBook first = fixture().bookOf(other);
        fixture().write(tx -> tx.books().delete(other, Fixture.NOW));
        AddressBook second = fixture().bookOf(fixture().book(book.home(), "other"));
        assertThat(second.id()).isNotEqualTo(first.id());
        assertThat(second.knows(first.token())).isFalse();
        assertThat(second.knows(second.token())).isTrue();
        assertThat(SyncToken.parse(second.token().toString())).contains(second.token());
    }
}
