package org.teldav.propagation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.teldav.storage.Rewrite;

/** Rule 12 of propagation.md where many cards come at once, as with a phone's first sync: most of them need nothing. */
class LateWorkTest extends FamilyStory {
    /** More than are looked at together. */
    private static final int CARDS = 130;

    /** The first and the last of those that are looked at together are among them. */
    private static final int EACH = 33;

    @Test
    void rule_12_of_many_that_come_at_once_each_that_needs_something_is_rewritten_once_and_none_is_left() {
        village.own("alice", "CELL:" + B);
        village.propagate();
        for (int i = 0; i < CARDS; i++) {
            village.contact("bob", "late" + i, "CELL:" + (i % EACH == 0 ? A : X));
        }

        village.propagate();

        for (int i = 0; i < CARDS; i++) {
            assertThat(village.tels("bob", "late" + i)).isEqualTo(i % EACH == 0 ? B : X);
        }
        assertThat(village.journal("bob"))
                .hasSize(1 + (CARDS - 1) / EACH)
                .allMatch(Rewrite::done)
                .extracting(Rewrite::name)
                .doesNotHaveDuplicates();
        assertThat(village.store.<Integer>read(tx -> tx.lateComers().list(10).size()))
                .isZero();
    }
}
