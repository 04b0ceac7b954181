package org.teldav.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * One run against one server: a book is set up, each operation measured, and the book removed again.
 *
 * @param operations names of {@link Operations#ALL}
 * @param filled whether the book holds the cards already, and keeps them
 * @param keep whether the book stays
 * @param disk a folder on the disk where the server keeps its data
 */
record BenchRun(
        URI url,
        String label,
        Endpoint endpoint,
        Requests requests,
        Cards cards,
        LoadSettings settings,
        List<String> operations,
        boolean filled,
        boolean keep,
        Path disk,
        Progress progress) {

    private static final int SECONDS_TO_CLEAR = 60;

    /** @throws BenchFailure if the server can't be measured */
    Result run() throws IOException, InterruptedException {
        Instant started = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        Machine machine = Machine.here(disk);
        BookSetUp setUp = new BookSetUp(endpoint, settings, requests, progress);
        Book book = setUp.open(url, cards);
        if (filled && book.made()) {
            setUp.clear(book);
            throw new BenchFailure("--filled is about a book that is there: give its own URL as --url.");
        }
        CountDownLatch over = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(endsRun(Thread.currentThread(), over));
        progress.say("Measuring %s at %s".formatted(label, book.path()));
        try {
            double filledPerSecond = filled ? 0 : cards.count() / setUp.fill(book);
            return result(started, machine, book, filledPerSecond, measure(book));
        } finally {
            cleared(setUp, book);
            over.countDown();
        }
    }

    /** When the process is told to end, the run is cut short, but its book still removed. */
    private static Thread endsRun(Thread run, CountDownLatch over) {
        return new Thread(() -> {
            try {
                if (over.getCount() > 0) {
                    run.interrupt();
                    over.await(SECONDS_TO_CLEAR, TimeUnit.SECONDS);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** A book that can't be removed doesn't spoil what was measured, nor hide why the run failed. */
    private void cleared(BookSetUp setUp, Book book) {
        if (keep || filled) {
            progress.say("The book stays at " + book.path());
            return;
        }
        try {
            setUp.clear(book);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            progress.say("The book stays at %s, remove it by hand: stopped".formatted(book.path()));
        } catch (IOException | BenchFailure e) {
            progress.say("The book stays at %s, remove it by hand: %s".formatted(book.path(), e.getMessage()));
        }
    }

    private List<Row> measure(Book book) throws IOException, InterruptedException {
        List<Row> rows = new ArrayList<>();
        for (String name : operations) {
            progress.say("  %s: %s s of warm-up and %s s …"
                    .formatted(
                            name,
                            ComparisonTable.plain(settings.warmupSeconds()),
                            ComparisonTable.plain(settings.seconds())));
            Row row = measure(book, name);
            progress.say("    " + sentence(row));
            rows.add(row);
        }
        return rows;
    }

    private Row measure(Book book, String name) throws InterruptedException {
        try (HttpConnection connection = new HttpConnection(endpoint, settings.timeoutMillis())) {
            Operation operation = new Operations(book, settings.connections()).prepare(name, connection);
            return new Load(endpoint, settings).run(operation);
        } catch (NotSupported e) {
            return new Row.Refused(name, e.status());
        } catch (IOException e) {
            return Row.Measured.nothingBut(name, e.toString());
        }
    }

    static String sentence(Row row) {
        if (row instanceof Row.Measured measured) {
            String errors = measured.errors() == 0
                    ? ""
                    : ", %,d errors: %s".formatted(measured.errors(), measured.firstError());
            return "%s/s, p50 %s ms, p99 %s ms%s"
                    .formatted(
                            ComparisonTable.number(measured.perSecond()),
                            ComparisonTable.number(measured.p50Millis()),
                            ComparisonTable.number(measured.p99Millis()),
                            errors);
        }
        return "not supported, the server answered " + ((Row.Refused) row).notSupported();
    }

    private Result result(Instant started, Machine machine, Book book, double filledPerSecond, List<Row> rows) {
        int mean = (int) IntStream.range(0, Math.min(1_000, cards.count()))
                .map(i -> cards.card(i, 0).length)
                .average()
                .orElse(0);
        return new Result(
                label,
                url.toString(),
                started.toString(),
                cards.seed(),
                cards.count(),
                book.members(),
                mean,
                settings.connections(),
                settings.warmupSeconds(),
                settings.seconds(),
                filledPerSecond,
                machine,
                rows);
    }
}
