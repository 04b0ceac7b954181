package org.teldav.propagation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.teldav.storage.CardId;
import org.teldav.vcard.TelRewriter;

/** The cards of a change, in pages. */
class ReachTest extends FamilyStory {
    private static final int HOLDERS = 9;

    private final List<CardId> cards = new ArrayList<>();
    private Errand errand;

    @BeforeEach
    void holders() {
        for (int i = 0; i < HOLDERS; i++) {
            String name = "holder" + i;
            village.user(name);
            village.join("family", name);
            String card = Village.vcard("alice", "Alice", "CELL:" + A)
                    .replace("END:VCARD", "NOTE:" + "x".repeat(i % 3 == 0 ? 2_500_000 : 1_000_000) + "\r\nEND:VCARD");
            cards.add(village.put(name, "alice", card).id());
        }
        village.own("alice", "CELL:" + B);
        errand = village.store.read(tx -> new Errand.Replacing(
                Audience.of(tx, village.change("alice")),
                new CardPlanner(village.writing, new TelRewriter(village.numbers))));
    }

    private List<List<CardId>> pages(Reach reach, int limit) {
        List<List<CardId>> pages = new ArrayList<>();
        List<CardId> page = village.store.read(tx -> reach.next(tx, limit));
        while (!page.isEmpty()) {
            pages.add(page);
            page = village.store.read(tx -> reach.next(tx, limit));
        }
        return pages;
    }

    private static List<CardId> all(List<List<CardId>> pages) {
        return pages.stream().flatMap(List::stream).toList();
    }

    @Test
    void rule_7_a_page_is_no_more_than_fits_into_memory() {
        List<List<CardId>> pages = pages(new Reach(errand), 100);

        assertThat(all(pages)).isEqualTo(cards);
        assertThat(pages).extracting(List::size).containsExactly(2, 2, 2, 2, 1);
    }

    @Test
    void rule_8_each_card_comes_once_counted_or_not_and_kept_or_not() {
        for (int kept = 1; kept <= HOLDERS + 1; kept++) {
            Reach reach = new Reach(errand, 2, kept);
            assertThat((long) village.store.read(reach::count)).isEqualTo(HOLDERS);
            assertThat(all(pages(reach, 4))).as("%d are kept", kept).isEqualTo(cards);
            assertThat(all(pages(new Reach(errand, 2, kept), 4))).isEqualTo(cards);
        }
    }
}
