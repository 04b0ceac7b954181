package org.teldav.vcard;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.teldav.vcard.VCardText.ContentLine;

/**
 * How people want a card's name, numbers and e-mails to be. The values of lines that differ are written anew, all other bytes stay. Pure.
 *
 * @param fullName not empty
 * @param names family and given name; empty where N is to stay as it is
 * @param numbers those that are there in their order, an empty one to be removed, what isn't listed to stay; behind them new ones
 * @param emails likewise
 */
public record ContactEdit(String fullName, Optional<Names> names, List<String> numbers, List<String> emails) {
    private static final int LINE = 74;

    public ContactEdit {
        fullName = clean(fullName);
        numbers = numbers.stream().map(ContactEdit::clean).toList();
        emails = emails.stream().map(ContactEdit::clean).toList();
    }

    /** The first two components of N. */
    public record Names(String family, String given) {
        public Names {
            family = clean(family);
            given = clean(given);
        }

        /** As the card has them; empty where it has no N. */
        public static Optional<Names> of(byte[] card) {
            return VCardText.parse(card).lines("N").stream().findFirst().map(line -> {
                List<String> parts = ValueText.components(line.rawValue());
                return new Names(
                        ValueText.unescape(parts.get(0)), parts.size() > 1 ? ValueText.unescape(parts.get(1)) : "");
            });
        }
    }

    private static String clean(String typed) {
        return typed.replaceAll("\\p{Cntrl}", " ").strip();
    }

    /** The card as it is to be; empty where a line that differs is written in a way that isn't edited here (quoted-printable, as of vCard 2.1). */
    public Optional<byte[]> apply(byte[] card) {
        VCardText text = VCardText.parse(card);
        List<Splice> splices = new ArrayList<>();
        boolean readable = name(text, splices)
                && values(text, "TEL", "TEL;TYPE=CELL", numbers, splices)
                && values(text, "EMAIL", "EMAIL;TYPE=INTERNET", emails, splices);
        splices.sort(Comparator.comparingInt(Splice::start).thenComparingInt(Splice::end));
        return readable
                ? Optional.of(Splice.apply(card, splices)).filter(edited -> holds(Contact.of(card), Contact.of(edited)))
                : Optional.empty();
    }

    /** Whether this is what an input field sends of that: it has no line ends. */
    private static boolean isSame(String there, String wanted) {
        return clean(there).equals(wanted)
                || clean(there.replaceAll("[\r\n]", "")).equals(wanted);
    }

    private boolean holds(Contact before, Contact after) {
        return isSame(after.name(), fullName)
                && hold(before.numbers(), after.numbers(), numbers, TelUri::written)
                && hold(before.emails(), after.emails(), emails, UnaryOperator.identity());
    }

    /** @param written two values are one that are written alike */
    private static boolean hold(
            List<Contact.Entry> before, List<Contact.Entry> after, List<String> wanted, UnaryOperator<String> written) {
        Stream<String> left = before.stream().skip(wanted.size()).map(Contact.Entry::value);
        List<String> expected = Stream.concat(wanted.stream(), left)
                .filter(value -> !value.isBlank())
                .toList();
        List<String> found = after.stream()
                .map(Contact.Entry::value)
                .filter(value -> !value.isBlank())
                .toList();
        return expected.size() == found.size()
                && IntStream.range(0, found.size())
                        .allMatch(i -> isSame(found.get(i), clean(expected.get(i)))
                                || written.apply(found.get(i)).equals(written.apply(clean(expected.get(i)))));
    }

