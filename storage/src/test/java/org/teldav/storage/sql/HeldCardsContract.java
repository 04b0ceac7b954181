package org.teldav.storage.sql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.teldav.storage.sql.Fixture.NOW;
import static org.teldav.storage.sql.Fixture.tel;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.teldav.storage.BookId;
import org.teldav.storage.Card;
import org.teldav.storage.CardId;
import org.teldav.storage.HeldCard;
import org.teldav.storage.HolderChoice;
import org.teldav.storage.HolderChoice.Effective;
import org.teldav.storage.HolderChoice.Mode;
import org.teldav.storage.HolderChoice.OldNumber;

/** {@link org.teldav.storage.Cards#held}. */
interface HeldCardsContract extends Engine {
    private List<HeldCard> held(CardId... cards) {
        return fixture().list(tx -> tx.cards().held(List.of(cards)));
    }

    @Test
    default void cards_of_several_books_come_in_their_order_with_bytes_index_and_region() {
        BookId bob = fixture().book("bob");
        BookId carol = fixture().book("carol");
        Card first = fixture().stored(carol, "z.vcf", "carol's", tel(1, "+1"), tel(0, "+2", bob.home()));
        Card second = fixture().stored(bob, "a.vcf", "bob's");
        Card third = fixture().stored(carol, "b.vcf", "carol's other", tel(0, "+3"));

        List<HeldCard> held = held(first.id(), second.id(), third.id());

        assertThat(held).extracting(HeldCard::card).containsExactly(first, second, third);
        assertThat(held)
                .extracting(card -> new String(card.stored().content(), UTF_8))
                .containsExactly("carol's", "bob's", "carol's other");
        assertThat(held.get(0).index()).containsExactly(tel(0, "+2", bob.home()), tel(1, "+1"));
        assertThat(held.get(1).index()).isEmpty();
        assertThat(held.get(2).index()).containsExactly(tel(0, "+3"));
        assertThat(held).extracting(HeldCard::region).containsOnly(Optional.of("US"));
        assertThat(held).extracting(HeldCard::choice).containsOnly(Effective.DEFAULT);
        assertThat(held()).isEmpty();
    }

    @Test
    default void own_cards_are_no_contacts_and_cards_that_are_gone_are_left_out() {
        BookId bob = fixture().book("bob");
        Card own = fixture().stored(bob, "me.vcf", "1");
        Card gone = fixture().stored(bob, "gone.vcf", "2");
        Card there = fixture().stored(bob, "there.vcf", "3");
        fixture().write(tx -> {
            tx.principals().setOwnCard(bob.home(), Optional.of(own.id()), NOW);
            return tx.cards().delete(bob, "gone.vcf", card -> true, NOW);
        });

        assertThat(held(own.id(), gone.id(), there.id(), new CardId(new BookId(4711, 1), 1)))
                .extracting(HeldCard::card)
                .containsExactly(there);
    }

    @Test
    default void rule_11_each_comes_with_what_its_holder_chose_for_it() {
        BookId bob = fixture().book("bob");
        BookId carol = fixture().book("carol");
        Card never = fixture().stored(bob, "never.vcf", "1");
        Card asked = fixture().stored(bob, "asked.vcf", "2");
        Card carols = fixture().stored(carol, "never.vcf", "1");
        HolderChoice.Place bobs = new HolderChoice.Place(bob.home(), OptionalLong.empty(), Optional.empty());
        HolderChoice.Place one = new HolderChoice.Place(bob.home(), OptionalLong.empty(), Optional.of(never.uid()));
        fixture().write(tx -> {
            tx.preferences().setHolder(new HolderChoice(bobs, Optional.of(Mode.ASK), Optional.of(OldNumber.KEEP)));
            tx.preferences().setHolder(new HolderChoice(one, Optional.of(Mode.NEVER), Optional.empty()));
            return true;
        });

        assertThat(held(never.id(), carols.id(), asked.id()))
                .extracting(HeldCard::choice)
                .containsExactly(
                        new Effective(Mode.NEVER, OldNumber.KEEP),
                        Effective.DEFAULT,
                        new Effective(Mode.ASK, OldNumber.KEEP));
    }
}
