package org.teldav.cards;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads comma-separated values, and what goes by that name (RFC 4180): quotes, doubled quotes, line ends in quotes, either kind of line end. Blanks are of a cell where they are in quotes. Used by one thread. */
public final class Csv {
    private final Reader reader;
    private final char separator;
    private int line = 1;
    private int pushedBack = -2;

    public Csv(Reader reader) {
        this(reader, ',');
    }

    /** @param separator of cells: spreadsheets write semicolons or tabs where commas stand in numbers */
    public Csv(Reader reader, char separator) {
        this.reader = reader;
        this.separator = separator;
    }

    /** @param line where it begins, from 1 */
    public record Row(int line, List<String> cells) {}

    /** The next row that is not blank; empty at the end. */
    public Optional<Row> next() throws IOException {
        while (peek() >= 0) {
            int begin = line;
            List<String> cells = cells();
            if (cells.size() > 1 || !cells.get(0).isBlank()) {
                return Optional.of(new Row(begin, cells));
            }
        }
        return Optional.empty();
    }

    private List<String> cells() throws IOException {
        List<String> cells = new ArrayList<>();
        while (true) {
            cells.add(cell());
            int c = read();
            if (c != separator) {
                return cells;
            }
        }
    }

    /** Up to the separator or line end, which is left. */
    private String cell() throws IOException {
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        boolean blank = true;
        int kept = 0;
        while (true) {
            int c = peek();
            if (c < 0 || !quoted && (c == separator || c == '\n')) {
                return cell.substring(0, kept) + cell.substring(kept).stripTrailing();
            }
            read();
            if (c == '"' && quoted && peek() == '"') {
                cell.append((char) read());
                blank = false;
            } else if (c == '"' && (quoted || blank)) {
                quoted = !quoted;
                blank = false;
                kept = cell.length();
            } else if (!blank || quoted || !Character.isWhitespace(c)) {
                cell.append((char) c);
                blank = false;
            }
        }
    }

    private int peek() throws IOException {
        if (pushedBack == -2) {
            pushedBack = reader.read();
        }
        return pushedBack;
    }

    private int read() throws IOException {
        int c = peek();
        pushedBack = -2;
        if (c == '\n') {
            line++;
        }
        return c;
    }
}
