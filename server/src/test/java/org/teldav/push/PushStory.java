package org.teldav.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.teldav.BothEngines;
import org.teldav.storage.BookId;

/** A push service, and servers that tell it what has changed. */
@Timeout(120)
@BothEngines
abstract class PushStory {
    static final Duration INTERVAL = PushSettings.DEFAULT.interval();

    @TempDir
    Path folder;

    final PushService service = PushService.start();
    final List<PushDesk> desks = new ArrayList<>();

    @AfterEach
    void close() {
        desks.forEach(PushDesk::close);
        service.close();
    }

    /** What becomes due first is sent first. */
    PushDesk desk() {
        return desk(1, PushClient.Limits.DEFAULT);
    }

    PushDesk desk(int perHost, PushClient.Limits limits) {
        PushDesk desk = new PushDesk(folder, perHost, limits);
        desks.add(desk);
        return desk;
    }

    PushDesk next(PushDesk desk) {
        PushDesk next = new PushDesk(desk);
        desks.add(0, next);
        return next;
    }

    static void assertTells(PushService.Received received, Phone phone, String topic, String token) {
        assertThat(phone.read(received.body()))
                .asString()
                .isEqualTo("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<P:push-message xmlns:D=\"DAV:\""
                        + " xmlns:P=\"https://bitfire.at/webdav-push\"><P:topic>" + topic
                        + "</P:topic><P:content-update><D:sync-token>" + token
                        + "</D:sync-token></P:content-update></P:push-message>\n");
    }

    /** What comes behind everything that was due before has come: nothing else was. Of two, since the first may overtake what a look at all finds. */
    void assertNothingMore(PushDesk desk) {
        for (String path : List.of("/mark/1", "/mark/2")) {
            BookId mark = desk.book();
            desk.subscribe(mark, service.resource(path));
            desk.put(mark, "a");
            assertThat(service.next().path()).isEqualTo(path);
        }
        assertThat(service.rest()).isEmpty();
    }

    /** A started desk whose message to a first book the push service holds until the latch. @return the book whose message waits behind it, at {@code /m/2} */
    BookId behind(PushDesk desk, CountDownLatch answered) {
        service.answering(received -> {
            await(answered);
            return PushService.CREATED;
        });
        BookId first = desk.book();
        BookId second = desk.book();
        desk.subscribe(first, service.resource("/m/1"));
        desk.put(first, "a");
        desk.start();
        service.next();
        desk.subscribe(second, service.resource("/m/2"));
        desk.put(second, "a");
        desk.awaitTaken(second);
        return second;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
