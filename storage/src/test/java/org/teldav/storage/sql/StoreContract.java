package org.teldav.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.teldav.storage.BookId;
import org.teldav.storage.Card;
import org.teldav.storage.PutResult;
import org.teldav.storage.StoredCard;
import org.teldav.storage.SyncItem;

/** What each engine has to do, first of all. */
interface StoreContract {
    Fixture fixture();

    @Test
    default void a_put_moves_the_sync_token_by_one() {
        Fixture f = fixture();
        BookId book = f.book("alice");
        assertThat(f.put(book, "a.vcf", "1")).isInstanceOf(PutResult.Created.class);
        assertThat(f.number(book)).isEqualTo(1);
        assertThat(f.put(book, "a.vcf", "2")).isInstanceOf(PutResult.Replaced.class);
        assertThat(f.number(book)).isEqualTo(2);
    }

    @Test
    default void what_was_put_is_read() {
        Fixture f = fixture();
        BookId book = f.book("alice");
        f.put(book, "a.vcf", "bytes");
        StoredCard card = f.store().read(tx -> tx.cards().read(book, "a.vcf")).orElseThrow();
        assertThat(card.content()).isEqualTo("bytes".getBytes(StandardCharsets.UTF_8));
        assertThat(f.page(book, 0, 10)).extracting(Card::name).containsExactly("a.vcf");
        assertThat(f.events(book, 0, 1, 10, true)).extracting(SyncItem::name).containsExactly("a.vcf");
    }
}
