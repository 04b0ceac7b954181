package org.teldav;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A PostgreSQL that knows nothing of its tables yet, as in the first minute of a new server. It takes all indexes for equally good then, and may go through a
 * book for one card, but not through its cards for each of its cards.
 */
@OneEngine("about PostgreSQL before it knows its tables")
class FreshDatabaseTest {
    private static final String BOOK = "/dav/addressbooks/alice/contacts/";
    private static final int CARDS = 200;
    private static final int TIMES = 20;

    @Test
    void what_is_asked_of_one_card_costs_no_more_than_a_few_times_through_the_book(@TempDir Path data)
            throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "off")
                .setServerConfig("autovacuum", "off")
                .start()) {
            String url = "database.url = \"" + postgres.getJdbcUrl("postgres", "postgres") + "\"";
            try (TestServer server = TestServer.start(data, url)) {
                server.user("bob", "+1 415 555 0101", "family");
                DavClient alice = server.user("alice", "+1 415 555 0100", "family");
                for (int i = 0; i < CARDS; i++) {
                    use(alice, i);
                }
            }
            rowsRead(postgres)
                    .forEach((table, rows) -> assertThat(rows)
                            .as("rows of %s read for %d cards", table, CARDS)
                            .isLessThan(CARDS * CARDS * TIMES));
        }
    }

    private static void use(DavClient alice, int i) {
        String path = BOOK + "c" + i + ".vcf";
        alice.put(path, TestServer.card("uid-" + i, "Person " + i, "+1 415 556 " + (1000 + i)))
                .expect(201);
        alice.put(path, TestServer.card("uid-" + i, "Person " + i, "+1 415 557 " + (1000 + i)))
                .expect(204);
        alice.get(path).expect(200);
        alice.delete(BOOK + "no" + i + ".vcf").expect(404);
    }

    /** By table, since it was made; PostgreSQL writes it down when a connection ends. */
    private static Map<String, Long> rowsRead(EmbeddedPostgres postgres) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT relname, COALESCE(idx_tup_fetch, 0) + seq_tup_read FROM pg_stat_user_tables")) {
            Map<String, Long> read = new TreeMap<>();
            while (rows.next()) {
                read.put(rows.getString(1), rows.getLong(2));
            }
            return read;
        }
    }
}
