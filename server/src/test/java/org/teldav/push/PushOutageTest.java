package org.teldav.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.teldav.storage.BookId;
import org.teldav.storage.DuePush;

/** What becomes of messages that a push service or a server does not get done. */
class PushOutageTest extends PushStory {
    private static final PushClient.Limits HURRIED =
            new PushClient.Limits(Duration.ofSeconds(5), Duration.ofSeconds(1), 16);

    @ParameterizedTest
    @ValueSource(ints = {404, 410})
    void a_subscription_that_its_push_service_knows_no_more_is_removed(int status) {
        service.answering(PushService.status(status));
        PushDesk desk = desk();
        BookId book = desk.book();
        desk.subscribe(book, service.resource("/m/1"));
        desk.start();
        desk.put(book, "a");
        service.next();
        desk.awaitRemoved(1);
        assertThat(desk.subscriptions()).isZero();
    }

    @Test
    void one_that_is_refused_again_and_again_is_removed_in_the_end() {
        service.answering(PushService.status(403));
        PushDesk desk = desk();
        BookId book = desk.book();
        desk.subscribe(book, service.resource("/m/1"));
        desk.start();
        desk.put(book, "a");
        for (int i = 1; i < PushSettings.DEFAULT.refusals(); i++) {
            service.next();
            desk.awaitFailed(i);
            assertThat(desk.subscriptions()).isOne();
            desk.pass(PushSettings.DEFAULT.longestPause());
        }
        service.next();
        desk.awaitRemoved(1);
        assertThat(desk.subscriptions()).isZero();
    }

    @Test
    void one_refusal_after_an_outage_removes_nothing() {
        service.answering(PushService.status(503));
        PushDesk desk = desk();
        BookId book = desk.book();
        desk.subscribe(book, service.resource("/m/1"));
        desk.start();
        desk.put(book, "a");
        for (int i = 1; i < PushSettings.DEFAULT.refusals(); i++) {
            service.next();
            desk.awaitFailed(i);
            service.answering(PushService.status(i + 1 < PushSettings.DEFAULT.refusals() ? 503 : 403));
            desk.pass(PushSettings.DEFAULT.longestPause());
        }
        service.next();
        desk.awaitFailed(PushSettings.DEFAULT.refusals());
        assertThat(desk.subscriptions()).isOne();
    }

    @Test
    void what_a_push_service_does_not_take_now_is_sent_later_as_it_then_is() {
        service.answering(PushService.status(503));
        PushDesk desk = desk();
        BookId book = desk.book();
        Phone phone = desk.subscribe(book, service.resource("/m/1"));
        desk.start();
        desk.put(book, "a");
        service.next();
        desk.awaitFailed(1);
        service.answering(PushService.CREATED);
        desk.put(book, "b");
        assertNothingMore(desk);
        desk.pass(PushSettings.DEFAULT.firstPause());
        assertTells(service.next(), phone, desk.keys().topic(book), desk.token(book));
    }

    @Test
    void a_push_service_that_says_when_is_asked_then() {
        service.answering(new PushService.Answer.Status(429, Map.of("Retry-After", "50")));
        PushDesk desk = desk();
        BookId book = desk.book();
        desk.subscribe(book, service.resource("/m/1"));
        desk.start();
        desk.put(book, "a");
        service.next();
        desk.awaitFailed(1);
        service.answering(PushService.CREATED);
        desk.pass(Duration.ofSeconds(49));
        assertNothingMore(desk);
        desk.pass(Duration.ofSeconds(1));
        assertThat(service.next().path()).isEqualTo("/m/1");
    }

    @Test
    void but_not_in_a_thousand_years() {
        service.answering(new PushService.Answer.Status(503, Map.of("Retry-After", "999999999")));
        PushDesk desk = desk();
        BookId book = desk.book();
        desk.subscribe(book, service.resource("/m/1"));
        desk.start();
        desk.put(book, "a");
        service.next();
        desk.awaitFailed(1);
        service.answering(PushService.CREATED);
        desk.pass(PushSettings.DEFAULT.longestPause());
        assertThat(service.next().path()).isEqualTo("/m/1");
    }

    @Test
    void what_changed_while_no_worker_ran_is_told_at_the_start() {
        PushDesk desk = desk();
        BookId book = desk.book();
        Phone phone = desk.subscribe(book, service.resource("/m/1"));
        desk.put(book, "a");
        desk.start();
        assertTells(service.next(), phone, desk.keys().topic(book), desk.token(book));
    }

    @Test
    void what_a_worker_took_and_died_with_another_tells() {
        PushDesk desk = desk();
        BookId book = desk.book();
        desk.subscribe(book, service.resource("/m/1"));
        desk.put(book, "a");
        List<DuePush> taken = desk.store()
                .write(tx -> tx.pushSubscriptions().lease("dead", desk.now(), PushSettings.DEFAULT.lease(), 10));
        assertThat(taken).hasSize(1);
        desk.start();
        assertNothingMore(desk);
        desk.pass(PushSettings.DEFAULT.lease());
        assertThat(service.next().path()).isEqualTo("/m/1");
    }

    @Test
    void a_dead_push_service_a_silent_one_and_a_lying_one_hold_up_nobody_else() {
        try (PushService silent = PushService.start();
                PushService lying = PushService.start()) {
            silent.answering(new PushService.Answer.None());
            lying.answering(new PushService.Answer.Endless(503));
            PushService gone = PushService.start();
            String dead = gone.resource("/m/");
            gone.close();
            PushDesk desk = desk(PushSettings.DEFAULT.perHost(), HURRIED);
            List<BookId> stuck = desk.books(90);
            desk.subscribe(stuck, id -> switch ((int) (id.home() % 3)) {
                case 0 -> dead + id.home();
                case 1 -> silent.resource("/m/" + id.home());
                default -> lying.resource("/m/" + id.home());
            });
            BookId book = desk.book();
            desk.subscribe(book, service.resource("/m/1"));
            desk.start();
            List<BookId> all = new ArrayList<>(stuck);
            all.add(book);
            desk.putAll(all, "a");
            assertThat(service.next().path()).isEqualTo("/m/1");
            assertThat(silent.next().path()).startsWith("/m/");
            assertThat(lying.next().path()).startsWith("/m/");
            desk.awaitFailed(90);
        }
    }

    @Test
    void a_server_that_stops_leaves_what_waits_to_the_next_at_once() {
        CountDownLatch answered = new CountDownLatch(1);
        PushDesk desk = desk();
        behind(desk, answered);
        desk.stop();
        answered.countDown();
        next(desk).start();
        assertThat(service.next().path()).isEqualTo("/m/2");
    }

    @Test
    void who_subscribed_with_what_cannot_be_used_holds_up_nobody() {
        PushDesk desk = desk();
        BookId bad = desk.book();
        BookId good = desk.book();
        desk.subscribe(bad, "http://push.example/no-tls");
        desk.subscribe(bad, "https://10.0.0.1/m");
        desk.subscribe(List.of(bad), any -> service.resource("/never"), "AAAA", "AAAA");
        desk.subscribe(good, service.resource("/m/1"));
        desk.start();
        desk.putAll(List.of(bad, good), "a");
        assertThat(service.next().path()).isEqualTo("/m/1");
        desk.awaitFailed(3);
        assertThat(service.rest()).isEmpty();
    }
}
