package org.teldav.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.teldav.storage.sql.Fixture.NOW;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.teldav.storage.Sessions;

/** {@link org.teldav.storage.Sessions}. */
interface SessionsContract extends Engine {
    private void sessions(Consumer<Sessions> work) {
        fixture().write(tx -> {
            work.accept(tx.sessions());
            return true;
        });
    }

    private Optional<Sessions.Session> at(Instant time) {
        return fixture().first(tx -> tx.sessions().find("h", time));
    }

    @Test
    default void a_session_is_found_until_it_is_over() {
        long alice = fixture().user("alice").id();
        sessions(sessions -> sessions.open("h", alice, false, NOW, NOW.plusSeconds(10)));
        assertThat(at(NOW.plusSeconds(9))).hasValueSatisfying(found -> {
            assertThat(found.user().name()).isEqualTo("alice");
            assertThat(found.complete()).isFalse();
            assertThat(found.opened()).isEqualTo(NOW);
        });
        assertThat(at(NOW.plusSeconds(10))).isEmpty();
        sessions(sessions -> sessions.last("h", NOW.plusSeconds(20)));
        assertThat(at(NOW.plusSeconds(10))).isPresent();
        sessions(sessions -> assertThat(sessions.end("h")).isTrue());
        assertThat(at(NOW)).isEmpty();
        sessions(sessions -> assertThat(sessions.end("h")).isFalse());
    }

    @Test
    default void who_is_disabled_is_signed_in_no_more() {
        long alice = fixture().user("alice").id();
        sessions(sessions -> sessions.open("h", alice, true, NOW, NOW.plusSeconds(10)));
        fixture().write(tx -> {
            tx.principals().setDisabled(alice, true, NOW);
            return true;
        });
        assertThat(at(NOW)).isEmpty();
    }

    @Test
    default void the_newest_that_are_as_complete_are_kept() {
        long alice = fixture().user("alice").id();
        long bob = fixture().user("bob").id();
        sessions(sessions -> {
            for (int i = 0; i < 4; i++) {
                sessions.open("a" + i, alice, true, NOW.plusSeconds(i), NOW.plusSeconds(10));
            }
            sessions.open("h", alice, false, NOW.minusSeconds(1), NOW.plusSeconds(10));
            sessions.open("b", bob, true, NOW.minusSeconds(1), NOW.plusSeconds(10));
            sessions.keepNewest(alice, true, 2);
            assertThat(sessions.find("a0", NOW)).isEmpty();
            assertThat(sessions.find("a1", NOW)).isEmpty();
            assertThat(sessions.find("a2", NOW)).isPresent();
            assertThat(sessions.find("a3", NOW)).isPresent();
            assertThat(sessions.find("h", NOW)).isPresent();
            assertThat(sessions.find("b", NOW)).isPresent();
        });
    }

    @Test
    default void all_of_one_user_end_and_those_of_others_stay() {
        long alice = fixture().user("alice").id();
        long bob = fixture().user("bob").id();
        sessions(sessions -> {
            sessions.open("g", alice, true, NOW, NOW.plusSeconds(10));
            sessions.open("h", bob, true, NOW, NOW.plusSeconds(10));
            sessions.endAll(alice);
        });
        assertThat(fixture().first(tx -> tx.sessions().find("g", NOW))).isEmpty();
        assertThat(at(NOW)).isPresent();
        sessions(sessions -> sessions.prune(NOW.plusSeconds(9)));
        assertThat(at(NOW)).isPresent();
        sessions(sessions -> sessions.prune(NOW.plusSeconds(10)));
        assertThat(at(NOW)).isEmpty();
    }
}
