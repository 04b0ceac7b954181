package org.teldav.push;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.teldav.storage.BookId;

/** From a change in the store to a push service on this machine, which gets what the phone can read. */
class PushWorkerTest extends PushStory {
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

    @Test
    void who_unsubscribed_while_a_message_waited_gets_none() {
        CountDownLatch answered = new CountDownLatch(1);
        PushDesk desk = desk();
        BookId second = behind(desk, answered);
        desk.unsubscribe(second);
        answered.countDown();
        desk.awaitSent(1);
        assertNothingMore(desk);
    }
}
