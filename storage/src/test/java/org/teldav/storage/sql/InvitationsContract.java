package org.teldav.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.teldav.storage.sql.Fixture.NOW;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.teldav.storage.Invitation;
import org.teldav.storage.Invitations;

/** {@link org.teldav.storage.Invitations}. */
interface InvitationsContract extends Engine {
    private long group(String name) {
        return fixture().write(tx -> tx.principals().addGroup(name, name, NOW)).id();
    }

    private <T> T on(Function<Invitations, T> work) {
        return fixture().write(tx -> work.apply(tx.invitations()));
    }

    private boolean use(String hash, Instant now) {
        return on(all -> all.use(hash, now));
    }

    private boolean remove(long group, long id) {
        return on(all -> all.remove(group, id));
    }

    private Optional<Invitation> find(Instant now) {
        return on(all -> all.find("h", now));
    }

    private List<Invitation> of(long group) {
        return on(all -> all.of(group, NOW));
    }

    private Optional<Invitation> add(long group, String hash, int uses, int most) {
        return on(all -> all.add(group, hash, uses, NOW.plusSeconds(10), most, NOW));
    }

    @Test
    default void an_invitation_is_good_until_it_is_used_up_or_over() {
        long family = group("family");
        Invitation made = add(family, "h", 2, 5).orElseThrow();
        assertThat(made).isEqualTo(new Invitation(family, made.id(), 2, 2, NOW, NOW.plusSeconds(10)));
        assertThat(use("g", NOW)).isFalse();
        assertThat(use("h", NOW.plusSeconds(10))).isFalse();
        assertThat(use("h", NOW.plusSeconds(9))).isTrue();
        assertThat(find(NOW).orElseThrow().left()).isEqualTo(1);
        assertThat(find(NOW.plusSeconds(10))).isEmpty();
        assertThat(use("h", NOW)).isTrue();
        assertThat(use("h", NOW)).isFalse();
        assertThat(find(NOW)).isEmpty();
        assertThat(of(family))
                .singleElement()
                .satisfies(one -> assertThat(one.left()).isZero());
    }

    @Test
    default void a_use_that_is_rolled_back_is_none() {
        add(group("family"), "h", 1, 5);
        try {
            fixture().write(tx -> {
                assertThat(tx.invitations().use("h", NOW)).isTrue();
                throw new IllegalArgumentException("the name is taken");
            });
        } catch (IllegalArgumentException expected) {
            assertThat(expected).hasMessage("the name is taken");
        }
        assertThat(use("h", NOW)).isTrue();
    }

    @Test
    default void of_two_who_use_the_last_one_at_once_one_gets_it() throws Exception {
        add(group("family"), "h", 1, 5);
        ExecutorService two = Executors.newFixedThreadPool(2);
        try {
            Future<Boolean> one = two.submit(() -> use("h", NOW));
            Future<Boolean> other = two.submit(() -> use("h", NOW));
            assertThat(one.get() ^ other.get()).isTrue();
        } finally {
            two.shutdown();
        }
    }

    @Test
    default void a_group_has_so_many_that_are_good_and_no_more() {
        long family = group("family");
        assertThat(add(family, "a", 1, 2)).isPresent();
        assertThat(add(family, "b", 1, 2)).isPresent();
        assertThat(add(family, "c", 1, 2)).isEmpty();
        assertThat(add(group("club"), "d", 1, 2)).isPresent();
        assertThat(use("a", NOW)).isTrue();
        assertThat(add(family, "c", 1, 2)).isPresent();
    }

    @Test
    default void an_invitation_goes_when_it_is_taken_back_with_its_group_and_when_it_is_over() {
        long family = group("family");
        long club = group("club");
        long id = add(family, "a", 1, 5).orElseThrow().id();
        assertThat(remove(club, id)).isFalse();
        assertThat(remove(family, id)).isTrue();
        assertThat(remove(family, id)).isFalse();
        assertThat(use("a", NOW)).isFalse();
        add(club, "b", 1, 5);
        fixture().write(tx -> {
            tx.principals().remove(club, NOW);
            return true;
        });
        assertThat(use("b", NOW)).isFalse();
        add(family, "c", 1, 5);
        prune(NOW.plusSeconds(9));
        assertThat(of(family)).hasSize(1);
        prune(NOW.plusSeconds(10));
        assertThat(of(family)).isEmpty();
    }

    private void prune(Instant now) {
        on(all -> {
            all.prune(now);
            return true;
        });
    }
}
