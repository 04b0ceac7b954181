package org.teldav.bench;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Sends a row of requests over several connections, once each, to set the book up or to clear it. The first answer that isn't a
 * success ends it. Tells how far it is, each second at first, each ten seconds later.
 *
 * @param alsoFine a status that is as good as a success, such as 404 to a DELETE
 * @param what the beginning of the sentence of progress, such as "Filling the book"
 */
record Bulk(Endpoint endpoint, LoadSettings settings, Progress progress, int alsoFine, String what) {

    /** @throws BenchFailure with the status, if a request fails */
    void send(int count, IntFunction<byte[]> request) throws IOException, InterruptedException {
        AtomicInteger next = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(settings.connections());
        try {
            List<Future<Integer>> running = IntStream.range(0, settings.connections())
                    .mapToObj(i -> threads.submit(() -> sendFrom(next, count, request)))
                    .toList();
            threads.shutdown();
            for (int pause = 1; !threads.awaitTermination(pause, TimeUnit.SECONDS); pause = Math.min(10, pause + 1)) {
                progress.say("%s: %,d of %,d".formatted(what, Math.min(count, next.get()), count));
            }
            for (var one : running) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        } finally {
            next.set(count);
            threads.shutdownNow();
        }
    }

    private int sendFrom(AtomicInteger next, int count, IntFunction<byte[]> request) throws IOException {
        try (HttpConnection connection = new HttpConnection(endpoint, settings.timeoutMillis())) {
            for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                AnswerReader answer = connection.exchange(request.apply(i));
                if (answer.status() / 100 != 2 && answer.status() != alsoFine) {
                    next.set(count);
                    throw new BenchFailure("%s failed at %,d of %,d: the server answered %d. %s"
                            .formatted(what, i + 1, count, answer.status(), beginning(answer)));
                }
            }
        } catch (IOException e) {
            next.set(count);
            throw e;
        }
        return count;
    }

    private static String beginning(Answer answer) {
        String text = answer.text().replaceAll("\\s+", " ").strip();
        return text.substring(0, Math.min(200, text.length()));
    }

    private IOException failure(Throwable cause) {
        if (cause instanceof BenchFailure failure) {
            throw failure;
        }
        return cause instanceof IOException broken ? broken : new IOException(what + " failed", cause);
    }
}
