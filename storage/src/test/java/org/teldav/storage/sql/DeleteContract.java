package org.teldav.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.teldav.storage.sql.Fixture.NOW;

import org.junit.jupiter.api.Test;
import org.teldav.storage.BookId;
import org.teldav.storage.Card;
import org.teldav.storage.DeadProperties.DeadProperty;
import org.teldav.storage.DeadProperties.Owner;
import org.teldav.storage.DeleteResult;
import org.teldav.storage.SyncItem;

/** {@link org.teldav.storage.Cards#delete}. */
interface DeleteContract extends Engine {
    @Test
    default void a_deletion_moves_the_token_by_one_and_leaves_a_tombstone_and_the_version() {
        BookId book = fixture().book("alice");
        Card card = fixture().stored(book, "a.vcf", "1", Fixture.tel(0, "+1"));
        assertThat(fixture().delete(book, "a.vcf")).isEqualTo(new DeleteResult.Deleted(card));
        assertThat(fixture().number(book)).isEqualTo(2);
        assertThat(fixture().find(book, "a.vcf")).isEmpty();
        assertThat(fixture().index(card)).isEmpty();
        assertThat(fixture().events(book, 0, 2, 10, true)).containsExactly(new SyncItem.Removed("a.vcf", 2));
        assertThat(fixture().history(book, "a.vcf")).hasSize(1);
        assertThat(fixture().version(card.id(), 1)).isEqualTo("1");
    }

    @Test
    default void a_deletion_under_a_false_condition_moves_nothing() {
        BookId book = fixture().book("alice");
        Card card = fixture().stored(book, "a.vcf", "1");
        DeleteResult result = fixture().write(tx -> tx.cards().delete(book, "a.vcf", there -> false, NOW));
        assertThat(result).isEqualTo(new DeleteResult.ConditionFailed());
        assertThat(fixture().number(book)).isEqualTo(1);
        assertThat(fixture().find(book, "a.vcf")).contains(card);
    }

    @Test
    default void a_deletion_of_nothing_moves_nothing() {
        BookId book = fixture().book("alice");
        assertThat(fixture().delete(book, "a.vcf")).isInstanceOf(DeleteResult.Missing.class);
        assertThat(fixture().number(book)).isZero();
        assertThat(fixture().delete(new BookId(book.home(), 99), "a.vcf")).isInstanceOf(DeleteResult.Missing.class);
    }

    @Test
    default void a_card_made_anew_is_another_card_without_a_tombstone() {
        BookId book = fixture().book("alice");
        Card first = fixture().stored(book, "a.vcf", "1");
        fixture().write(tx -> {
            tx.properties().set(Owner.of(first.id()), new DeadProperty("x:", "colour", "<colour/>"));
            return true;
        });
        fixture().delete(book, "a.vcf");
        Card second = fixture().stored(book, "a.vcf", "2");
        assertThat(second.id().number()).isEqualTo(3);
        assertThat(fixture().list(tx -> tx.properties().list(Owner.of(second.id()))))
                .isEmpty();
        assertThat(fixture().events(book, 0, 3, 10, true)).containsExactly(new SyncItem.Changed(second));
        fixture().delete(book, "a.vcf");
        assertThat(fixture().events(book, 0, 4, 10, true)).containsExactly(new SyncItem.Removed("a.vcf", 4));
        assertThat(fixture().history(book, "a.vcf")).hasSize(2);
    }
}
