package org.teldav.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.teldav.storage.BookId;
import org.teldav.storage.CardId;
import org.teldav.storage.CardPut;
import org.teldav.storage.Change;
import org.teldav.storage.Rewrite;
import org.teldav.storage.StoredCard;

/**
 * What must not be gone through as a whole, counted by PostgreSQL itself: a book that is filled in a new server's first minute, before PostgreSQL looks at its tables by itself: to a planner that knows nothing all indexes are equally
 * good, and the first to hand leads through the whole book.
 */
class GrowthTest {
    private static final int WRITES = 64;
    private static final int CARDS_EACH = 50;
    private static final int REWRITES = 100;
    private static final int ASKED = 20;

    @Test
    void a_card_of_a_book_that_was_just_filled_is_found_by_its_name_and_not_by_going_through_the_book()
            throws Exception {
        try (EmbeddedPostgres server = start()) {
            DatabaseSettings settings = settings(server);
            Fixture filling = new Fixture(settings);
            BookId book = filling.book("alice");
            for (int i = 0; i < WRITES; i++) {
                fill(filling, book, i * CARDS_EACH);
            }
            filling.close();
            long before = read(server, "cards");
            Fixture fixture = new Fixture(settings);
            for (int i = 0; i < ASKED; i++) {
                fixture.put(book, name(i), "changed " + i);
                String name = name(i);
                Optional<StoredCard> card =
                        fixture.store().read(tx -> tx.cards().read(book, name));
                assertThat(card).isPresent();
            }
            fixture.close();
            assertThat(read(server, "cards") - before).isLessThan(ASKED * CARDS_EACH);
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

    @Test
    void a_change_is_found_without_going_through_the_cards_that_it_has_rewritten() throws Exception {
        try (EmbeddedPostgres server = start()) {
            Fixture filling = new Fixture(settings(server));
            BookId book = filling.book("alice");
            long change = filling.write(tx ->
                    tx.changes().add(book.home(), Fixture.NOW, Change.State.DONE, List.of(), Change.Course.AT_ONCE));
            for (int i = 0; i < REWRITES; i++) {
                CardId card = new CardId(book, i);
                filling.write(tx -> tx.changes()
                        .record(new Rewrite(change, book.home(), card, "", Fixture.NOW, 1, 2, "", "", ""), "uid")
                        .getAsBoolean());
            }
            filling.close();
            long before = read(server, "rewrites");
            Fixture fixture = new Fixture(settings(server));
            for (int i = 0; i < ASKED; i++) {
                assertThat(fixture.<Optional<Change>>read(tx -> tx.changes().find(change)))
                        .isPresent();
            }
            fixture.close();
            assertThat(read(server, "rewrites") - before).isLessThan(REWRITES);
        }
    }

    private static EmbeddedPostgres start() throws IOException {
        return EmbeddedPostgres.builder()
                .setServerConfig("fsync", "off")
                .setServerConfig("autovacuum", "off")
                .start();
    }

    private static DatabaseSettings settings(EmbeddedPostgres server) {
        return new DatabaseSettings(server.getJdbcUrl("postgres", "postgres"), "postgres", "", 4);
    }

    /** Rows of the table, or of its indexes; PostgreSQL writes it down when a connection ends. */
    private static long read(EmbeddedPostgres server, String table) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                PreparedStatement statement = connection.prepareStatement(
                        "SELECT GREATEST(COALESCE(idx_tup_fetch, 0), (SELECT SUM(idx_tup_read)"
                                + " FROM pg_stat_user_indexes i WHERE i.relid = t.relid)) + seq_tup_read"
                                + " FROM pg_stat_user_tables t WHERE relname = ?")) {
            statement.setString(1, table);
            ResultSet row = statement.executeQuery();
            row.next();
            return row.getLong(1);
        }
    }
}
