package org.teldav.propagation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.teldav.BothEngines;
import org.teldav.storage.Change;
import org.teldav.storage.Claim;

/** The operator's choices of propagation.md: the settle time before a change goes out, and how many go out in a day. */
@Timeout(120)
@BothEngines
class DepartureTest {
    private static final String A = "+14155550100";
    private static final String B = "+14155550111";
    private static final String C = "+14155550122";
    private static final String W = "+14155550133";
    private static final String X = "+14155550144";
    private static final Duration SETTLE = Duration.ofMinutes(10);
    private static final int LIMIT = 2;

    @TempDir
    Path folder;

    private Village village;

    @BeforeEach
    void a_server_that_lets_changes_settle() {
        begin(new PropagationRules(Village.GRACE, Village.FORWARDING, SETTLE, 0, false));
    }

    @AfterEach
    void closes() {
        village.close();
    }

    private void begin(PropagationRules rules) {
        village = new Village(folder, rules);
        village.user("alice", "CELL:" + A, "WORK:" + W);
        village.user("bob");
        village.user("carol");
        village.group("family", "alice", "bob", "carol");
        village.contact("bob", "alice", "CELL:" + A, "WORK:" + W);
        village.pass(Duration.ofDays(2));
    }

    private void anotherServer(PropagationRules rules) {
        village.close();
        folder = folder.resolve("other");
        begin(rules);
    }

    @Test
    void a_change_goes_out_when_it_has_settled() {
        village.own("alice", "CELL:" + B, "WORK:" + W);
        Instant edited = village.change("alice").at();
        village.propagate();

        assertThat(village.tels("bob", "alice")).isEqualTo(A + "," + W);
        assertThat(village.change("alice").course().notBefore()).contains(edited.plus(SETTLE));
        village.pass(SETTLE);
        village.propagate();

        assertThat(village.tels("bob", "alice")).isEqualTo(B + "," + W);
        assertThat(village.change("alice").state()).isEqualTo(Change.State.DONE);
        assertThat(village.change("alice").course().total()).hasValue(1);
    }

    @Test
    void a_second_edit_within_the_settle_time_makes_one_change() {
        village.own("alice", "CELL:" + B, "WORK:" + W);
        village.own("alice", "CELL:" + C, "WORK:" + W);
        village.pass(SETTLE);
        village.propagate();

        assertThat(village.tels("bob", "alice")).isEqualTo(C + "," + W);
        assertThat(village.journal("bob")).hasSize(1);
        assertThat(village.changes("alice"))
                .extracting(Change::state)
                .containsExactly(Change.State.DONE, Change.State.CANCELLED);
        assertThat(village.changes("alice").get(0).numbers().get(0).oldKey()).contains(A);
    }

    @Test
    void an_edit_that_is_taken_back_within_the_settle_time_is_none() {
        village.own("alice", "CELL:" + B, "WORK:" + W);
        village.own("alice", "CELL:" + A, "WORK:" + W);
        village.pass(SETTLE);
        long token = village.sync("bob");
        village.propagate();

        assertThat(village.sync("bob")).isEqualTo(token);
        assertThat(village.changes("alice")).extracting(Change::state).containsExactly(Change.State.CANCELLED);
        assertThat(village.claim("alice", A)).contains(Claim.State.VERIFIED);
    }

    @Test
    void an_edit_of_another_number_settles_on_its_own() {
        village.own("alice", "CELL:" + B, "WORK:" + W);
        village.pass(SETTLE.dividedBy(2));
        village.own("alice", "CELL:" + B, "WORK:" + X);
        village.pass(SETTLE.dividedBy(2));
        village.propagate();
        assertThat(village.tels("bob", "alice")).isEqualTo(B + "," + W);

        village.pass(SETTLE.dividedBy(2));
        village.propagate();

        assertThat(village.tels("bob", "alice")).isEqualTo(B + "," + X);
    }

    @Test
    void rule_9_an_edit_after_the_settle_time_is_a_change_of_its_own_behind_the_first() {
        village.own("alice", "CELL:" + B, "WORK:" + W);
        village.pass(SETTLE);
        village.own("alice", "CELL:" + C, "WORK:" + W);
        village.propagate();
        assertThat(village.tels("bob", "alice")).isEqualTo(B + "," + W);

        village.pass(SETTLE);
        village.propagate();

        assertThat(village.tels("bob", "alice")).isEqualTo(C + "," + W);
        assertThat(village.journal("bob")).hasSize(2);
    }

    @Test
    void rule_4_a_change_that_settles_does_not_go_to_who_left_meanwhile() {
        village.contact("carol", "alice", "CELL:" + A);
        village.own("alice", "CELL:" + B, "WORK:" + W);
        village.leave("family", "carol");
        village.pass(SETTLE);
        village.propagate();

        assertThat(village.tels("carol", "alice")).isEqualTo(A);
        assertThat(village.tels("bob", "alice")).isEqualTo(B + "," + W);
    }

