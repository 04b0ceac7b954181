package org.teldav.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.teldav.DavAnswer;
import org.teldav.DavClient;
import org.teldav.MovedClock;
import org.teldav.OneEngine;
import org.teldav.TestDatabase;
import org.teldav.TestServer;
import org.teldav.storage.BookId;
import org.teldav.storage.Transaction;

/** Two servers on one PostgreSQL, and one push service: who is told, whichever of the two they registered with. */
@Timeout(120)
@OneEngine("about PostgreSQL: HSQLDB serves one process")
class TwoNodesPushTest {
    private static final int HOLDERS = 48;

    /** Behind all leases that a server took, and the pauses that it made. */
    private static final Duration LATER = PushSettings.DEFAULT.poll().plus(PushSettings.DEFAULT.lease());

    @TempDir
    Path folder;

    private final PushService service = PushService.start();
    /** Of the other server's clock. */
    private volatile Duration ahead = Duration.ZERO;

    private final Clock clock = new MovedClock(() -> Instant.now().plus(ahead));
    private TestServer one;
    private TestServer other;

    @BeforeEach
    void start() {
        one = node("one", Clock.systemUTC());
        other = node("other", clock);
        one.user("alice", "+1 415 555 0100", "club");
        other.user("zoe", "+1 415 555 0101");
    }

    private TestServer node(String name, Clock time) {
        Stream<String> lines =
                Stream.concat(TestDatabase.postgresLines(folder).stream(), Stream.of("push.loopback = true"));
        return TestServer.start(folder.resolve(name), time, lines.toArray(String[]::new));
    }

    @AfterEach
    void close() {
        one.close();
        other.close();
        service.close();
    }

    private static String book(String user) {
        return "/dav/addressbooks/" + user + "/contacts/";
    }

    private static void put(TestServer node, String user, String name) {
        node.as(user)
                .put(book(user) + name + ".vcf", TestServer.card(name, name, "+1 415 555 0100"))
                .expect(201);
    }

    /** Each holds alice's card, and registers with one of the two. @return where messages to them go */
    private Set<String> makeHolders() {
        Phone phone = Phone.make();
        for (int i = 0; i < HOLDERS; i++) {
            TestServer node = i % 2 == 0 ? one : other;
            node.user("holder" + i, "+1 212 555 " + (1000 + i), "club");
            put(node, "holder" + i, "a");
        }
        one.drain();
        Set<String> paths = new TreeSet<>();
        for (int i = 0; i < HOLDERS; i++) {
            String name = "holder" + i;
            DavClient client = (i % 3 == 0 ? one : other).as(name);
            Registering.register(client, book(name), service.resource("/" + name), phone, Registering.CONTENT);
            paths.add("/" + name);
        }
        return paths;
    }

    private static void change(DavClient device) {
        String me = book("alice") + "me.vcf";
        DavAnswer own = device.get(me).expect(200);
        device.put(me, own.text().replaceFirst("(TEL[^:]*:)[^\r\n]*", "$1+1 415 555 0199"))
                .expect(204);
    }

    /** The other server looks at all there is, at a time when nobody has anything any more that was not written down. */
    private void lookLater(String card) {
        ahead = ahead.plus(LATER);
        put(other, "zoe", card);
    }

    /** Until every message that is due, or with a server, has been sent, and that is written down. */
    private void awaitAllTold() {
        List<BookId> books = other.store()
                .read(tx -> tx.principals().users().stream()
                        .map(user -> book(tx, user.id()))
                        .toList());
        Instant end = clock.instant().plus(LATER);
        while (!other.store().read(tx -> tx.pushSubscriptions().due(books, end)).isEmpty()) {
            Thread.onSpinWait();
        }
    }

    private static BookId book(Transaction tx, long user) {
        return tx.books().find(user, "contacts").orElseThrow().id();
    }

    private List<String> came(int atLeast) {
        List<String> paths = new ArrayList<>();
        while (paths.size() < atLeast || !service.rest().isEmpty()) {
            paths.add(service.next().path());
        }
        return paths;
    }

    @Test
    void holders_who_registered_with_either_are_told_once_in_all_and_the_device_that_wrote_is_not() {
        Set<String> holders = makeHolders();
        String own = Registering.register(
                other.as("alice"), book("alice"), service.resource("/alice"), Phone.make(), Registering.CONTENT);
        change(one.as("alice").with("Push-Dont-Notify: \"" + other.uri().replaceAll("/$", "") + own + "\""));
        one.drain();
        awaitAllTold();
        assertThat(came(HOLDERS)).containsExactlyInAnyOrderElementsOf(holders);
        lookLater("x");
        put(other, "alice", "y"); // what the one takes is no longer its own at the time that the other has
        assertThat(came(1)).containsExactly("/alice");
        awaitAllTold();
        assertThat(service.rest()).isEmpty();
    }

    @Test
    void where_one_ends_in_the_midst_the_other_tells_the_rest_and_twice_only_what_had_no_answer() {
        Set<String> holders = makeHolders();
        CountDownLatch ended = new CountDownLatch(1);
        service.answering(received -> {
            await(ended);
            return PushService.CREATED;
        });
        change(one.as("alice"));
        one.drain();
        List<String> unanswered = came(PushSettings.DEFAULT.perHost());
        one.close();
        unanswered.addAll(came(0));
        assertThat(unanswered).doesNotHaveDuplicates().hasSizeLessThan(HOLDERS);
        ended.countDown();
        lookLater("x");
        awaitAllTold();
        Map<String, Long> times = Stream.concat(unanswered.stream(), came(0).stream())
                .collect(Collectors.groupingBy(path -> path, TreeMap::new, Collectors.counting()));
        assertThat(times.keySet()).isEqualTo(holders);
        times.forEach((path, count) -> assertThat(count).as(path).isBetween(1L, unanswered.contains(path) ? 2L : 1L));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
