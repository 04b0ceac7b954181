package org.teldav.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.teldav.storage.sql.Fixture.NOW;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.teldav.storage.SecondFactors;
import org.teldav.storage.SecondFactors.Factor;

/** {@link SecondFactors}. */
interface SecondFactorsContract extends Engine {
    private boolean factors(Predicate<SecondFactors> work) {
        return fixture().write(tx -> work.test(tx.secondFactors()));
    }

    private Factor factor(long user) {
        return fixture().first(tx -> tx.secondFactors().of(user)).orElseThrow();
    }

    private boolean counts(long user) {
        return fixture().first(tx -> tx.principals().user(user)).orElseThrow().secondFactor();
    }

    private long confirmed() {
        long alice = fixture().user("alice").id();
        factors(all -> all.begin(alice, "secret", NOW));
        Factor begun = factor(alice);
        assertThat(factors(all -> all.confirm(begun, 7, List.of("a", "b"), NOW)))
                .isTrue();
        return alice;
    }

    @Test
    default void a_second_factor_counts_from_when_it_is_confirmed() {
        long alice = fixture().user("alice").id();
        assertThat(fixture().first(tx -> tx.secondFactors().of(alice))).isEmpty();
        assertThat(factors(all -> all.begin(alice, "secret", NOW))).isTrue();
        assertThat(factor(alice)).isEqualTo(new Factor(alice, "secret", false));
        assertThat(factors(all -> all.use(alice, 8))).isFalse();
        assertThat(counts(alice)).isFalse();

        assertThat(factors(all -> all.begin(alice, "other", NOW))).isTrue();
        Factor begun = factor(alice);
        assertThat(begun.secret()).isEqualTo("other");
        Factor earlier = new Factor(alice, "secret", false);
        assertThat(factors(all -> all.confirm(earlier, 7, List.of(), NOW))).isFalse();
        assertThat(factors(all -> all.confirm(begun, 7, List.of("a", "b"), NOW)))
                .isTrue();
        assertThat(factors(all -> all.confirm(begun, 8, List.of("c"), NOW))).isFalse();
        assertThat(factor(alice)).isEqualTo(new Factor(alice, "other", true));
        assertThat(factors(all -> all.use(alice, 7))).as("its code was used").isFalse();
        assertThat(counts(alice)).isTrue();
        assertThat(factors(all -> all.recoveryCodes(alice) == 2)).isTrue();
        assertThat(factors(all -> all.begin(alice, "third", NOW))).isFalse();
        assertThat(factor(alice).secret()).isEqualTo("other");
    }

    @Test
    default void rfc_6238_5_2_of_those_who_use_a_code_at_the_same_time_one_is_let_through() {
        long alice = confirmed();
        List<CompletableFuture<Boolean>> all = IntStream.range(0, 6)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> factors(each -> each.use(alice, 8))))
                .toList();
        assertThat(all.stream().map(CompletableFuture::join).filter(used -> used))
                .hasSize(1);
        assertThat(factors(each -> each.use(alice, 7))).isFalse();
        assertThat(factors(each -> each.use(alice, 9))).isTrue();
    }

    @Test
    default void a_recovery_code_is_used_once() {
        long alice = confirmed();
        long bob = fixture().user("bob").id();
        assertThat(factors(all -> all.recover(bob, "a"))).isFalse();
        assertThat(factors(all -> all.recover(alice, "a"))).isTrue();
        assertThat(factors(all -> all.recover(alice, "a"))).isFalse();
        assertThat(factors(all -> all.recoveryCodes(alice) == 1)).isTrue();
    }

    @Test
    default void new_recovery_codes_come_in_place_of_the_old_and_are_nobody_else_s() {
        long alice = confirmed();
        long bob = fixture().user("bob").id();
        factors(all -> all.begin(bob, "secret", NOW));
        Factor bobs = factor(bob);
        factors(all -> all.confirm(bobs, 7, List.of("a"), NOW));
        factors(all -> {
            all.renew(alice, List.of("b", "c", "d"));
            return true;
        });
        assertThat(factors(all -> all.recoveryCodes(alice) == 3)).isTrue();
        assertThat(factors(all -> all.recover(alice, "a"))).isFalse();
        assertThat(factors(all -> all.recover(alice, "c"))).isTrue();
        assertThat(factors(all -> all.recover(bob, "a"))).isTrue();
    }

    @Test
    default void nothing_is_left_of_one_that_is_removed() {
        long alice = confirmed();
        assertThat(factors(all -> all.remove(alice))).isTrue();
        assertThat(factors(all -> all.remove(alice))).isFalse();
        assertThat(counts(alice)).isFalse();
        assertThat(factors(all -> all.recover(alice, "b"))).isFalse();
        assertThat(fixture().first(tx -> tx.secondFactors().of(alice))).isEmpty();
        factors(all -> all.begin(alice, "secret", NOW));
        assertThat(factors(all -> all.remove(alice))).as("it was not confirmed").isFalse();
    }
}
