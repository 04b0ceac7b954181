package org.teldav.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.teldav.storage.BookId;

class AgendaTest {
    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
    private static final Instant END = NOW.plus(Agenda.LULL);
    private static final BookId A = new BookId(1, 1);
    private static final BookId B = new BookId(2, 1);

    private final Agenda agenda = new Agenda();

    @Test
    void what_has_changed_is_looked_at_at_once_until_it_was_seen() {
        assertThat(agenda.next(NOW)).isEqualTo(Instant.MAX);
        agenda.add(List.of(A, B, A));
        assertThat(agenda.next(NOW)).isEqualTo(NOW);
        assertThat(agenda.due(NOW, 1)).hasSize(1);
        assertThat(agenda.due(NOW, 10)).containsExactlyInAnyOrder(A, B);
        agenda.seen(List.of(A));
        assertThat(agenda.due(NOW, 10)).containsExactly(B);
        agenda.clear();
        assertThat(agenda.due(NOW, 10)).isEmpty();
    }

    @Test
    void what_is_to_be_looked_at_later_comes_at_its_time() {
        agenda.add(A, END);
        assertThat(agenda.next(NOW)).isEqualTo(END);
        assertThat(agenda.due(END.minusNanos(1), 10)).isEmpty();
        assertThat(agenda.due(END, 10)).containsExactly(A);
    }

    @Test
    void where_nobody_has_registered_what_changes_waits_for_the_end_of_the_lull() {
        agenda.add(List.of(A));
        agenda.nobody(NOW);
        assertThat(agenda.next(NOW)).isEqualTo(Instant.MAX);
        agenda.add(List.of(B));
        agenda.add(A, NOW.plusNanos(1));
        assertThat(agenda.due(END.minusNanos(1), 10)).isEmpty();
        assertThat(agenda.next(END.minusNanos(1))).isEqualTo(END);
        assertThat(agenda.next(END)).isEqualTo(END);
        assertThat(agenda.due(END, 10)).containsExactlyInAnyOrder(A, B);
        assertThat(agenda.lull(END.minusMillis(1))).isEqualTo(Duration.ofMillis(1));
        assertThat(agenda.lull(END)).isZero();
    }

    @Test
    void a_clock_that_was_put_back_ends_the_lull() {
        agenda.nobody(NOW);
        agenda.add(List.of(A));
        Instant before = NOW.minus(Duration.ofHours(1));
        assertThat(agenda.next(before)).isEqualTo(before);
        assertThat(agenda.due(before, 10)).containsExactly(A);
    }
}
