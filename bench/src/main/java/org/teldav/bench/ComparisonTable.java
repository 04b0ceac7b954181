package org.teldav.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Results of one or several servers as one table: each operation's rows stand together, a server a row. Immutable. */
record ComparisonTable(List<Result> results) {

    private static final List<String> HEADER = List.of(
            "operation", "server", "requests/s", "p50 ms", "p99 ms", "first byte ms", "MB/s", "requests", "errors");

    private List<List<String>> rows() {
        List<String> names = results.stream()
                .flatMap(result -> result.operations().stream().map(Row::operation))
                .distinct()
                .toList();
        List<List<String>> rows = new ArrayList<>();
        for (String name : names) {
            for (Result result : results) {
                result.operations().stream()
                        .filter(row -> row.operation().equals(name))
                        .forEach(row -> rows.add(cells(result.label(), row)));
            }
        }
        return rows;
    }

    private static List<String> cells(String label, Row row) {
        List<String> cells = new ArrayList<>(List.of(row.operation(), label));
        if (row instanceof Row.Refused refused) {
            cells.add("not supported (" + refused.notSupported() + ")");
            cells.addAll(Collections.nCopies(HEADER.size() - cells.size(), ""));
        } else if (row instanceof Row.Measured measured) {
            cells.add(number(measured.perSecond()));
            cells.add(number(measured.p50Millis()));
            cells.add(number(measured.p99Millis()));
            cells.add(number(measured.firstByteP50Millis()));
            cells.add(number(measured.bytesPerSecond() / 1e6));
            cells.add(String.format(Locale.ROOT, "%,d", measured.requests()));
            cells.add(String.format(Locale.ROOT, "%,d", measured.errors()));
        }
        return cells;
    }

    /** Three digits that count. */
    static String number(double value) {
        String format = value >= 100 ? "%,.0f" : value >= 10 ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, format, value);
    }

    /** As it was given: 10, or 0.5. */
    static String plain(double value) {
        return String.valueOf(value).replaceAll("\\.0$", "");
    }

    String text() {
        List<List<String>> lines = new ArrayList<>(List.of(HEADER));
        lines.addAll(rows());
        int[] widths = IntStream.range(0, HEADER.size())
                .map(i -> lines.stream()
                        .mapToInt(line -> line.get(i).length())
                        .max()
                        .orElse(0))
                .toArray();
        return lines.stream()
                .map(line -> IntStream.range(0, widths.length)
                        .mapToObj(i -> padded(line.get(i), i < 2 ? -widths[i] : widths[i]))
                        .collect(Collectors.joining("  "))
                        .stripTrailing())
                .collect(Collectors.joining("\n"));
    }

    private static String padded(String cell, int width) {
        return String.format("%" + width + "s", cell);
    }

    /** The machine, the setting and the table, as docs/performance.md has them. */
    String markdown() {
        StringBuilder text = new StringBuilder();
        Result first = results.get(0);
        Machine machine = first.machine();
        text.append("Measured %s on %s, %d cores, %,d MiB memory, %s, %s; %s, fsync of 4 KiB %s ms (p50), %s ms (p99). "
                .formatted(
                        first.started().substring(0, 10),
                        machine.cpu(),
                        machine.cores(),
                        machine.memoryMiB(),
                        machine.os(),
                        machine.java(),
                        machine.disk(),
                        number(machine.fsyncP50Millis()),
                        number(machine.fsyncP99Millis())));
        text.append(
                "A book of %,d members, cards of %d bytes, %d keep-alive connections, Basic login on every request; %s s"
                        .formatted(first.members(), first.cardBytes(), first.connections(), plain(first.seconds())));
        text.append(" an operation after %s s of warm-up; the load generator runs on the same machine. Seed %d.\n\n"
                .formatted(plain(first.warmupSeconds()), first.seed()));
        text.append(line(HEADER))
                .append("|---|---|")
                .append("---:|".repeat(HEADER.size() - 2))
                .append('\n');
        rows().forEach(row -> text.append(line(row)));
        text.append('\n');
        results.stream()
                .filter(result -> result.filledPerSecond() > 0)
                .forEach(result -> text.append("Filling the book: %s, %s new cards/s.\n"
                        .formatted(result.label(), number(result.filledPerSecond()))));
        return text.toString().stripTrailing();
    }

    private static String line(List<String> cells) {
        return cells.stream().map(cell -> cell.replace("|", "\\|")).collect(Collectors.joining(" | ", "| ", " |\n"));
    }
}