    private boolean name(VCardText text, List<Splice> splices) {
        Optional<ContentLine> formatted = text.lines("FN").stream().findFirst();
        if (formatted.isEmpty()) {
            add(text, "FN", VersionConversion.escaped(fullName), splices);
        } else if (!isSame(formatted.get().text(), fullName)
                && !replace(text, formatted.get(), VersionConversion.escaped(fullName), splices)) {
            return false;
        }
        Optional<ContentLine> line = text.lines("N").stream().findFirst();
        if (line.isEmpty() || names.isEmpty()) {
            return true;
        }
        List<String> parts = ValueText.components(line.get().rawValue());
        if (parts.size() < 2 && !names.get().given().isEmpty()) {
            parts.add("");
        }
        if (!isSame(unescaped(parts, 0), names.get().family())) {
            parts.set(0, VersionConversion.escaped(names.get().family()));
        }
        if (!isSame(unescaped(parts, 1), names.get().given())) {
            parts.set(1, VersionConversion.escaped(names.get().given()));
        }
        String value = String.join(";", parts);
        return value.equals(line.get().rawValue()) || replace(text, line.get(), value, splices);
    }

    private static String unescaped(List<String> parts, int index) {
        return index < parts.size() ? ValueText.unescape(parts.get(index)) : "";
    }

    private static boolean values(
            VCardText text, String property, String header, List<String> wanted, List<Splice> splices) {
        List<ContentLine> there = text.lines(property);
        boolean numbers = property.equals("TEL");
        String scheme = numbers ? Contact.TEL : "mailto:";
        for (int i = 0; i < Math.min(there.size(), wanted.size()); i++) {
            ContentLine line = there.get(i);
            String value = line.text().strip();
            boolean uri = value.regionMatches(true, 0, scheme, 0, scheme.length());
            if (isSame(Contact.shown(value, scheme), wanted.get(i))) {
                continue;
            } else if (wanted.get(i).isEmpty()) {
                remove(text, line, splices);
            } else {
                String behind = numbers ? TelUri.written(wanted.get(i)) : wanted.get(i);
                String written = uri ? scheme + behind : VersionConversion.escaped(wanted.get(i));
                if (!replace(text, line, written, splices)) {
                    return false;
                }
            }
        }
        wanted.stream()
                .skip(there.size())
                .filter(value -> !value.isEmpty())
                .forEach(value -> add(text, header, VersionConversion.escaped(value), splices));
        return true;
    }

    /** With the Apple lines (labels) of its group, where that holds nothing else. */
    private static void remove(VCardText text, ContentLine line, List<Splice> splices) {
        List<ContentLine> group = line.group().map(text::group).orElse(List.of(line));
        boolean own = group.stream().allMatch(one -> one == line || one.name().startsWith("X-AB"));
        Set<ContentLine> gone = Set.copyOf(own ? group : List.of(line));
        gone.forEach(one -> splices.add(new Splice(one.start(), one.end(), new byte[0])));
    }

    /** Writes a line's value anew, folded. @return false where it is quoted-printable */
    static boolean replace(VCardText text, ContentLine line, String value, List<Splice> splices) {
        if (line.quotedPrintable()) {
            return false;
        }
        int column = line.valueStart() - physicalStart(text.bytes(), line.valueStart());
        splices.add(new Splice(
                line.valueStart(), line.valueEnd(), folded(text, "x".repeat(Math.min(column, LINE)), value)));
        return true;
    }

    private static int physicalStart(byte[] bytes, int from) {
        int at = from;
        while (at > 0 && bytes[at - 1] != '\n') {
            at--;
        }
        return at;
    }

    private static byte[] folded(VCardText text, String before, String value) {
        byte[] bytes =
                new Folding(LineDraft.ending(text)).append(before).append(value).bytes();
        return Arrays.copyOfRange(bytes, before.length(), bytes.length);
    }

    /** Before the card's end, in the order they are added. */
    private static void add(VCardText text, String header, String value, List<Splice> splices) {
        int end = text.lines("END").get(0).start();
        byte[] line = folded(text, "", header + ":" + value);
        byte[] ending = LineDraft.ending(text).getBytes(US_ASCII);
        byte[] whole = Arrays.copyOf(line, line.length + ending.length);
        System.arraycopy(ending, 0, whole, line.length, ending.length);
        splices.add(new Splice(end, end, whole));
    }
}
