package org.teldav.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Columns as wide as what is in them. */
final class Table {
    private final List<List<String>> rows = new ArrayList<>();
    private final String nothing;

    /** @param nothing what is said where there is no row */
    Table(String nothing, String... header) {
        this.nothing = nothing;
        rows.add(List.of(header));
    }

    void row(String... cells) {
        row(List.of(cells));
    }

    private void row(List<String> cells) {
        rows.add(cells.stream().map(Table::shown).toList());
    }

    /** With a row for each. @return this */
    Table rows(JsonNode each, Function<JsonNode, List<String>> cells) {
        each.forEach(one -> row(cells.apply(one)));
        return this;
    }

    /** What others wrote into a card or a name must not tell the terminal anything, nor turn what stands beside it. */
    private static String shown(String cell) {
        return cell.replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}\u202A-\u202E\u2066-\u2069]", "?");
    }

    /** A field's text; empty where it is null or not there. */
    static String text(JsonNode row, String field) {
        JsonNode value = row.path(field);
        return value.isNull() || value.isMissingNode() ? "" : value.asText();
    }

    /** A time to the second, of this machine's zone, as {@link Times} reads it; empty where there is none. */
    static String time(JsonNode row, String field) {
        String text = text(row, field);
        return text.isEmpty() ? "" : Times.shown(Instant.parse(text), ZoneId.systemDefault());
    }

    /** As {@code 1 card}, {@code 2 cards}. */
    static String count(long count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    /** Lines, each with its end. */
    @Override
    public String toString() {
        if (rows.size() == 1) {
            return nothing + "\n";
        }
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], width(row.get(i)));
            }
        }
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                line.append(row.get(i)).append(" ".repeat(widths[i] - width(row.get(i)) + 2));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private static int width(String text) {
        return text.codePointCount(0, text.length());
    }
}
