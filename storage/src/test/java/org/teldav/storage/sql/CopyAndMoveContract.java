package org.teldav.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.teldav.storage.sql.Fixture.NOW;
import static org.teldav.storage.sql.Fixture.tel;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.teldav.storage.BookId;
import org.teldav.storage.Card;
import org.teldav.storage.CardPut;
import org.teldav.storage.DeadProperties.DeadProperty;
import org.teldav.storage.DeadProperties.Owner;
import org.teldav.storage.PutResult;
import org.teldav.storage.SyncItem;

/** {@link org.teldav.storage.Cards#copy} and {@link org.teldav.storage.Cards#move}. */
interface CopyAndMoveContract extends Engine {
    DeadProperty COLOUR = new DeadProperty("x:", "colour", "<colour xmlns='x:'>red</colour>");

    private Card coloured(BookId book, String name) {
        Card card = fixture().stored(book, name, "bytes of " + name, tel(0, "+1", 7));
        fixture().write(tx -> {
            tx.properties().set(Owner.of(card.id()), COLOUR);
            return true;
        });
        return card;
    }

    private PutResult copy(Card card, BookId book, String name) {
        return fixture().write(tx -> tx.cards().copy(card.id(), book, name, CardPut.ALWAYS, NOW));
    }

    private PutResult move(Card card, BookId book, String name) {
        return fixture().write(tx -> tx.cards().move(card.id(), there -> true, book, name, CardPut.ALWAYS, NOW));
    }

    private List<DeadProperty> properties(Card card) {
        return fixture().read(tx -> tx.properties().list(Owner.of(card.id())));
    }

    @Test
    default void rfc4918_9_8_a_copy_takes_bytes_index_and_properties_along() {
        BookId book = fixture().book("alice");
        BookId other = fixture().book(book.home(), "other");
        Card card = coloured(book, "a.vcf");
        PutResult result = copy(card, other, "b.vcf");
        Card copy = fixture().find(other, "b.vcf").orElseThrow();
        assertThat(result).isEqualTo(new PutResult.Created(copy));
        assertThat(fixture().content(other, "b.vcf")).isEqualTo("bytes of a.vcf");
        assertThat(fixture().index(copy)).containsExactly(tel(0, "+1", 7));
        assertThat(properties(copy)).containsExactly(COLOUR);
        assertThat(fixture().find(book, "a.vcf")).contains(card);
        assertThat(fixture().number(book)).isEqualTo(1);
        assertThat(fixture().number(other)).isEqualTo(1);
    }

    @Test
    default void a_copy_over_a_card_is_an_edit_of_that_card() {
        BookId book = fixture().book("alice");
        BookId other = fixture().book(book.home(), "other");
        Card card = coloured(book, "a.vcf");
        Card there = fixture().stored(other, "a.vcf", "there");
        PutResult result = copy(card, other, "a.vcf");
        Card after = fixture().find(other, "a.vcf").orElseThrow();
        assertThat(result).isEqualTo(new PutResult.Replaced(after));
        assertThat(after.id()).isEqualTo(there.id());
        assertThat(fixture().history(other, "a.vcf")).hasSize(1);
        assertThat(properties(after)).containsExactly(COLOUR);
        assertThat(copy(card, other, "a.vcf")).isEqualTo(new PutResult.Unchanged(after));
    }

    @Test
    default void a_copy_into_the_same_book_is_a_uid_conflict() {
        BookId book = fixture().book("alice");
        Card card = coloured(book, "a.vcf");
        assertThat(copy(card, book, "b.vcf")).isEqualTo(new PutResult.UidConflict("a.vcf"));
        assertThat(copy(card, book, "a.vcf")).isEqualTo(new PutResult.Unchanged(card));
        assertThat(properties(card)).containsExactly(COLOUR);
        assertThat(fixture().number(book)).isEqualTo(1);
    }

    @Test
    default void a_copy_or_move_of_what_is_gone_or_to_where_nothing_is_is_missing() {
        BookId book = fixture().book("alice");
        BookId nowhere = new BookId(book.home(), 99);
        Card card = coloured(book, "a.vcf");
        assertThat(copy(card, nowhere, "a.vcf")).isInstanceOf(PutResult.Missing.class);
        assertThat(move(card, nowhere, "a.vcf")).isInstanceOf(PutResult.Missing.class);
        fixture().delete(book, "a.vcf");
        assertThat(copy(card, book, "b.vcf")).isInstanceOf(PutResult.Missing.class);
        assertThat(move(card, book, "b.vcf")).isInstanceOf(PutResult.Missing.class);
        assertThat(fixture().number(book)).isEqualTo(2);
    }

