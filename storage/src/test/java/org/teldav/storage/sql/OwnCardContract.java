package org.teldav.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.teldav.storage.sql.Fixture.NOW;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.teldav.storage.BookId;
import org.teldav.storage.Card;
import org.teldav.storage.CardId;
import org.teldav.storage.CardPut;
import org.teldav.storage.Claim;
import org.teldav.storage.DeleteResult;
import org.teldav.storage.PutResult;
import org.teldav.storage.StoreListener;
import org.teldav.storage.Transaction;

/** {@link org.teldav.storage.StoreListener}, and which card is the own one. */
interface OwnCardContract extends Engine {
    private static String text(Optional<byte[]> bytes) {
        return bytes.map(content -> new String(content, StandardCharsets.UTF_8)).orElse("-");
    }

    private List<String> told() {
        return fixture().edits().stream()
                .map(edit -> edit.user() + ": " + text(edit.before()) + " > " + text(edit.after()))
                .toList();
    }

    private Optional<CardId> own(long user) {
        return fixture().read(tx -> tx.principals().ownCard(user));
    }

    private Card ownCard(BookId book) {
        Card card = fixture().stored(book, "me.vcf", "one");
        fixture().own(card.id());
        fixture().edits().clear();
        return card;
    }

    @Test
    default void naming_a_card_as_the_own_one_is_told() {
        BookId book = fixture().book("alice");
        Card first = fixture().stored(book, "a.vcf", "a");
        Card second = fixture().stored(book, "b.vcf", "b");
        assertThat(own(book.home())).isEmpty();
        fixture().own(first.id());
        assertThat(own(book.home())).contains(first.id());
        fixture().own(first.id());
        fixture().own(second.id());
        fixture().write(tx -> {
            tx.principals().setOwnCard(book.home(), Optional.empty(), NOW);
            return true;
        });
        assertThat(own(book.home())).isEmpty();
        long id = book.home();
        assertThat(told()).containsExactly(id + ": - > a", id + ": a > b", id + ": b > -");
    }

