package org.teldav.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.teldav.storage.BookId;
import org.teldav.storage.DuePush;
import org.teldav.storage.PushSubscription;
import org.teldav.storage.SyncToken;

class LanesTest {
    private final Lanes lanes = new Lanes(2);
    private int last;

    private DuePush add(String resource) {
        BookId book = new BookId(1, ++last);
        DuePush push = new DuePush(
                new PushSubscription(
                        1,
                        "s" + last,
                        book,
                        new PushSubscription.Target(resource, "", "", 1),
                        true,
                        true,
                        false,
                        Instant.EPOCH,
                        0,
                        0),
                "worker",
                new SyncToken(1, 1),
                0,
                0,
                true,
                false,
                false);
        lanes.add(new Lanes.Waiting(push, Instant.EPOCH));
        return push;
    }

    private List<DuePush> ready() {
        return lanes.ready().stream().map(Lanes.Waiting::push).toList();
    }

    @Test
    void each_push_service_has_so_many_on_their_way_and_no_more() {
        DuePush first = add("https://a.example/1");
        DuePush second = add("https://A.example/2");
        DuePush third = add("https://a.example/3");
        DuePush other = add("https://b.example/1");
        assertThat(ready()).containsExactly(first, second, other);
        assertThat(ready()).isEmpty();
        assertThat(lanes.done(first, false)).isEmpty();
        assertThat(ready()).containsExactly(third);
        assertThat(lanes.size()).isEqualTo(3);
    }

    @Test
    void one_that_was_silent_gets_one_at_a_time_until_it_answers() {
        DuePush first = add("https://a.example/1");
        DuePush second = add("https://a.example/2");
        DuePush third = add("https://a.example/3");
        DuePush fourth = add("https://a.example/4");
        DuePush fifth = add("https://a.example/5");
        assertThat(ready()).containsExactly(first, second);
        lanes.done(first, true);
        assertThat(ready()).isEmpty();
        lanes.done(second, true);
        assertThat(ready()).containsExactly(third);
        lanes.done(third, false);
        assertThat(ready()).containsExactly(fourth, fifth);
    }

    @Test
    void what_waits_behind_three_silences_is_put_off() {
        DuePush first = add("https://a.example/1");
        DuePush second = add("https://a.example/2");
        DuePush third = add("https://a.example/3");
        DuePush fourth = add("https://a.example/4");
        DuePush other = add("https://b.example/1");
        ready();
        assertThat(lanes.done(first, true)).isEmpty();
        assertThat(lanes.done(second, true)).isEmpty();
        assertThat(ready()).containsExactly(third);
        assertThat(lanes.done(third, true)).containsExactly(fourth);
        assertThat(lanes.size()).isEqualTo(1);
        lanes.done(other, false);
        assertThat(lanes.size()).isZero();
    }

    @Test
    void what_waits_can_be_let_go() {
        DuePush first = add("https://a.example/1");
        DuePush second = add("https://a.example/2");
        DuePush third = add("no URI at all");
        DuePush fourth = add("https://a.example/3");
        assertThat(ready()).containsExactly(first, second, third);
        lanes.dropped(third);
        assertThat(lanes.clear()).containsExactly(fourth);
        assertThat(lanes.size()).isEqualTo(2);
        lanes.dropped(first);
        lanes.dropped(second);
        assertThat(lanes.size()).isZero();
    }
}
