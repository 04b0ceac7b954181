package org.teldav.vcard;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The lexed text of one vCard: physical bytes as they came, and the content lines as byte ranges of them (RFC 2425
 * §5.8.1, RFC 6350 §3.2). It knows structure only; whether a card may be stored is for {@link CardIndex} to say.
 *
 * <p>Immutable and thread-safe, as long as nobody alters the array that was given.
 */
public final class VCardText {
    private final byte[] bytes;
    private final List<ContentLine> lines;

    private VCardText(byte[] bytes, List<ContentLine> lines) {
        this.bytes = bytes;
        this.lines = lines;
    }

    /** Never throws on odd content, in time linear in the bytes; the array isn't copied and must not change afterwards. */
    public static VCardText parse(byte[] bytes) {
        return new VCardText(bytes, new LineLexer(bytes).lines());
    }

    /** The very array that was parsed. */
    public byte[] bytes() {
        return bytes;
    }

    /**
     * All content lines, BEGIN and END too, in their order. Blank lines and a byte order mark belong to none. What comes
     * after the first 100,000 is one line without a name.
     */
    public List<ContentLine> lines() {
        return lines;
    }

    /** The content lines of one property, whatever their group. */
    public List<ContentLine> lines(String name) {
        return lines.stream().filter(line -> line.is(name)).toList();
    }

    /** All content lines with this group; groups are case-insensitive (RFC 6350 §3.3). */
    public List<ContentLine> group(String group) {
        return lines.stream()
                .filter(line -> line.group().filter(group::equalsIgnoreCase).isPresent())
                .toList();
    }

    /** {@code KIND:group} of RFC 6350 §6.1.4, or Apple's {@code X-ADDRESSBOOKSERVER-KIND:group}. */
    public boolean isGroup() {
        return lines.stream()
                .filter(line -> line.is("KIND") || line.is("X-ADDRESSBOOKSERVER-KIND"))
                .anyMatch(line -> line.text().strip().equalsIgnoreCase("group"));
    }

    /** The number of the physical line that holds this byte, from 1. */
    public int lineNumber(int offset) {
        int number = 1;
        for (int i = 0; i < offset && i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                number++;
            }
        }
        return number;
    }

    /**
     * @param name upper-cased; what stands bare in the manner of vCard 2.1 is a TYPE, unless it names an encoding
     * @param values unquoted, with RFC 6868's {@code ^n ^' ^^} decoded
     */
    public record Parameter(String name, List<String> values) {
        public Parameter {
            values = List.copyOf(values);
        }
    }

    /** One property with all its folded lines. Its strings are made when they are asked for: a photo may be megabytes. */
    public static final class ContentLine {
        private final byte[] bytes;
        private final int start;
        private final int end;
        private final int valueEnd;
        private final Header header;

        ContentLine(byte[] bytes, int start, int end, int valueEnd, Header header) {
            this.bytes = bytes;
            this.start = start;
            this.end = end;
            this.valueEnd = valueEnd;
            this.header = header;
        }

        public int start() {
            return start;
        }

        /** Exclusive; the line ending, where there is one, is inside. */
        public int end() {
            return end;
        }

        /** The byte after the colon; a fold may stand there. */
        public int valueStart() {
            return Math.min(header.valueStart(), valueEnd);
        }

        /** Exclusive, before the last line's ending; folds may lie between start and end. */
        public int valueEnd() {
            return valueEnd;
        }

        /** As written. */
        public Optional<String> group() {
            return header.group();
        }

        /** Upper-cased, without the group; empty for a line that has no colon. */
        public String name() {
            return header.name();
        }

        public boolean is(String property) {
            return header.name().equalsIgnoreCase(property);
        }

        public List<Parameter> parameters() {
            return header.parameters();
        }

        /** Unfolded and, with ENCODING=QUOTED-PRINTABLE, decoded; not unescaped. Made anew at each call. */
        public String rawValue() {
            return ValueText.raw(bytes, this);
        }

        /** The value with {@code \n \, \; \\} unescaped: good for filters, comparisons and people. */
        public String text() {
            return ValueText.unescape(rawValue());
        }

        /** All values of all parameters of this name; empty when it has none. */
        public List<String> parameter(String name) {
            return header.parameter(name);
        }

        /** Upper-cased TYPE values; comma lists (also quoted ones) and repeated parameters are split. */
        public Set<String> types() {
            return parameter("TYPE").stream()
                    .flatMap(value -> Arrays.stream(value.split(",")))
                    .map(value -> value.strip().toUpperCase(Locale.ROOT))
                    .filter(value -> !value.isEmpty())
                    .collect(Collectors.toUnmodifiableSet());
        }

        boolean quotedPrintable() {
            return header.quotedPrintable();
        }

        @Override
        public String toString() {
            return group().map(group -> group + ".").orElse("") + name() + "@" + start;
        }
    }
}
