package org.teldav;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Makes card after card, changes every other, reads what it was told is stored, and remembers all answers. One thread runs it. */
final class PatroniWriter implements Runnable {
    private static final String BOOK = "/dav/addressbooks/alice/contacts/";

    private final DavClient client;
    private final String name;
    private final Map<String, String> acknowledged = new LinkedHashMap<>();
    /** What was sent and answered 503, by path: it may be there. */
    private final Map<String, String> uncertain = new LinkedHashMap<>();

    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    /** By the clock of the JVM, when each write was acknowledged. */
    private final List<Long> times = new ArrayList<>();

    private CountDownLatch awaited = new CountDownLatch(0);
    private volatile long refusals;
    private volatile boolean ended;

    PatroniWriter(DavClient client, String name) {
        this.client = client;
        this.name = name;
    }

    @Override
    public void run() {
        for (int i = 0; !ended; i++) {
            String path = BOOK + name + "-" + i + ".vcf";
            String card = TestServer.card(name + "-" + i, name, "+1 212 555 0100");
            if (put(path, card) && i % 2 == 0) {
                put(path, card.replace("0100", "0199"));
            }
            if (acknowledged.containsKey(path)) {
                read(path);
            }
        }
    }

    private boolean put(String path, String card) {
        DavAnswer answer = answer("PUT", path, card);
        if (answer.status() == 201 || answer.status() == 204) {
            acknowledged.put(path, card);
            acknowledge();
            return true;
        }
        uncertain.put(path, card);
        judge(path, answer);
        return false;
    }

    private void read(String path) {
        DavAnswer answer = answer("GET", path, "");
        if (answer.status() != 200) {
            judge(path, answer);
        } else if (!answer.text().equals(acknowledged.get(path))
                && !answer.text().equals(uncertain.get(path))) {
            wrong.add("GET " + path + ": " + answer.text());
        }
    }

    private DavAnswer answer(String method, String path, String card) {
        try {
            return method.equals("PUT") ? client.put(path, card) : client.get(path);
        } catch (RuntimeException e) {
            wrong.add(method + " " + path + ": " + e);
            return new DavAnswer(503, Map.of("Retry-After", "5"), new byte[0]);
        }
    }

    private void judge(String path, DavAnswer answer) {
        if (answer.status() == 503 && "5".equals(answer.headers().get("Retry-After"))) {
            refusals++;
        } else {
            wrong.add(path + ": " + answer.status() + " " + answer.text());
        }
    }

    private synchronized void acknowledge() {
        times.add(System.nanoTime());
        awaited.countDown();
    }

    void awaitMore(int count) throws InterruptedException {
        CountDownLatch latch = new CountDownLatch(count);
        synchronized (this) {
            awaited = latch;
        }
        assertThat(latch.await(5, TimeUnit.MINUTES)).as("%s", wrong).isTrue();
    }

    /** The longest time between two acknowledged writes of which the later is after that moment. */
    synchronized Duration gap(long since) {
        long longest = 0;
        for (int i = 1; i < times.size(); i++) {
            if (times.get(i) - since > 0) {
                longest = Math.max(longest, times.get(i) - times.get(i - 1));
            }
        }
        return Duration.ofNanos(longest);
    }

    List<String> wrong() {
        return List.copyOf(wrong);
    }

    long refusals() {
        return refusals;
    }

    void end() {
        ended = true;
    }

    /** After its end: asks for all there is, byte for byte. @return how many acknowledged cards */
    int check(DavClient reader) {
        acknowledged.forEach((path, card) -> {
            String there = reader.get(path).expect(200).text();
            assertThat(there).isIn(card, uncertain.getOrDefault(path, card));
        });
        uncertain.forEach((path, card) -> {
            DavAnswer answer = reader.get(path);
            if (!acknowledged.containsKey(path) && answer.status() != 404) {
                assertThat(answer.expect(200).text()).isEqualTo(card);
            }
        });
        return acknowledged.size();
    }
}
