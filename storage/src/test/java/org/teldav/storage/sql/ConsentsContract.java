package org.teldav.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.teldav.storage.sql.Fixture.NOW;

import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.teldav.storage.Consents;

/** {@link org.teldav.storage.Consents}. */
interface ConsentsContract extends Engine {
    private <T> T consents(Function<Consents, T> work) {
        return fixture().write(tx -> work.apply(tx.consents()));
    }

    private Set<Long> users(Function<Consents, Set<Long>> work) {
        return consents(work);
    }

    @Test
    default void a_consent_is_of_one_user_about_one_number_and_one_other() {
        boolean given = consents(all -> all.give(1, "+1", 2, NOW));
        boolean again = consents(all -> all.give(1, "+1", 2, NOW.plusSeconds(1)));
        consents(all -> all.give(1, "+1", 3, NOW) && all.give(1, "+2", 4, NOW) && all.give(3, "+1", 1, NOW));

        assertThat(given).isTrue();
        assertThat(again).isFalse();
        assertThat(users(all -> all.givenBy(1, "+1"))).containsExactlyInAnyOrder(2L, 3L);
        assertThat(users(all -> all.givenTo(1, "+1"))).containsExactly(3L);
        assertThat(users(all -> all.givenTo(2, "+2"))).isEmpty();
        List<Consents.Consent> first = consents(all -> all.of(1, 2));
        assertThat(first).containsExactly(new Consents.Consent("+1", 2, NOW), new Consents.Consent("+1", 3, NOW));
    }

    @Test
    default void a_consent_that_is_taken_back_is_gone() {
        consents(all -> all.give(1, "+1", 2, NOW) && all.give(1, "+2", 2, NOW));
        assertThat(consents(all -> all.takeBack(1, "+1", 2)).booleanValue()).isTrue();
        assertThat(consents(all -> all.takeBack(1, "+1", 2)).booleanValue()).isFalse();
        assertThat(users(all -> all.givenBy(1, "+1"))).isEmpty();
        assertThat(users(all -> all.givenBy(1, "+2"))).containsExactly(2L);
    }

    @Test
    default void what_a_claim_relies_on_is_known_until_it_stands_alone() {
        consents(all -> all.give(1, "+1", 2, NOW) && all.give(1, "+1", 3, NOW) && all.give(2, "+1", 1, NOW));
        consents(all -> {
            all.relyOn(1, "+1", List.of(2L, 3L));
            return 0;
        });
        assertThat(consents(all -> all.reliesOn(1, "+1", 2)).booleanValue()).isTrue();
        assertThat(consents(all -> all.reliesOn(2, "+1", 1)).booleanValue()).isFalse();
        consents(all -> {
            all.relyOnNobody(1, "+1");
            return 0;
        });
        assertThat(consents(all -> all.reliesOn(1, "+1", 3)).booleanValue()).isFalse();
        assertThat(users(all -> all.givenBy(1, "+1"))).hasSize(2);
    }
}
