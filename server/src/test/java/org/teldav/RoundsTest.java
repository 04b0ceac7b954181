package org.teldav;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.teldav.web.Json;

/** How many rounds to a PostgreSQL a request makes, its login among them, BEGIN and COMMIT too. */
@OneEngine("about rounds to PostgreSQL: HSQLDB is in the same process")
class RoundsTest extends RoundsStory {
    private static final int CHANGES = 3;
    private static final int CARDS = 150;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Of most of the requests, each on the connection that it had: on a busy machine the worker has another beside most of them. */
    private long rounds(int status, IntFunction<DavAnswer> request) {
        return IntStream.range(0, TIMES)
                .mapToLong(i -> {
                    List<Long> before = counter.byConnection();
                    request.apply(i).expect(status);
                    return most(before, counter.byConnection());
                })
                .sorted()
                .toArray()[TIMES / 2];
    }

    /** Connections may have been opened meanwhile. */
    private static long most(List<Long> before, List<Long> after) {
        return IntStream.range(0, after.size())
                .mapToLong(i -> after.get(i) - (i < before.size() ? before.get(i) : 0))
                .max()
                .orElseThrow();
    }

    @Test
    void a_get_of_a_card_is_one_round() {
        assertThat(rounds(200, i -> alice.get(name(i)))).isEqualTo(1);
        assertThat(rounds(404, i -> alice.get(name(i) + "x"))).isEqualTo(1);
        assertThat(rounds(404, i -> alice.get("/dav/addressbooks/bob/contacts/me.vcf")))
                .isEqualTo(1);
    }

    @Test
    void a_get_of_a_card_by_a_device_with_its_own_password_is_one_round() {
        String made = DeviceTest.json(alice, "POST", "/api/users/alice/devices", "{\"label\": \"phone\"}")
                .expect(201)
                .text();
        DavClient phone = server.client()
                .as("alice", Json.parse(made.getBytes(UTF_8)).path("password").asText());
        assertThat(rounds(200, i -> phone.get(name(i)))).isEqualTo(1);
    }

    @Test
    void a_propfind_of_depth_0_is_one_round() {
        assertThat(rounds(207, i -> alice.propfind(name(i), 0, propfind("getetag"))))
                .isEqualTo(1);
        assertThat(rounds(207, i -> alice.propfind(BOOK, 0, propfind("sync-token"))))
                .isEqualTo(1);
    }

    private static String propfind(String property) {
        return "<D:propfind xmlns:D=\"DAV:\"><D:prop><D:" + property + "/></D:prop></D:propfind>";
    }

    @Test
    void a_sync_collection_with_one_change_is_one_round_and_with_more_or_a_card_that_has_gone_two() {
        String token = alice.report(BOOK, sync("")).expect(207).syncToken();
        alice.put(name(0), card(0, "+1 212 555 0199")).expect(204);
        String body = sync(token);
        assertThat(alice.report(BOOK, body).expect(207).hrefs()).containsExactly(name(0));
        assertThat(rounds(207, i -> alice.report(BOOK, body))).isEqualTo(1);

        String next = alice.report(BOOK, body).syncToken();
        alice.delete(name(1)).expect(204);
        assertThat(alice.report(BOOK, body).expect(207).hrefs()).containsExactlyInAnyOrder(name(0), name(1));
        assertThat(rounds(207, i -> alice.report(BOOK, body))).isEqualTo(2);
        assertThat(alice.report(BOOK, sync(next)).expect(207).hrefs()).containsExactly(name(1));
        assertThat(rounds(207, i -> alice.report(BOOK, sync(next)))).isEqualTo(2);
    }

    private static String sync(String token) {
        return "<D:sync-collection xmlns:D=\"DAV:\"><D:sync-token>" + token + "</D:sync-token>"
                + "<D:sync-level>1</D:sync-level><D:prop><D:getetag/></D:prop></D:sync-collection>";
    }

    /** The user with the book; the lock of the book with what is there; all that is written, and the commit. */
    @Test
    void a_put_of_a_changed_card_is_three_rounds_and_so_is_a_delete() {
        assertThat(rounds(204, i -> alice.put(name(i), card(i, "+1 212 555 0111"))))
                .isEqualTo(3);
        assertThat(rounds(
                        204, i -> alice.put(name(i), card(i, "+1 212 555 0111").replace("FN:Card", "FN:Carl"))))
                .isEqualTo(3);
        assertThat(rounds(204, i -> alice.delete(name(i)))).isEqualTo(3);
    }