    @Test
    default void a_card_never_leaves_its_home() {
        BookId book = fixture().book("alice");
        BookId foreign = fixture().book("bob");
        Card card = coloured(book, "a.vcf");
        assertThatThrownBy(() -> move(card, foreign, "a.vcf")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> copy(card, foreign, "a.vcf")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    default void a_rename_in_the_book_keeps_the_card_and_takes_two_events() {
        BookId book = fixture().book("alice");
        Card card = coloured(book, "a.vcf");
        PutResult result = move(card, book, "b.vcf");
        Card moved = fixture().find(book, "b.vcf").orElseThrow();
        assertThat(result).isEqualTo(new PutResult.Created(moved));
        assertThat(moved.id()).isEqualTo(card.id());
        assertThat(moved.etag()).isEqualTo(card.etag());
        assertThat(fixture().content(book, "b.vcf")).isEqualTo("bytes of a.vcf");
        assertThat(fixture().index(moved)).containsExactly(tel(0, "+1", 7));
        assertThat(properties(moved)).containsExactly(COLOUR);
        assertThat(fixture().number(book)).isEqualTo(3);
        assertThat(fixture().events(book, 1, 3, 10, true))
                .containsExactly(new SyncItem.Removed("a.vcf", 2), new SyncItem.Changed(moved));
        assertThat(fixture().history(book, "a.vcf")).hasSize(1);
        assertThat(fixture().version(card.id(), 1)).isEqualTo("bytes of a.vcf");
    }

    @Test
    default void a_rename_there_and_back_leaves_no_tombstone_of_the_first_name() {
        BookId book = fixture().book("alice");
        Card card = coloured(book, "a.vcf");
        move(card, book, "b.vcf");
        move(card, book, "a.vcf");
        Card back = fixture().find(book, "a.vcf").orElseThrow();
        assertThat(fixture().events(book, 0, 5, 10, true))
                .containsExactly(new SyncItem.Removed("b.vcf", 4), new SyncItem.Changed(back));
    }

    @Test
    default void a_move_to_another_book_is_a_new_card_there_and_a_deletion_here() {
        BookId book = fixture().book("alice");
        BookId other = fixture().book(book.home(), "other");
        Card card = coloured(book, "a.vcf");
        PutResult result = move(card, other, "b.vcf");
        Card moved = fixture().find(other, "b.vcf").orElseThrow();
        assertThat(result).isEqualTo(new PutResult.Created(moved));
        assertThat(fixture().content(other, "b.vcf")).isEqualTo("bytes of a.vcf");
        assertThat(fixture().index(moved)).containsExactly(tel(0, "+1", 7));
        assertThat(fixture().index(card)).isEmpty();
        assertThat(properties(moved)).containsExactly(COLOUR);
        assertThat(properties(card)).isEmpty();
        assertThat(fixture().events(book, 0, 2, 10, true)).containsExactly(new SyncItem.Removed("a.vcf", 2));
        assertThat(fixture().events(other, 0, 1, 10, true)).containsExactly(new SyncItem.Changed(moved));
        assertThat(fixture().history(book, "a.vcf")).hasSize(1);
        assertThat(fixture().version(card.id(), 1)).isEqualTo("bytes of a.vcf");
    }

    @Test
    default void a_move_over_a_card_puts_that_card_into_the_history() {
        BookId book = fixture().book("alice");
        BookId other = fixture().book(book.home(), "other");
        Card card = coloured(book, "a.vcf");
        Card there = fixture().stored(other, "a.vcf", "there", tel(0, "+2"));
        PutResult result = move(card, other, "a.vcf");
        Card moved = fixture().find(other, "a.vcf").orElseThrow();
        assertThat(result).isEqualTo(new PutResult.Replaced(moved));
        assertThat(moved.id()).isNotEqualTo(there.id());
        assertThat(fixture().content(other, "a.vcf")).isEqualTo("bytes of a.vcf");
        assertThat(fixture().version(there.id(), 1)).isEqualTo("there");
        assertThat(fixture().history(other, "a.vcf")).hasSize(1);
        assertThat(fixture().index(there)).isEmpty();
        assertThat(fixture().events(other, 0, 2, 10, true)).containsExactly(new SyncItem.Changed(moved));
    }

    @Test
    default void rfc6352_5_1_holds_for_moves_too() {
        BookId book = fixture().book("alice");
        BookId other = fixture().book(book.home(), "other");
        Card card = coloured(book, "a.vcf");
        fixture().stored(book, "b.vcf", "another");
        assertThat(move(card, book, "b.vcf")).isEqualTo(new PutResult.UidConflict("b.vcf"));
        fixture().put(other, "c.vcf", "twin", card.uid(), List.of(), CardPut.ALWAYS);
        assertThat(move(card, other, "d.vcf")).isEqualTo(new PutResult.UidConflict("c.vcf"));
        assertThat(fixture().number(book)).isEqualTo(2);
        assertThat(fixture().number(other)).isEqualTo(1);
    }

    @Test
    default void conditions_of_both_ends_are_asked_under_the_lock() {
        BookId book = fixture().book("alice");
        BookId other = fixture().book(book.home(), "other");
        Card card = coloured(book, "a.vcf");
        PutResult source =
                fixture().write(tx -> tx.cards().move(card.id(), there -> false, other, "a.vcf", CardPut.ALWAYS, NOW));
        assertThat(source).isEqualTo(new PutResult.ConditionFailed(Optional.of(card)));
        PutResult target = fixture()
                .write(tx -> tx.cards().move(card.id(), there -> true, other, "a.vcf", Optional::isPresent, NOW));
        assertThat(target).isEqualTo(new PutResult.ConditionFailed(Optional.empty()));
        PutResult copied = fixture().write(tx -> tx.cards().copy(card.id(), other, "a.vcf", Optional::isPresent, NOW));
        assertThat(copied).isEqualTo(new PutResult.ConditionFailed(Optional.empty()));
        assertThat(fixture().number(book)).isEqualTo(1);
        assertThat(fixture().number(other)).isZero();
    }

    @Test
    default void a_move_onto_itself_changes_nothing() {
        BookId book = fixture().book("alice");
        Card card = coloured(book, "a.vcf");
        assertThat(move(card, book, "a.vcf")).isEqualTo(new PutResult.Unchanged(card));
        assertThat(fixture().number(book)).isEqualTo(1);
        assertThat(properties(card)).containsExactly(COLOUR);
    }
}
