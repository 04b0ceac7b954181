package org.teldav.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One run against one server: a book is set up, each operation measured, and the book removed again.
 *
 * @param operations names of {@link Operations#ALL}
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
        boolean keep,
        Path disk,
        Progress progress) {

    /** @throws BenchFailure if the server can't be measured */
    Result run() throws IOException, InterruptedException {
        Instant started = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        Machine machine = Machine.here(disk);
        BookSetUp setUp = new BookSetUp(endpoint, settings, requests, progress);
        Book book = setUp.open(url, cards);
        Thread ifKilled = new Thread(() -> clearQuietly(setUp, book));
        Runtime.getRuntime().addShutdownHook(ifKilled);
        progress.say("Measuring %s at %s".formatted(label, book.path()));
        try {
            double seconds = setUp.fill(book);
            return result(started, machine, book, cards.count() / seconds, measure(book));
        } finally {
            Runtime.getRuntime().removeShutdownHook(ifKilled);
            if (keep) {
                progress.say("The book stays at " + book.path());
            } else {
                setUp.clear(book);
            }
        }
    }

    private void clearQuietly(BookSetUp setUp, Book book) {
        try {
            if (book.made() && !keep) {
                setUp.clear(book);
            }
        } catch (IOException | InterruptedException | BenchFailure e) {
            progress.say("The book stays at " + book.path() + ": " + e.getMessage());
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

    private static String sentence(Row row) {
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
