package org.teldav.propagation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.teldav.LogLines;
import org.teldav.cards.CardWriting;
import org.teldav.storage.Card;
import org.teldav.storage.CardPut;
import org.teldav.storage.Change;
import org.teldav.storage.Claim;
import org.teldav.storage.IndexRow;

/**
 * Keys that another version of libphonenumber made. The stale ones here are those of a Mexican mobile as it was keyed until 2019, with a 1 that is no part
 * of the number any more.
 */
class RekeyingTest extends FamilyStory {
    private static final String WRITTEN = "+52 1 55 1234 5678";
    private static final String STALE = "+5215512345678";
    private static final String KEY = "+525512345678";

    private Rekeying rekeying(String version) {
        return new Rekeying(village.store, village.writing, Village.RULES, version, village.clock());
    }

    /** The user's card as a server of before had indexed it. */
    private Card stale(String user, String name, OptionalLong about) {
        CardPut put = new CardPut(
                village.book(user),
                name,
                Village.vcard(user + "-" + name, name, "CELL:" + WRITTEN).getBytes(StandardCharsets.UTF_8),
                user + "-" + name,
                List.of(
                        new IndexRow(IndexRow.Kind.TEL, 0, Optional.of(STALE), WRITTEN, about),
                        new IndexRow(IndexRow.Kind.FN, 0, Optional.empty(), name, OptionalLong.empty())),
                CardPut.ALWAYS);
        village.write(tx -> tx.cards().put(put, village.tick()));
        return village.card(user, name);
    }

    private IndexRow tel(Card card) {
        return village.store.read(tx -> tx.cards().index(card.id())).get(0);
    }

    private void claim(String user, String key, Claim.State state) {
        village.write(tx -> {
            tx.claims().open(village.id(user), key, state, village.tick());
            return 0;
        });
    }

    @Test
    void rule_8_after_new_numbering_plans_a_change_finds_the_holders_whose_keys_were_of_the_old_ones() {
        claim("alice", STALE, Claim.State.VERIFIED);
        Card held = stale("bob", "alice", OptionalLong.empty());
        long token = village.sync("bob");

        assertThat(rekeying("9.1").run()).isTrue();

        assertThat(tel(held).key()).contains(KEY);
        assertThat(village.sync("bob")).as("no client need hear of it").isEqualTo(token);
        assertThat(village.card("bob", "alice")).isEqualTo(held);
        assertThat(village.claim("alice", KEY)).contains(Claim.State.VERIFIED);
        assertThat(village.claim("alice", STALE)).isEmpty();
        village.own("alice", "CELL:" + A, "HOME:" + KEY);
        village.own("alice", "CELL:" + A, "HOME:" + B);
        village.propagate();
        assertThat(village.tels("bob", "alice")).isEqualTo("+1 415 555 0111");
    }

    /** carddav.md, "Cards": it is served, and logged once. */
    @Test
    void a_card_that_can_t_be_read_is_told_once_and_keeps_nobody_from_new_keys() {
        Card broken = stale("bob", "broken", OptionalLong.empty());
        village.write(tx -> tx.cards()
                .put(
                        new CardPut(
                                broken.id().book(),
                                broken.name(),
                                "no card".getBytes(StandardCharsets.UTF_8),
                                broken.uid(),
                                List.of(),
                                CardPut.ALWAYS),
                        village.tick()));
        Card held = stale("bob", "alice", OptionalLong.empty());
        try (LogLines log = LogLines.of(RenewedKeys.class)) {
            rekeying("9.1").run();
            assertThat(log.lines())
                    .containsExactly(
                            broken.id() + " can't be read: it is served as it is, and what it was found by stays");
        }
        assertThat(tel(held).key()).contains(KEY);
    }

    @Test
    void what_is_known_of_an_entry_stays_known_under_its_new_key() {
        Card held = stale("bob", "alice", OptionalLong.of(village.id("alice")));
        rekeying("9.1").run();
        assertThat(tel(held).key()).contains(KEY);
        assertThat(tel(held).about()).hasValue(village.id("alice"));
    }

    @Test
    void changes_that_are_underway_have_the_new_keys_too() {
        long change = village.write(tx -> tx.changes()
                .add(
                        village.id("alice"),
                        village.tick(),
                        Change.State.WAITING,
                        List.of(new Change.Number(0, Optional.of(STALE), Optional.of(B), true, "CELL", "", false)),
                        Change.Course.AT_ONCE));
        rekeying("9.1").run();
        Change after = village.store.read(tx -> tx.changes().find(change)).orElseThrow();
        assertThat(after.numbers().get(0).oldKey()).contains(KEY);
        assertThat(after.numbers().get(0).newKey()).contains(B);
    }

    @Test
    void a_planned_edit_and_its_return_are_made_at_their_times_also_after_new_numbering_plans() {
        Duration week = Duration.ofDays(7);
        stale("alice", "me", OptionalLong.empty());
        village.write(tx -> {
            Instant now = village.tick();
            long away =
                    tx.scheduledEdits().plan(village.id("alice"), STALE, B, now, now.plus(week), OptionalLong.empty());
            return tx.scheduledEdits()
                    .plan(village.id("alice"), B, STALE, now, now.plus(week.multipliedBy(2)), OptionalLong.of(away));
        });
        rekeying("9.1").run();

        village.pass(week);
        village.propagate();
        assertThat(village.tels("alice", "me")).isEqualTo("+1 415 555 0111");
        village.pass(week);
        village.propagate();
        assertThat(village.tels("alice", "me")).isEqualTo("+52 55 1234 5678");
    }

