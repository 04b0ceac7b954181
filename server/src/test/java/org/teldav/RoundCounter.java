package org.teldav;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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

    private final int port;
    private final ServerSocket door;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicLong rounds = new AtomicLong();

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
                threads.execute(() -> relay(client, server, () -> {
                    if (answered.getAndSet(false)) {
                        rounds.incrementAndGet();
                    }
                }));
                threads.execute(() -> relay(server, client, () -> answered.set(true)));
            } catch (IOException closed) {
                return;
            }
        }
    }

    /** @param heard runs whenever something has come, before it goes on */
    private void relay(Socket from, Socket to, Runnable heard) {
        try (from;
                to) {
            byte[] buffer = new byte[BUFFER];
            int length = from.getInputStream().read(buffer);
            while (length >= 0) {
                heard.run();
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
