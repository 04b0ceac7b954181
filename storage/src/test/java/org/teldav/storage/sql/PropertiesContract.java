package org.teldav.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.teldav.storage.BookId;
import org.teldav.storage.Card;
import org.teldav.storage.DeadProperties.DeadProperty;
import org.teldav.storage.DeadProperties.OfCard;
import org.teldav.storage.DeadProperties.Owner;

/** {@link org.teldav.storage.DeadProperties}. */
interface PropertiesContract extends Engine {
    private void set(Owner owner, DeadProperty... properties) {
        fixture().write(tx -> {
            List.of(properties).forEach(property -> tx.properties().set(owner, property));
            return true;
        });
    }

    private List<DeadProperty> list(Owner owner) {
        return fixture().read(tx -> tx.properties().list(owner));
    }

    @Test
    default void rfc4918_4_properties_are_kept_as_sent_by_owner() {
        BookId book = fixture().book("alice");
        Card card = fixture().stored(book, "a.vcf", "1");
        DeadProperty first = new DeadProperty("urn:a", "b", "<b xmlns='urn:a'>'\"\\ \uD83D\uDE00\n</b>");
        DeadProperty second = new DeadProperty("urn:a", "c", "<c/>".repeat(10_000));
        DeadProperty third = new DeadProperty("urn:b", "a", "");
        for (Owner owner : List.of(Owner.ofHome(book.home()), Owner.of(book), Owner.of(card.id()))) {
            assertThat(list(owner)).isEmpty();
            set(owner, third, second, first);
            assertThat(list(owner)).containsExactly(first, second, third);
            DeadProperty changed = new DeadProperty("urn:a", "b", "<b/>");
            set(owner, changed);
            assertThat(list(owner)).containsExactly(changed, second, third);
            assertThat(remove(owner, "urn:a", "c")).isTrue();
            assertThat(remove(owner, "urn:a", "c")).isFalse();
            assertThat(list(owner)).containsExactly(changed, third);
        }
    }

    private boolean remove(Owner owner, String namespace, String name) {
        return fixture().write(tx -> tx.properties().remove(owner, namespace, name));
    }

    @Test
    default void names_of_any_length_are_told_apart() {
        Owner owner = Owner.ofHome(fixture().user("alice").id());
        String namespace = "urn:" + "x".repeat(5000);
        DeadProperty[] properties = IntStream.range(0, 3)
                .mapToObj(i -> new DeadProperty(namespace, "n".repeat(3000 + i), "" + i))
                .toArray(DeadProperty[]::new);
        set(owner, properties);
        assertThat(list(owner)).containsExactly(properties);
    }

    @Test
    default void those_of_all_cards_between_two_numbers_come_at_once() {
        BookId book = fixture().book("alice");
        DeadProperty a = new DeadProperty("x:", "a", "1");
        DeadProperty b = new DeadProperty("x:", "b", "2");
        set(Owner.of(book), a);
        for (int i = 1; i <= 4; i++) {
            set(Owner.of(fixture().stored(book, i + ".vcf", "1").id()), b, a);
        }
        assertThat(fixture().list(tx -> tx.properties().listOfCards(book, 1, 3)))
                .containsExactly(new OfCard(2, a), new OfCard(2, b), new OfCard(3, a), new OfCard(3, b));
    }
}