    @Test
    default void an_own_card_is_in_the_users_home_and_is_there() {
        BookId book = fixture().book("alice");
        Card foreign = fixture().stored(fixture().book("bob"), "a.vcf", "a");
        for (CardId card : List.of(foreign.id(), new CardId(book, 5))) {
            assertThatThrownBy(() -> fixture().write(tx -> {
                        tx.principals().setOwnCard(book.home(), Optional.of(card), NOW);
                        return true;
                    }))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(own(book.home())).isEmpty();
    }

    @Test
    default void each_edit_of_the_own_card_is_told_with_the_bytes_of_before_and_after() {
        BookId book = fixture().book("alice");
        ownCard(book);
        fixture().put(book, "other.vcf", "x");
        fixture().put(book, "me.vcf", "two");
        fixture().put(book, "me.vcf", "two");
        assertThat(told()).containsExactly(book.home() + ": one > two");
    }

    @Test
    default void what_the_listener_writes_is_committed_with_the_edit_or_not_at_all() {
        BookId book = fixture().book("alice");
        ownCard(book);
        fixture().listen((tx, edit) -> tx.claims().open(edit.user(), "+1", Claim.State.UNVERIFIED, edit.at()));
        fixture().put(book, "me.vcf", "two");
        assertThat(fixture().read(tx -> tx.claims().on("+1")).size()).isEqualTo(1);
        fixture().listen((tx, edit) -> {
            tx.claims().open(edit.user(), "+2", Claim.State.UNVERIFIED, edit.at());
            throw new IllegalStateException("refused");
        });
        assertThatThrownBy(() -> fixture().put(book, "me.vcf", "three")).isInstanceOf(IllegalStateException.class);
        assertThat(fixture().content(book, "me.vcf")).isEqualTo("two");
        assertThat(fixture().number(book)).isEqualTo(2);
        assertThat(fixture().read(tx -> tx.claims().on("+2")).size()).isZero();
        assertThat(fixture().history(book, "me.vcf")).hasSize(1);
    }

    @Test
    default void a_deleted_own_card_is_nobodys() {
        BookId book = fixture().book("alice");
        ownCard(book);
        assertThat(fixture().delete(book, "me.vcf")).isInstanceOf(DeleteResult.Deleted.class);
        assertThat(own(book.home())).isEmpty();
        assertThat(told()).containsExactly(book.home() + ": one > -");
        fixture().put(book, "me.vcf", "new");
        assertThat(own(book.home())).isEmpty();
        assertThat(fixture().edits()).hasSize(1);
    }

    /** What the listener takes for the one that was deleted, whose last version it is asked about. */
    private List<String> recognizing(String deleted) {
        List<String> asked = new ArrayList<>();
        fixture().listen(new StoreListener() {
            @Override
            public void edited(Transaction transaction, OwnCardEdit edit) {}

            @Override
            public boolean isSame(Card card, byte[] last) {
                asked.add(card.name() + ": " + text(Optional.of(last)));
                return text(Optional.of(last)).equals(deleted);
            }
        });
        return asked;
    }

    @ParameterizedTest
    @ValueSource(strings = {"put", "copy", "move"})
    default void one_that_is_put_again_anywhere_in_the_home_is_the_own_card_again(String way) {
        BookId book = fixture().book("alice");
        BookId other = fixture().book(book.home(), "other");
        ownCard(book);
        fixture().put(book, "me.vcf", "two");
        Card source = fixture().stored(book, "x.vcf", "x");
        fixture().delete(book, "me.vcf");
        fixture().edits().clear();
        List<String> asked = recognizing("two");
        switch (way) {
            case "put" -> fixture().put(other, "a.vcf", "x");
            case "copy" -> fixture().write(tx -> tx.cards().copy(source.id(), other, "a.vcf", CardPut.ALWAYS, NOW));
            default ->
                fixture().write(tx -> tx.cards().move(source.id(), there -> true, other, "a.vcf", CardPut.ALWAYS, NOW));
        }
        assertThat(asked).containsExactly("a.vcf: two");
        assertThat(own(book.home())).isEqualTo(fixture().find(other, "a.vcf").map(Card::id));
        assertThat(told()).containsExactly(book.home() + ": two > x");
        fixture().put(book, "b.vcf", "another");
        fixture().put(fixture().book("bob"), "c.vcf", "of another home");
        assertThat(asked).as("nobody is asked where there is one").hasSize(1);
    }

    @Test
    default void another_card_is_not() {
        BookId book = fixture().book("alice");
        ownCard(book);
        fixture().delete(book, "me.vcf");
        List<String> asked = recognizing("what was never");
        fixture().put(book, "me.vcf", "two");
        assertThat(asked).containsExactly("me.vcf: one");
        assertThat(own(book.home())).isEmpty();
    }

    @Test
    default void nor_is_any_where_the_user_wants_none_or_the_card_of_before_is_there() {
        BookId book = fixture().book("alice");
        Card own = ownCard(book);
        Card next = fixture().stored(book, "next.vcf", "next");
        List<String> asked = recognizing("one");
        fixture().own(next.id());
        fixture().put(book, "a.vcf", "a");
        fixture().own(own.id());
        fixture().write(tx -> {
            tx.principals().setOwnCard(book.home(), Optional.empty(), NOW);
            return true;
        });
        fixture().put(book, "b.vcf", "b");
        fixture().delete(book, "me.vcf");
        fixture().put(book, "me.vcf", "one");
        assertThat(asked).isEmpty();
        assertThat(own(book.home())).isEmpty();
    }

    @Test
    default void an_own_card_goes_with_its_book() {
        long alice = fixture().book("alice").home();
        BookId other = fixture().book(alice, "other");
        ownCard(other);
        fixture().write(tx -> tx.books().delete(other, NOW));
        assertThat(own(alice)).isEmpty();
        assertThat(told()).containsExactly(alice + ": one > -");
    }

    @Test
    default void an_own_card_that_moves_stays_the_own_card_and_nobody_is_told() {
        BookId book = fixture().book("alice");
        BookId other = fixture().book(book.home(), "other");
        Card card = ownCard(book);
        fixture().rename(card, "renamed.vcf");
        assertThat(own(book.home())).contains(card.id());
        PutResult result =
                fixture().write(tx -> tx.cards().move(card.id(), there -> true, other, "a.vcf", CardPut.ALWAYS, NOW));
        assertThat(result).isInstanceOf(PutResult.Created.class);
        assertThat(own(book.home())).isEqualTo(fixture().find(other, "a.vcf").map(Card::id));
        assertThat(told()).isEmpty();
    }

    @Test
    default void what_is_moved_or_copied_over_the_own_card_is_an_edit_of_it() {
        BookId book = fixture().book("alice");
        BookId other = fixture().book(book.home(), "other");
        Card own = ownCard(book);
        for (String content : List.of("moved", "copied")) {
            fixture().put(other, "new.vcf", content, own.uid(), List.of(), CardPut.ALWAYS);
            CardId source = fixture().find(other, "new.vcf").orElseThrow().id();
            fixture()
                    .write(tx -> content.equals("moved")
                            ? tx.cards().move(source, there -> true, book, "me.vcf", CardPut.ALWAYS, NOW)
                            : tx.cards().copy(source, book, "me.vcf", CardPut.ALWAYS, NOW));
            assertThat(own(book.home()))
                    .isEqualTo(fixture().find(book, "me.vcf").map(Card::id));
        }
        assertThat(told()).containsExactly(book.home() + ": one > moved", book.home() + ": moved > copied");
    }
}
