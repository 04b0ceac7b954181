package org.teldav.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.teldav.storage.sql.Fixture.NOW;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.teldav.storage.Change;
import org.teldav.storage.Claim;
import org.teldav.storage.Numbering;
import org.teldav.storage.ScheduledEdit;

/** {@link org.teldav.storage.Numbering}. */
interface NumberingContract extends Engine {
    private <T> T numbering(Function<Numbering, T> work) {
        return fixture().write(tx -> work.apply(tx.numbering()));
    }

    private OptionalLong lease(String version, String worker, int seconds) {
        return numbering(all -> all.lease(version, worker, NOW.plusSeconds(seconds), Duration.ofMinutes(1)));
    }

    private boolean advance(String worker, long home) {
        return numbering(all -> all.advance(worker, home, NOW, Duration.ofMinutes(1)));
    }

    private String version() {
        return fixture().read(tx -> tx.numbering().version());
    }

    @Test
    default void one_worker_makes_the_keys_anew_and_another_goes_on_where_it_died() {
        assertThat(version()).isEmpty();
        assertThat(lease("9.1", "a", 0)).hasValue(0);
        assertThat(lease("9.1", "b", 59)).isEmpty();
        assertThat(advance("a", 7)).isTrue();
        assertThat(lease("9.1", "b", 60)).hasValue(7);
        assertThat(advance("a", 8)).isFalse();
        assertThat(numbering(all -> all.finish("a")).booleanValue()).isFalse();
        assertThat(numbering(all -> all.finish("b")).booleanValue()).isTrue();
        assertThat(version()).isEqualTo("9.1");
        assertThat(lease("9.1", "c", 9999)).isEmpty();
    }

    @Test
    default void for_another_version_it_begins_anew() {
        lease("9.1", "a", 0);
        advance("a", 7);
        assertThat(lease("9.2", "b", 60)).hasValue(0);
    }

    @Test
    default void homes_are_those_of_users_and_of_users_who_are_no_more() {
        long alice = fixture().user("alice").id();
        long bob = fixture().user("bob").id();
        long carol = fixture().user("carol").id();
        fixture().write(tx -> {
            tx.claims().open(bob, "+1", Claim.State.VERIFIED, NOW);
            tx.claims().open(carol, "+1", Claim.State.VERIFIED, NOW);
            tx.principals().remove(bob, NOW);
            return 0;
        });
        assertThat(fixture().list(tx -> tx.numbering().homes(0, 2))).containsExactly(alice, bob);
        assertThat(fixture().list(tx -> tx.numbering().homes(bob, 2))).containsExactly(carol);
    }

    @Test
    default void a_key_is_replaced_wherever_it_stands_in_that_home() {
        long alice = fixture().user("alice").id();
        long bob = fixture().user("bob").id();
        long change = fixture().write(tx -> {
            tx.claims().open(alice, "+1", Claim.State.VERIFIED, NOW);
            tx.claims().open(bob, "+1", Claim.State.UNVERIFIED, NOW);
            tx.consents().give(alice, "+1", bob, NOW);
            tx.consents().give(alice, "+2", bob, NOW);
            tx.consents().give(alice, "+1", 99, NOW);
            return tx.changes()
                    .add(
                            alice,
                            NOW,
                            Change.State.WAITING,
                            List.of(
                                    new Change.Number(0, Optional.of("+1"), Optional.of("+3"), true, "", "", false),
                                    new Change.Number(1, Optional.empty(), Optional.of("+1"), true, "", "", false)),
                            Change.Course.AT_ONCE);
        });
        assertThat(fixture().list(tx -> tx.numbering().keys(alice))).containsExactly("+1", "+2", "+3");

        numbering(all -> {
            all.replace(alice, "+1", "+2");
            return 0;
        });

        assertThat(fixture().list(tx -> tx.numbering().keys(alice))).containsExactly("+2", "+3");
        assertThat(fixture().list(tx -> tx.claims().on("+2")))
                .extracting(Claim::user)
                .containsExactly(alice);
        assertThat(fixture().list(tx -> tx.claims().on("+1")))
                .extracting(Claim::user)
                .containsExactly(bob);
        assertThat(fixture()
                        .first(tx -> tx.changes().find(change))
                        .orElseThrow()
                        .numbers())
                .extracting(number ->
                        number.oldKey().orElse("") + ">" + number.newKey().orElse(""))
                .containsExactly("+2>+3", ">+2");
    }

    @Test
    default void a_key_is_replaced_in_the_edits_that_are_still_to_be_made() {
        long alice = fixture().user("alice").id();
        long bob = fixture().user("bob").id();
        List<Long> edits = fixture().write(tx -> {
            long away = tx.scheduledEdits().plan(alice, "+1", "+3", NOW, NOW, OptionalLong.empty());
            long back = tx.scheduledEdits().plan(alice, "+3", "+1", NOW, NOW, OptionalLong.of(away));
            long made = tx.scheduledEdits().plan(alice, "+1", "+4", NOW, NOW, OptionalLong.empty());
            tx.scheduledEdits().settle(alice, made, ScheduledEdit.State.PLANNED, ScheduledEdit.State.DONE, "");
            tx.scheduledEdits().plan(bob, "+1", "+5", NOW, NOW, OptionalLong.empty());
            return List.of(away, back, made);
        });
        assertThat(fixture().list(tx -> tx.numbering().keys(alice))).containsExactly("+1", "+3");

        numbering(all -> {
            all.replace(alice, "+1", "+2");
            return 0;
        });

        assertThat(fixture().list(tx -> tx.numbering().keys(alice))).containsExactly("+2", "+3");
        assertThat(fixture().list(tx -> tx.numbering().keys(bob))).containsExactly("+1", "+5");
        assertThat(edits).extracting(id -> keys(alice, id)).containsExactly("+2>+3", "+3>+2", "+1>+4");
    }

    private String keys(long user, long edit) {
        ScheduledEdit found =
                fixture().first(tx -> tx.scheduledEdits().find(user, edit)).orElseThrow();
        return found.oldKey() + ">" + found.newKey();
    }
}
