package org.teldav.carddav;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;

/** A card by its meaning, and one of the many ways to write it. */
record RandomCard(List<Line> lines) {
    static final String[] NAMES = {"TEL", "TEL", "EMAIL", "FN", "FN", "X-FOO"};
    static final String[] GROUPS = {"item1", "item2"};
    static final String[] PARAMETERS = {"TYPE", "X-P"};
    static final String[] PARAMETER_VALUES = {"CELL", "home", "é", "a,b"};
    private static final String[] LETTERS = {
        "a", "A", "\u00E9", "e\u0301", "\u00C9", "b", "ß", "ẞ", "İ", "i", "ﬁ", "ς", "σ", "Σ", "1", "1", "0", "+", ";",
        ",", "\\", "\n", " ", ":", "😀"
    };

    record Line(Optional<String> group, String name, List<Parameter> parameters, String value) {}

    record Parameter(String name, List<String> values) {}

    static RandomCard next(Random random) {
        List<Line> lines = new ArrayList<>();
        for (int n = random.nextInt(7); n > 0; n--) {
            List<Parameter> parameters = new ArrayList<>();
            for (int p = random.nextInt(3); p > 0; p--) {
                parameters.add(parameter(random));
            }
            Optional<String> group = random.nextInt(3) == 0 ? Optional.of(pick(random, GROUPS)) : Optional.empty();
            lines.add(new Line(group, pick(random, NAMES), parameters, text(random, 1 + random.nextInt(8))));
        }
        return new RandomCard(lines);
    }

    private static Parameter parameter(Random random) {
        List<String> values = new ArrayList<>();
        for (int v = 1 + random.nextInt(2); v > 0; v--) {
            values.add(pick(random, PARAMETER_VALUES));
        }
        return new Parameter(pick(random, PARAMETERS), values);
    }

    static String text(Random random, int longest) {
        StringBuilder text = new StringBuilder();
        for (int n = random.nextInt(longest + 1); n > 0; n--) {
            text.append(pick(random, LETTERS));
        }
        return text.toString();
    }

    static <T> T pick(Random random, T[] of) {
        return of[random.nextInt(of.length)];
    }

    Line anyLine(Random random) {
        return lines.isEmpty()
                ? new Line(Optional.empty(), "FN", List.of(), "")
                : lines.get(random.nextInt(lines.size()));
    }

    /** A piece of the text, perhaps in the other case. */
    static String cut(Random random, String text) {
        int[] codes = text.codePoints().toArray();
        int from = random.nextInt(3) == 0 ? 0 : random.nextInt(codes.length + 1);
        int to = random.nextInt(3) == 0 ? codes.length : from + random.nextInt(codes.length - from + 1);
        String piece = new String(codes, from, to - from);
        return switch (random.nextInt(4)) {
            case 0 -> piece.toLowerCase(Locale.ROOT);
            case 1 -> piece.toUpperCase(Locale.ROOT);
            default -> piece;
        };
    }

    byte[] write(Random random) {
        StringBuilder text = new StringBuilder("BEGIN:VCARD\r\nVERSION:3.0\r\nUID:1\r\nN:;;;;\r\n");
        for (Line line : lines) {
            StringBuilder written = new StringBuilder();
            line.group()
                    .ifPresent(group -> written.append(anyCase(random, group)).append('.'));
            written.append(anyCase(random, line.name()));
            line.parameters().forEach(parameter -> written.append(write(random, parameter)));
            written.append(':').append(escape(random, line.value()));
            text.append(fold(random, written.toString()));
        }
        return text.append("END:VCARD\r\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String write(Random random, Parameter parameter) {
        StringBuilder written = new StringBuilder();
        boolean list = random.nextBoolean();
        String separator = ";" + anyCase(random, parameter.name()) + "=";
        for (String value : parameter.values()) {
            boolean quoted = value.contains(",") || random.nextBoolean();
            written.append(separator).append(quoted ? "\"" + value + "\"" : value);
            separator = list ? "," : separator;
        }
        return written.toString();
    }

    /** Commas and semicolons are written either way by clients. */
    private static String escape(Random random, String value) {
        StringBuilder escaped = new StringBuilder();
        for (char c : value.toCharArray()) {
            if (c == '\n') {
                escaped.append(random.nextBoolean() ? "\\n" : "\\N");
            } else if (c == '\\' || (c == ',' || c == ';') && random.nextBoolean()) {
                escaped.append('\\').append(c);
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }

    private static String fold(Random random, String line) {
        StringBuilder folded = new StringBuilder();
        line.codePoints().forEach(codePoint -> {
            if (!folded.isEmpty() && random.nextInt(12) == 0) {
                folded.append(random.nextBoolean() ? "\r\n " : "\n\t");
            }
            folded.appendCodePoint(codePoint);
        });
        return folded.append(random.nextInt(4) == 0 ? "\n" : "\r\n").toString();
    }

    private static String anyCase(Random random, String name) {
        return random.nextBoolean()
                ? name
                : random.nextBoolean() ? name.toLowerCase(Locale.ROOT) : name.toUpperCase(Locale.ROOT);
    }
}
