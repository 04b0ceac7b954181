package org.teldav.vcard;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.teldav.vcard.VCardText.ContentLine;

/** TELs more in a card, and fewer: all other bytes stay. Pure. */
public final class TelLines {
    private static final String OLD = "old";
    private static final int LONGEST_LABEL = 60;
    private static final Pattern TYPE = Pattern.compile("[A-Za-z0-9-]{1,60}");

    private TelLines() {}

    /**
     * A TEL to be written.
     *
     * @param types its TYPE set; what is no token is left out
     * @param label its X-ABLabel, as Apple's clients, DAVx5 and others show it; empty for none
     * @param value the whole value, unescaped
     */
    public record Tel(List<String> types, String label, String value) {
        public Tel {
            types = List.copyOf(types);
        }

        /** A number that was, kept beside the one that took its place (propagation.md, "Choices": keep, labelled "old"). */
        public static Tel old(String value) {
            return new Tel(List.of(), OLD, value);
        }
    }

    /**
     * The card with these entries more, behind its last TEL, and so at the last positions.
     *
     * @param card has a TEL, and ends its lines
     */
    public static byte[] with(byte[] card, List<Tel> tels) {
        VCardText text = VCardText.parse(card);
        List<ContentLine> there = text.lines("TEL");
        int at = there.get(there.size() - 1).end();
        String ending = LineDraft.ending(text);
        Set<String> groups = text.lines().stream()
                .flatMap(line -> line.group().stream())
                .map(group -> group.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        boolean ascii = text.lines("VERSION").stream()
                .anyMatch(line -> line.rawValue().strip().equals("2.1"));
        ByteArrayOutputStream more = new ByteArrayOutputStream(card.length + 64 * tels.size());
        more.write(card, 0, at);
        for (Tel tel : tels) {
            more.writeBytes(entry(tel, isWritable(tel.label(), ascii) ? free(tel, groups) : "", ending)
                    .getBytes(UTF_8));
        }
        more.write(card, at, card.length - at);
        return more.toByteArray();
    }

    /** Whether an entry's label says that its number was: {@link Tel#old}, under whatever name its group has by now. */
    static boolean isOld(VCardText text, ContentLine tel) {
        return tel.group()
                .filter(group -> text.group(group).stream()
                        .anyMatch(line -> line.name().equals("X-ABLABEL")
                                && line.text().strip().equalsIgnoreCase(OLD)))
                .isPresent();
    }

    /** A vCard 2.1 would need a charset, and nobody shows a label that needs a line of its own to be folded. */
    private static boolean isWritable(String label, boolean ascii) {
        return !label.isEmpty()
                && label.length() <= LONGEST_LABEL
                && label.chars().noneMatch(c -> Character.isISOControl(c) || ascii && c > 126);
    }

    private static String free(Tel tel, Set<String> groups) {
        String stem = tel.label().equals(OLD) ? OLD : "tel";
        int number = 1;
        while (!groups.add(stem + number)) {
            number++;
        }
        return stem + number;
    }

    private static String entry(Tel tel, String group, String ending) {
        boolean uri = tel.value().regionMatches(true, 0, "tel:", 0, 4);
        StringBuilder entry = new StringBuilder(group.isEmpty() ? "TEL" : group + ".TEL");
        tel.types().stream()
                .filter(type -> TYPE.matcher(type).matches())
                .forEach(type -> entry.append(";TYPE=").append(type));
        entry.append(uri ? ";VALUE=uri:" + tel.value() : ":" + VersionConversion.escaped(tel.value()))
                .append(ending);
        if (!group.isEmpty()) {
            entry.append(group)
                    .append(".X-ABLabel:")
                    .append(VersionConversion.escaped(tel.label()))
                    .append(ending);
        }
        return entry.toString();
    }

    /** The card without the TELs at these positions, nor the Apple lines (labels) of groups that hold nothing else. */
    public static byte[] without(byte[] card, Set<Integer> positions) {
        VCardText text = VCardText.parse(card);
        List<ContentLine> tels = text.lines("TEL");
        List<ContentLine> gone = new ArrayList<>();
        for (int position : positions) {
            ContentLine tel = tels.get(position);
            List<ContentLine> group = tel.group().map(text::group).orElse(List.of(tel));
            boolean itsOwn = group.stream()
                    .allMatch(line -> line.start() == tel.start() || line.name().startsWith("X-AB"));
            gone.addAll(itsOwn ? group : List.of(tel));
        }
        List<Splice> splices = gone.stream()
                .map(line -> new Splice(line.start(), line.end(), new byte[0]))
                .sorted(java.util.Comparator.comparingInt(Splice::start))
                .toList();
        return Splice.apply(text.bytes(), splices);
    }
}
