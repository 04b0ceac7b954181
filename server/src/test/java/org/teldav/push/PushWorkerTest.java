package org.teldav.push;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.teldav.BothEngines;
import org.teldav.storage.BookId;
import org.teldav.storage.DuePush;

/** From a change in the store to a push service on this machine, which gets what the phone can read. */
@Timeout(120)
@BothEngines
class PushWorkerTest {
    private static final Duration INTERVAL = PushSettings.DEFAULT.interval();

    private static final PushClient.Limits HURRIED =
            new PushClient.Limits(Duration.ofSeconds(5), Duration.ofSeconds(1), 16);

    @TempDir
    Path folder;

    private final PushService service = PushService.start();
    private final List<PushDesk> desks = new ArrayList<>();

    @AfterEach
    void close() {
        desks.forEach(PushDesk::close);
        service.close();
    }

    /** What becomes due first is sent first. */
    private PushDesk desk() {
        return desk(1, PushClient.Limits.DEFAULT);
    }

    private PushDesk desk(int perHost, PushClient.Limits limits) {
        PushDesk desk = new PushDesk(folder, perHost, limits);
        desks.add(desk);
        return desk;
    }

    private PushDesk next(PushDesk desk) {
        PushDesk next = new PushDesk(desk);
        desks.add(0, next);
        return next;
    }

    private static void assertTells(PushService.Received received, Phone phone, String topic, String token) {
        assertThat(phone.read(received.body()))
                .asString()
                .isEqualTo("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<P:push-message xmlns:D=\"DAV:\""
                        + " xmlns:P=\"https://bitfire.at/webdav-push\"><P:topic>" + topic
                        + "</P:topic><P:content-update><D:sync-token>" + token
                        + "</D:sync-token></P:content-update></P:push-message>\n");
    }

    @Test
    void a_change_is_told_once_encrypted_and_signed_with_the_collections_newest_token() {
        PushDesk desk = desk();
        BookId book = desk.book();
        Phone phone = desk.subscribe(book, service.resource("/m/1"));
        desk.start();
        desk.put(book, "a");
        PushService.Received received = service.next();
        assertThat(received.path()).isEqualTo("/m/1");
        assertTells(received, phone, desk.keys().topic(book), desk.token(book));
        assertThat(received.headers())
                .containsEntry("Content-Type", "application/xml; charset=\"UTF-8\"")
                .containsEntry("Content-Encoding", "aes128gcm")
                .containsEntry("TTL", "86400")
                .containsEntry("Urgency", "normal");
        assertThat(received.headers().get("Topic")).matches("[A-Za-z0-9_-]{32}");
        JsonNode claims = VapidToken.checked(received.headers().get("Authorization"));
        assertThat(claims.path("aud").asText()).isEqualTo(service.resource(""));
        assertThat(received.headers().get("Authorization"))
                .endsWith("k=" + desk.keys().pair().publicKey());
        desk.awaitSent(1);
        desk.pass(Duration.ofMinutes(5));
        assertNothingMore(desk);
    }

    /** What comes behind everything that was due before has come: nothing else was. Of two, since the first may overtake what a look at all finds. */
    private void assertNothingMore(PushDesk desk) {
        for (String path : List.of("/mark/1", "/mark/2")) {
            BookId mark = desk.book();
            desk.subscribe(mark, service.resource(path));
            desk.put(mark, "a");
            assertThat(service.next().path()).isEqualTo(path);
        }
        assertThat(service.rest()).isEmpty();
    }

    @Test
    void where_nobody_has_registered_many_changes_are_one_look_and_who_then_registers_is_told() {
        PushDesk desk = desk();
        BookId book = desk.book();
        desk.start();
        desk.put(book, "first");
        desk.awaitLooks(1);
        for (int i = 0; i < 50; i++) {
            desk.put(book, "a" + i);
        }
        desk.pass(Agenda.LULL);
        assertThat(desk.awaitLooks(2)).isEqualTo(2);
        desk.subscribe(book, service.resource("/m/1"));
        desk.put(book, "last");
        desk.pass(Agenda.LULL);
        assertThat(service.next().path()).isEqualTo("/m/1");
    }

    @Test
    void what_changes_within_the_interval_is_one_message_more_with_the_last_token() {
        PushDesk desk = desk();
        BookId book = desk.book();
        Phone phone = desk.subscribe(book, service.resource("/m/1"));
        desk.start();
        desk.put(book, "a");
        String first = service.next().headers().get("Topic");
        desk.awaitSent(1);
        for (String card : List.of("b", "c", "d")) {
            desk.put(book, card);
        }
        assertNothingMore(desk);
        desk.pass(INTERVAL);
        PushService.Received second = service.next();
        assertTells(second, phone, desk.keys().topic(book), desk.token(book));
        assertThat(second.headers().get("Topic"))
                .as("it takes the place of the first, where the phone was away")
                .isEqualTo(first);
        desk.awaitSent(4);
        desk.pass(INTERVAL);
        assertNothingMore(desk);
    }

    @Test
    void a_thousand_books_that_changed_get_one_message_each_and_none_two_though_two_workers_tell() {
        PushDesk desk = desk(PushSettings.DEFAULT.perHost(), PushClient.Limits.DEFAULT);
        PushDesk other = next(desk);
        List<BookId> books = desk.books(1000);
        Phone phone = desk.subscribe(books, id -> service.resource("/m/" + id.home()));
        desk.start();
        other.start();
        desk.putAll(books, "a");
        Set<String> told = new TreeSet<>();
        for (int i = 0; i < books.size(); i++) {
            PushService.Received received = service.next();
            assertThat(told.add(received.path())).as(received.path()).isTrue();
            if (i % 50 == 0) {
                assertThat(phone.read(received.body())).asString().contains("sync-token");
            }
        }
        PushDesk.awaitSent(1000, desk, other);
        assertNothingMore(desk);
    }

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
    void who_unsubscribed_while_a_message_waited_gets_none() {
        CountDownLatch answered = new CountDownLatch(1);
        service.answering(received -> {
            await(answered);
            return PushService.CREATED;
        });
        PushDesk desk = desk();
        BookId first = desk.book();
        BookId second = desk.book();
        desk.subscribe(first, service.resource("/m/1"));
        desk.put(first, "a");
        desk.start();
        service.next();
        desk.subscribe(second, service.resource("/m/2"));
        desk.put(second, "a");
        desk.awaitTaken(second);
        desk.unsubscribe(second);
        answered.countDown();
        desk.awaitSent(1);
        assertNothingMore(desk);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void a_server_that_stops_leaves_what_waits_to_the_next_at_once() {
        CountDownLatch answered = new CountDownLatch(1);
        service.answering(received -> {
            await(answered);
            return PushService.CREATED;
        });
        PushDesk desk = desk();
        BookId first = desk.book();
        BookId second = desk.book();
        desk.subscribe(first, service.resource("/m/1"));
        desk.put(first, "a");
        desk.start();
        service.next();
        desk.subscribe(second, service.resource("/m/2"));
        desk.put(second, "a");
        desk.awaitTaken(second);
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
