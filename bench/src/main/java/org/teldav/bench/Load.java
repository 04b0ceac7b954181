package org.teldav.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs one operation over all connections: each sends its next request when it has the answer to the last. */
final class Load {

    /** After so many failures of a connection in a row the server is taken to be gone. */
    private static final int GIVE_UP_AFTER = 20;

    private static final long PAUSE_AFTER_FAILURE_MILLIS = 20;

    private final Endpoint endpoint;
    private final LoadSettings settings;

    Load(Endpoint endpoint, LoadSettings settings) {
        this.endpoint = endpoint;
        this.settings = settings;
    }

    /** @throws BenchFailure if the server doesn't answer any more */
    Row run(Operation operation) throws IOException, InterruptedException {
        Tally sum = new Tally();
        try (HttpConnection connection = new HttpConnection(endpoint, settings.timeoutMillis())) {
            int status = connection.exchange(operation.request(0, 0)).status();
            if (NotSupported.saidBy(status)) {
                return new Row.Refused(operation.name(), status);
            }
            ExecutorService threads = Executors.newFixedThreadPool(settings.connections());
            try {
                List<Future<Tally>> running = new ArrayList<>();
                for (int i = 0; i < settings.connections(); i++) {
                    int number = i;
                    running.add(threads.submit(() -> connection(operation, number)));
                }
                for (Future<Tally> one : running) {
                    sum.add(one.get());
                }
            } catch (ExecutionException e) {
                throw new BenchFailure(
                        "Measuring " + operation.name() + " failed: "
                                + e.getCause().getMessage(),
                        e.getCause());
            } finally {
                threads.shutdownNow();
            }
            afterwards(operation, connection).ifPresent(sum::wrong);
        }
        return sum.row(operation.name());
    }

    private static Optional<String> afterwards(Operation operation, HttpConnection connection) {
        try {
            return operation.afterwards(connection);
        } catch (IOException e) {
            return Optional.of("afterwards: " + e);
        }
    }

    private Tally connection(Operation operation, int number) throws IOException, InterruptedException {
        try (HttpConnection connection = new HttpConnection(endpoint, settings.timeoutMillis())) {
            Tally warmup = new Tally();
            long sent = loop(operation, connection, number, 1, settings.warmupSeconds(), warmup);
            long connectsBefore = connection.connects();
            Tally tally = new Tally();
            long start = System.nanoTime();
            loop(operation, connection, number, sent, settings.seconds(), tally);
            long nanos = System.nanoTime() - start;
            return tally.ended(nanos, connection.connects() - connectsBefore);
        }
    }

    /** @return the number of the next request */
    private long loop(
            Operation operation, HttpConnection connection, int number, long first, double seconds, Tally tally)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + (long) (seconds * 1e9);
        long last = first + Math.max(1, settings.mostRequests() / settings.connections());
        int failuresInARow = 0;
        long n = first;
        for (;
                n < last
                        && System.nanoTime() - deadline < 0
                        && !Thread.currentThread().isInterrupted();
                n++) {
            try {
                one(operation, connection, number, n, tally);
                failuresInARow = 0;
            } catch (IOException e) {
                tally.wrong(e.toString());
                if (++failuresInARow == GIVE_UP_AFTER) {
                    throw e;
                }
                Thread.sleep(PAUSE_AFTER_FAILURE_MILLIS);
            }
        }
        return n;
    }

    private static void one(Operation operation, HttpConnection connection, int number, long n, Tally tally)
            throws IOException {
        byte[] request = operation.request(number, n);
        long start = System.nanoTime();
        AnswerReader answer = connection.exchange(request);
        long nanos = System.nanoTime() - start;
        Optional<String> fault = operation.fault(answer, number, n);
        if (fault.isPresent()) {
            tally.wrong(fault.get());
        } else {
            tally.right(nanos, answer.firstByteAt() - start, request.length + answer.received());
        }
    }
}
