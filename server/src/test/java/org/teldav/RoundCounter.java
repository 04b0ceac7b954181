package org.teldav;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Stands between a server and its PostgreSQL, and counts the rounds: how often the one speaks after the other has answered. What is sent together is one,
 * so a BEGIN, which goes with the first statement, is none. Thread-safe.
 */
final class RoundCounter implements AutoCloseable {
    private static final int BUFFER = 1 << 16;
    private static final int KEPT = 40;
    private static final int SHOWN = 300;

    private final int port;
    private final ServerSocket door;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicLong rounds = new AtomicLong();
    private final List<AtomicLong> byConnection = new CopyOnWriteArrayList<>();
    private final Deque<String> said = new ConcurrentLinkedDeque<>();

    /** @param port of a PostgreSQL on this machine */
    RoundCounter(int port) {
        this.port = port;
        try {
            door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::admit);
    }

    /** To be connected to without TLS. */
    int port() {
        return door.getLocalPort();
    }

    /** Until now; one that is under way is counted. */
    long rounds() {
        return rounds.get();
    }

    /** The same of each connection, in the order in which they were opened. */
    List<Long> byConnection() {
        return byConnection.stream().map(AtomicLong::get).toList();
    }

    /** What the last rounds began with, to be read where there were more than expected. */
    String said() {
        return String.join("\n", said);
    }

    private void count(byte[] first, int length) {
        long number = rounds.incrementAndGet();
        String text = new String(first, 0, Math.min(length, SHOWN), ISO_8859_1).replaceAll("[^ -~]+", " ");
        said.add(number + " " + Thread.currentThread().getName() + " " + text);
        if (said.size() > KEPT) {
            said.remove();
        }
    }

    private void admit() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
                open.add(client);
                open.add(server);
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                AtomicBoolean answered = new AtomicBoolean(true);
                AtomicLong ofThis = new AtomicLong();
                byConnection.add(ofThis);
                threads.execute(() -> relay(client, server, (bytes, length) -> {
                    if (answered.getAndSet(false)) {
                        ofThis.incrementAndGet();
                        count(bytes, length);
                    }
                }));
                threads.execute(() -> relay(server, client, (bytes, length) -> answered.set(true)));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private interface Heard {
        void bytes(byte[] bytes, int length);
    }

    /** @param heard runs whenever something has come, before it goes on */
    private void relay(Socket from, Socket to, Heard heard) {
        try (from;
                to) {
            byte[] buffer = new byte[BUFFER];
            int length = from.getInputStream().read(buffer);
            while (length >= 0) {
                heard.bytes(buffer, length);
                to.getOutputStream().write(buffer, 0, length);
                length = from.getInputStream().read(buffer);
            }
        } catch (IOException ended) {
            // One of the two has hung up, and so does the other.
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    @Override
    public void close() {
        try {
            door.close();
            for (Socket each : open) {
                each.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            threads.shutdownNow();
        }
    }
}