    /** Its bytes before, and a commit by itself, behind the look at the user; for each directory its lock with what is there, and the last writes go with the commit again. */
    @Test
    void a_put_of_the_own_card_is_a_round_more_for_each_directory_that_shows_it() {
        server.user("bob", "+1 415 555 0101", "family", "club");
        server.drain();
        String me = "/dav/addressbooks/bob/contacts/me.vcf";
        String own = server.as("bob").get(me).expect(200).text();
        long hidden = rounds(204, i -> server.as("bob").put(me, own.replace("END:", "NOTE:a" + i + "\r\nEND:")));
        assertThat(hidden).isEqualTo(5);
        server.store().write(tx -> {
            long bob = tx.principals().user("bob").orElseThrow().id();
            tx.principals()
                    .groupsOf(bob)
                    .forEach(group -> tx.principals().setShown(group.id(), bob, true, Instant.now()));
            return true;
        });
        assertThat(rounds(204, i -> server.as("bob").put(me, own.replace("END:", "NOTE:b" + i + "\r\nEND:"))))
                .isEqualTo(hidden + 2);
    }

    /** Those of a changed card, and whether its numbers were given up by somebody (rule 12), with what the journal has of it. */
    @Test
    void a_put_of_a_new_card_is_four_rounds() {
        assertThat(rounds(201, i -> alice.put(name(100 + i), card(100 + i, "+1 212 555 0111"))))
                .isEqualTo(4);
    }

    /** Rule 7: the cards of many holders are read and written together. What works in the background can only add to it, and so the least of some is taken. */
    @Test
    void a_change_of_number_takes_less_than_a_round_for_each_of_its_holders() throws Exception {
        long few = roundsOfChange("bob", "+1 415 555 0102", 8);
        long many = roundsOfChange("carol", "+1 415 555 0103", 48);
        assertThat(many - few).isLessThan(40);
    }

    private long roundsOfChange(String changer, String tel, int holders) throws Exception {
        server.user(changer, tel, changer + "s");
        for (int i = 0; i < holders; i++) {
            String holder = changer + i;
            server.user(holder, "+1 415 555 " + (changer.equals("bob") ? 1000 + i : 2000 + i), changer + "s");
            server.as(holder)
                    .put("/dav/addressbooks/" + holder + "/contacts/x.vcf", TestServer.card("x", "Friend", tel))
                    .expect(201);
        }
        server.drain();
        List<Long> rounds = new ArrayList<>();
        for (int i = 0; i < CHANGES; i++) {
            rounds.add(roundsOfChange(changer, holders, tel.replace("555 01", "555 " + (90 + i))));
        }
        return Collections.min(rounds);
    }

    private long roundsOfChange(String changer, int holders, String tel) throws Exception {
        String me = "/dav/addressbooks/" + changer + "/contacts/me.vcf";
        String own = server.as(changer).get(me).expect(200).text();
        long before = counter.rounds();
        server.as(changer)
                .put(me, own.replaceFirst("(TEL[^:]*:)[^\r\n]*", "$1" + tel))
                .expect(204);
        awaitNone("changes WHERE state <> 'DONE'");
        long rounds = counter.rounds() - before;
        for (String holder : List.of(changer + 0, changer + (holders - 1))) {
            assertThat(server.as(holder)
                            .get("/dav/addressbooks/" + holder + "/contacts/x.vcf")
                            .text())
                    .contains(tel.substring(tel.indexOf("555")));
        }
        return rounds;
    }

    /** Rule 12, as when a phone's contacts come for the first time. The workers may look for what is due meanwhile. */
    @Test
    void new_cards_that_need_nothing_are_looked_at_in_far_less_than_a_round_each() throws Exception {
        server.user("bob", "+1 415 555 0101");
        server.store().write(tx -> tx.changes().pauseAll(Instant.now()));
        for (int i = 0; i < CARDS; i++) {
            alice.put(name(100 + i), card(100 + i, "+1 415 555 0101")).expect(201);
        }
        assertThat(server.store()
                        .<Integer>read(tx -> tx.lateComers().list(CARDS).size()))
                .isEqualTo(CARDS);
        long before = counter.rounds();
        server.store().write(tx -> tx.changes().resumeAll(Instant.now()));
        awaitNone("late_comers");
        assertThat(counter.rounds() - before).isLessThan(CARDS);
    }

    /** Not by rounds that are counted, as {@link TestServer#drain} would. */
    private void awaitNone(String which) throws Exception {
        try (Connection connection =
                        DriverManager.getConnection(TestPostgres.server().url(folder));
                Statement statement = connection.createStatement()) {
            long end = System.nanoTime() + PATIENCE.toNanos();
            boolean pending = true;
            while (pending) {
                assertThat(System.nanoTime() - end)
                        .as("nanoseconds beyond patience with " + which)
                        .isNegative();
                Thread.sleep(10);
                try (ResultSet rows = statement.executeQuery("SELECT 1 FROM " + which + " LIMIT 1")) {
                    pending = rows.next();
                }
            }
        }
    }
}