    @Test
    void rule_3_two_numbers_that_are_one_by_now_leave_the_user_the_better_claim() {
        claim("alice", STALE, Claim.State.VERIFIED);
        claim("alice", KEY, Claim.State.UNVERIFIED);
        rekeying("9.1").run();
        assertThat(village.claim("alice", KEY)).contains(Claim.State.VERIFIED);
        List<Claim> claims = village.store.read(tx -> tx.claims().on(KEY));
        assertThat(claims).hasSize(1);
    }

    @Test
    void rule_3_and_where_another_holds_it_verified_the_claim_waits() {
        claim("alice", STALE, Claim.State.VERIFIED);
        claim("bob", KEY, Claim.State.VERIFIED);
        rekeying("9.1").run();
        assertThat(village.claim("alice", KEY)).contains(Claim.State.WAITING);
        assertThat(village.claim("bob", KEY)).contains(Claim.State.VERIFIED);
    }

    @Test
    void rule_10_what_a_removed_user_held_has_the_new_key_too() {
        claim("bob", STALE, Claim.State.VERIFIED);
        village.write(tx -> {
            tx.principals().remove(village.id("bob"), village.tick());
            return 0;
        });
        rekeying("9.1").run();
        List<Claim> history = village.store.read(tx -> tx.claims().historyOf(KEY));
        assertThat(history).extracting(Claim::user).containsExactly(village.id("bob"));
    }

    @Test
    void an_own_card_s_number_that_has_a_key_only_now_is_claimed() {
        stale("carol", "me", OptionalLong.empty());
        rekeying("9.1").run();
        assertThat(village.claim("carol", KEY)).contains(Claim.State.UNVERIFIED);
    }

    @Test
    void a_server_that_is_killed_on_the_way_goes_on_after_its_start_and_each_card_comes_to_the_same() {
        Card bobs = stale("bob", "alice", OptionalLong.empty());
        Card carols = stale("carol", "alice", OptionalLong.empty());
        for (int at = 1; at < 40; at++) {
            int kill = at;
            village.store.around(new FaultyStore.Around() {
                @Override
                public void before(int write) {
                    if (write == kill) {
                        throw new FaultyStore.Killed();
                    }
                }
            });
            try {
                assertThat(rekeying("9.1").run()).isTrue();
                break;
            } catch (FaultyStore.Killed killed) {
                village.pass(java.time.Duration.ofMinutes(1));
            }
        }
        village.store.around(new FaultyStore.Around() {});
        assertThat(rekeying("9.1").isDone()).isTrue();
        assertThat(tel(bobs).key()).contains(KEY);
        assertThat(tel(carols).key()).contains(KEY);
    }

    @Test
    void of_two_servers_one_does_it_and_the_other_waits_for_it() {
        stale("bob", "alice", OptionalLong.empty());
        village.write(tx -> tx.numbering().lease("9.1", "another", village.tick(), java.time.Duration.ofMinutes(1)));
        assertThat(rekeying("9.1").run()).isFalse();
        assertThat(rekeying("9.1").isDone()).isFalse();
        village.pass(java.time.Duration.ofMinutes(1));
        assertThat(rekeying("9.1").run()).isTrue();
        assertThat(rekeying("9.1").run()).isTrue();
        assertThat(rekeying("9.2").isDone()).isFalse();
    }

    @Test
    void changes_are_carried_once_it_is_done() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        try (Rekeying rekeying = rekeying("9.1")) {
            rekeying.start(done::countDown);
            done.await();
            assertThat(rekeying.isDone()).isTrue();
        }
        CountDownLatch again = new CountDownLatch(1);
        try (Rekeying rekeying = rekeying("9.1")) {
            rekeying.start(again::countDown);
            assertThat(again.getCount()).isZero();
        }
    }

    @Test
    void who_needs_the_new_keys_waits_for_the_server_that_makes_them_and_not_for_ever() throws Exception {
        Duration lease = Duration.ofDays(1);
        village.write(tx -> tx.numbering().lease("9.1", "another", village.tick(), lease));
        assertThat(rekeying("9.1").run(Duration.ZERO)).isFalse();
        FutureTask<Boolean> waiting = new FutureTask<>(() -> rekeying("9.1").run(Duration.ofSeconds(60)));
        Thread thread = new Thread(waiting);
        thread.start();
        while (thread.isAlive() && thread.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        village.write(tx -> tx.numbering().finish("another"));
        assertThat(waiting.get()).isTrue();
    }

    @Test
    void rule_12_in_another_region_a_number_that_nobody_proved_and_the_own_card_says_no_more_is_nobody_s() {
        village.stranger("erin", "CELL:" + A, "WORK:" + B.substring(2));
        assertThat(village.claim("erin", B)).contains(Claim.State.UNVERIFIED);
        village.user("frank", "CELL:" + C.substring(2));

        CardWriting german = new CardWriting(village.numbers, Optional.of("DE"));
        assertThat(new Rekeying(village.store, german, Village.RULES, german.version(), village.clock()).run())
                .isTrue();

        assertThat(village.claim("erin", B)).isEmpty();
        assertThat(village.claim("erin", A)).as("said still").isPresent();
        assertThat(village.claim("frank", C)).as("proved").contains(Claim.State.VERIFIED);
    }
}
