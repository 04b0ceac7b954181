package org.teldav.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.teldav.storage.BookId;
import org.teldav.storage.CardPut;
import org.teldav.storage.StoredCard;

/**
 * A book that is filled in a new server's first minute, before PostgreSQL looks at its tables by itself: to a planner that knows nothing all indexes are equally
 * good, and the first to hand leads through the whole book.
 */
class GrowthTest {
    private static final int WRITES = 64;
    private static final int CARDS_EACH = 50;
    private static final int ASKED = 20;

    @Test
    void a_card_of_a_book_that_was_just_filled_is_found_by_its_name_and_not_by_going_through_the_book()
            throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "off")
                .setServerConfig("autovacuum", "off")
                .start()) {
            DatabaseSettings settings =
                    new DatabaseSettings(server.getJdbcUrl("postgres", "postgres"), "postgres", "", 4);
            Fixture filling = new Fixture(settings);
            BookId book = filling.book("alice");
            for (int i = 0; i < WRITES; i++) {
                fill(filling, book, i * CARDS_EACH);
            }
            filling.close();
            long before = cardsRead(server);
            Fixture fixture = new Fixture(settings);
            for (int i = 0; i < ASKED; i++) {
                fixture.put(book, name(i), "changed " + i);
                String name = name(i);
                Optional<StoredCard> card =
                        fixture.store().read(tx -> tx.cards().read(book, name));
                assertThat(card).isPresent();
            }
            fixture.close();
            assertThat(cardsRead(server) - before).isLessThan(ASKED * CARDS_EACH);
        }
    }

    private static void fill(Fixture fixture, BookId book, int from) {
        fixture.store().write(book.home(), tx -> {
            for (int i = from; i < from + CARDS_EACH; i++) {
                tx.cards()
                        .put(
                                new CardPut(
                                        book,
                                        name(i),
                                        Fixture.bytes("card " + i),
                                        "uid-" + i,
                                        List.of(),
                                        CardPut.ALWAYS),
                                Fixture.NOW);
            }
            return true;
        });
    }

    private static String name(int i) {
        return "c" + i + ".vcf";
    }

    /** Rows of the table cards; PostgreSQL writes it down when a connection ends. */
    private static long cardsRead(EmbeddedPostgres server) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT COALESCE(idx_tup_fetch, 0) + seq_tup_read FROM pg_stat_user_tables"
                                + " WHERE relname = 'cards'")) {
            row.next();
            return row.getLong(1);
        }
    }
}