    @Test
    void rule_2_the_two_halves_of_an_edit_settle_as_one() {
        village.own("alice", "WORK:" + W);
        village.own("alice", "CELL:" + B, "WORK:" + W);
        village.pass(SETTLE);
        village.propagate();

        assertThat(village.tels("bob", "alice")).isEqualTo(B + "," + W);
    }

    @Test
    void changes_over_the_daily_limit_go_out_when_the_day_is_over() {
        anotherServer(new PropagationRules(Village.GRACE, Village.FORWARDING, Duration.ZERO, LIMIT, false));
        village.own("alice", "CELL:" + B, "WORK:" + W);
        Instant first = village.change("alice").at();
        village.propagate();
        village.own("alice", "CELL:" + B, "WORK:" + X);
        village.propagate();
        village.own("alice", "CELL:" + C, "WORK:" + X);
        village.propagate();

        assertThat(village.tels("alice", "me")).as("never refused").isEqualTo(C + "," + X);
        assertThat(village.tels("bob", "alice")).isEqualTo(B + "," + X);
        assertThat(village.change("alice").course().notBefore()).contains(first.plus(Duration.ofDays(1)));
        village.pass(Duration.ofDays(1));
        village.propagate();

        assertThat(village.tels("bob", "alice")).isEqualTo(C + "," + X);
    }

    @Test
    void what_is_cancelled_or_only_adds_and_withdraws_counts_for_no_day() {
        anotherServer(new PropagationRules(Village.GRACE, Village.FORWARDING, Duration.ZERO, LIMIT, false));
        village.own("alice", "CELL:" + B, "WORK:" + W);
        village.own("alice", "CELL:" + B, "WORK:" + W, "FAX:" + X);
        village.own("alice", "CELL:" + B, "WORK:" + W);
        village.own("alice", "CELL:" + C, "WORK:" + W);
        village.write(tx -> tx.changes().cancel(village.change("alice").id(), true, village.tick()));
        village.own("alice", "CELL:" + A, "WORK:" + W);
        assertThat(village.change("alice").course().notBefore()).isEmpty();

        village.own("alice", "CELL:" + A, "WORK:" + X);
        assertThat(village.change("alice").course().notBefore()).isPresent();
    }

    @Test
    void each_further_change_over_the_limit_waits_for_its_own_day() {
        anotherServer(new PropagationRules(Village.GRACE, Village.FORWARDING, Duration.ZERO, 1, false));
        village.own("alice", "CELL:" + B, "WORK:" + W);
        Instant first = village.change("alice").at();
        village.own("alice", "CELL:" + B, "WORK:" + X);
        assertThat(village.change("alice").course().notBefore()).contains(first.plus(Duration.ofDays(1)));
        village.own("alice", "CELL:" + C, "WORK:" + X);
        assertThat(village.change("alice").course().notBefore()).contains(first.plus(Duration.ofDays(2)));
    }

    @Test
    void a_change_that_waited_for_an_administrator_is_let_go_within_the_daily_limit_and_has_settled_meanwhile() {
        anotherServer(new PropagationRules(Village.GRACE, Village.FORWARDING, SETTLE, 1, false));
        village.user("erin", "CELL:" + C);
        village.own("alice", "CELL:" + B, "WORK:" + W);
        Instant out = village.change("alice").course().notBefore().orElseThrow();
        village.pass(SETTLE);
        village.propagate();
        village.own("alice", "CELL:" + B, "WORK:" + C);
        village.pass(SETTLE);

        village.verify("alice", C);
        village.propagate();

        assertThat(village.tels("bob", "alice")).isEqualTo(B + "," + W);
        assertThat(village.change("alice").course().notBefore().orElseThrow()).isAfter(out.plus(Duration.ofHours(23)));
        village.pass(Duration.ofDays(1));
        village.propagate();
        assertThat(village.tels("bob", "alice")).isEqualTo(B + "," + C);
    }

    @Test
    void a_worker_sleeps_until_the_next_change_is_due_and_no_longer() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        village.store.around(new FaultyStore.Around() {
            @Override
            public void after(int write) {
                if (village.changes("alice").stream().anyMatch(change -> change.state() == Change.State.DONE)) {
                    done.countDown();
                }
            }
        });
        PropagationSettings settings =
                new PropagationSettings(100, 1, Duration.ofMinutes(1), Duration.ofHours(1), Duration.ofSeconds(1));
        Instant now = Instant.now();
        village.write(tx -> tx.changes()
                .add(
                        village.id("alice"),
                        now,
                        Change.State.PENDING,
                        java.util.List.of(
                                new Change.Number(0, Optional.of(A), Optional.of(B), true, "CELL", "", false)),
                        Change.Course.from(now.plusMillis(300))));
        try (PropagationWorker worker = village.worker(village.store, settings, Instant::now)) {
            worker.start();
            assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(village.tels("bob", "alice")).isEqualTo(B + "," + W);
    }
}
