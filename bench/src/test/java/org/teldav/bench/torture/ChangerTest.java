package org.teldav.bench.torture;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When a next change of a number can be awaited: otherwise the crash test would wait for what waits for itself. */
class ChangerTest {
    private static final int CHANGES = 2;
    private static final String PATH = People.ownCard(People.changer(0));

    private final Settings settings = new Settings(1, 1, 2, 1, 0, 0, 0, 1, CHANGES, 1);
    private final World world = World.of(settings, new People(settings), new Cluster(List.of()));
    private final Changer changer = new Changer(world, 0);

    private static Optional<String> card(int count) {
        return Optional.of("TEL;TYPE=CELL:" + People.number(0, count) + "\r\n");
    }

    @Test
    void a_change_without_an_answer_is_followed_by_none_until_it_is_known_whether_it_is_there() {
        world.ledger().acknowledged(PATH, card(0));
        assertThat(changer.canChange()).isTrue();
        world.ledger().unanswered(PATH, card(1));
        assertThat(changer.canChange()).isFalse();
        world.ledger().found(PATH, card(0));
        assertThat(changer.canChange()).isTrue();
        assertThat(world.findings().none()).isTrue();
    }

    @Test
    void the_last_change_is_followed_by_none() {
        world.ledger().acknowledged(PATH, card(CHANGES - 1));
        assertThat(changer.canChange()).isTrue();
        world.ledger().acknowledged(PATH, card(CHANGES));
        assertThat(changer.canChange()).isFalse();
    }

    @Test
    void the_gate_tells_what_came_from_what_did_not() throws InterruptedException {
        Gate gate = world.gate();
        assertThat(gate.await(() -> gate.changes() > 0, Duration.ofMillis(1))).isFalse();
        Thread actor = new Thread(gate::acknowledgedChange);
        actor.start();
        assertThat(gate.await(() -> gate.changes() > 0, Duration.ofMinutes(1))).isTrue();
        actor.join();
    }
}
