package org.teldav.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.teldav.storage.sql.Fixture.NOW;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.teldav.storage.BookId;
import org.teldav.storage.CardPut;

/** {@link org.teldav.storage.AddressBooks#usedBytes}: RFC 4331 asks for the sum of what is there, and nobody adds it up. */
interface UsedBytesContract extends Engine {
    private long used(BookId book) {
        return fixture().read(tx -> tx.books().usedBytes(book));
    }

    private long counted(BookId book) {
        return fixture().read(tx -> tx.cards().usage(book).bytes());
    }

    @Test
    default void the_used_bytes_follow_every_kind_of_write() {
        BookId book = fixture().book("alice");
        BookId other = fixture().book(book.home(), "other");
        assertThat(used(book)).isZero();
        fixture().put(book, "a.vcf", "12345");
        fixture().put(book, "b.vcf", "123");
        assertThat(used(book)).isEqualTo(8);
        fixture().put(book, "a.vcf", "1");
        assertThat(used(book)).isEqualTo(4);
        fixture().put(book, "a.vcf", "1");
        assertThat(used(book)).isEqualTo(4);
        fixture().delete(book, "b.vcf");
        assertThat(used(book)).isEqualTo(1);
        fixture().put(other, "c.vcf", "1234567");
        long home = fixture().read(tx -> tx.books().usedBytes(book.home()));
        assertThat(home).isEqualTo(8);
        fixture().write(tx -> tx.books().delete(other, NOW));
        home = fixture().read(tx -> tx.books().usedBytes(book.home()));
        assertThat(home).isEqualTo(1);
        assertThat(used(other)).isZero();
    }

    @Test
    default void the_used_bytes_are_the_sum_after_any_writes() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        BookId book = fixture().book("alice");
        BookId other = fixture().book(book.home(), "other");
        for (int i = 0; i < 120; i++) {
            step(random, random.nextBoolean() ? book : other, random.nextBoolean() ? book : other);
        }
        assertThat(used(book)).as("seed %d", seed).isEqualTo(counted(book));
        assertThat(used(other)).as("seed %d", seed).isEqualTo(counted(other));
    }

    private void step(Random random, BookId from, BookId to) {
        String name = "c" + random.nextInt(6);
        String target = "c" + random.nextInt(6);
        switch (random.nextInt(5)) {
            case 0, 1 -> fixture().put(from, name, "x".repeat(random.nextInt(50)));
            case 2 -> fixture().delete(from, name);
            case 3 ->
                fixture()
                        .find(from, name)
                        .ifPresent(card ->
                                fixture().write(tx -> tx.cards().copy(card.id(), to, target, CardPut.ALWAYS, NOW)));
            default ->
                fixture()
                        .find(from, name)
                        .ifPresent(card -> fixture()
                                .write(tx -> tx.cards().move(card.id(), any -> true, to, target, CardPut.ALWAYS, NOW)));
        }
    }
}
