package org.teldav.vcard;

import static java.util.stream.Collectors.joining;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.teldav.vcard.VCardText.ContentLine;

/**
 * What the server indexes of a card; that there is one says that the card may be stored.
 *
 * @param text of which it is
 * @param uid at most {@value #UID_MAX} chars
 * @param group whether this is a group of cards ({@link VCardText#isGroup})
 * @param tels in the card's order
 */
public record CardIndex(VCardText text, String uid, boolean group, List<TelEntry> tels) {
    static final int UID_MAX = 1024;

    /** Of lines that are indexed: each is a row, and while those of one card are written, others' writes wait. */
    static final int MOST_INDEXED = 5000;

    private static final List<String> INDEXED = List.of("TEL", "EMAIL", "FN");

    public CardIndex {
        tels = List.copyOf(tels);
    }

    /**
     * Reads a card once: validity and index.
     *
     * @param region of the user, for numbers written without a country code
     * @throws InvalidCardException where it isn't one vCard 3.0 or 4.0 with FN (or N in 3.0) and UID, in UTF-8
     */
    public static CardIndex of(byte[] card, PhoneNumbers numbers, Optional<String> region) throws InvalidCardException {
        return of(VCardText.parse(card), numbers, region, () -> 0);
    }

    /**
     * The same for a card that was lexed already.
     *
     * @param there how many lines are indexed of the card that it replaces, which may be from before there was a limit; asked where they are too many
     */
    public static CardIndex of(VCardText text, PhoneNumbers numbers, Optional<String> region, IntSupplier there)
            throws InvalidCardException {
        CardFrame.check(text);
        requireFew(text, there);
        String version = version(text);
        String uid = uid(text);
        if (text.lines("FN").isEmpty()
                && (version.equals("4.0") || text.lines("N").isEmpty())) {
            throw InvalidCardException.invalid("The vCard has no FN.");
        }
        return new CardIndex(text, uid, text.isGroup(), tels(text, numbers, region));
    }

    /** How many lines of the card are indexed. */
    public static int indexed(VCardText text) {
        return INDEXED.stream().mapToInt(name -> text.lines(name).size()).sum();
    }

    private static void requireFew(VCardText text, IntSupplier there) throws InvalidCardException {
        int indexed = indexed(text);
        if (indexed > MOST_INDEXED && indexed > there.getAsInt()) {
            throw InvalidCardException.invalid(
                    "The vCard has over " + MOST_INDEXED + " numbers, e-mail addresses and names.");
        }
    }

    /**
     * The form in which names are compared, and groups of lines: Unicode NFKC and full case folding, near to {@code i;unicode-casemap} (RFC
     * 5051). Folding twice changes nothing. What the index and queries fold by is {@link UnicodeCasemap}.
     */
    public static String fold(String s) {
        if (s.chars().allMatch(c -> c < 0x80)) {
            return s.toLowerCase(Locale.ROOT);
        }
        String folded =
                lower(lower(Normalizer.normalize(s, Normalizer.Form.NFKC)).toUpperCase(Locale.ROOT));
        return Normalizer.normalize(folded, Normalizer.Form.NFKC);
    }

    /** Character by character, as String.toLowerCase writes a final sigma, and a folded text has none. */
    private static String lower(String s) {
        return s.codePoints()
                .map(Character::toLowerCase)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static String version(VCardText text) throws InvalidCardException {
        ContentLine first = single(text, "VERSION");
        String version = value(first);
        if (!version.equals("3.0") && !version.equals("4.0")) {
            throw InvalidCardException.unsupported(
                    "Only vCard 3.0 and 4.0 are stored here.", text.lineNumber(first.start()));
        }
        return version;
    }

    private static String uid(VCardText text) throws InvalidCardException {
        ContentLine line = single(text, "UID");
        String uid = value(line);
        if (uid.isEmpty() || uid.length() > UID_MAX) {
            throw InvalidCardException.invalid(
                    "The UID must have 1 to " + UID_MAX + " characters.", text.lineNumber(line.start()));
        }
        return uid;
    }

    /** The one line of a property; said twice with the same value is said once. */
    private static ContentLine single(VCardText text, String name) throws InvalidCardException {
        List<ContentLine> lines = text.lines(name);
        if (lines.isEmpty()) {
            throw InvalidCardException.invalid("The vCard has no " + name + ".");
        }
        for (ContentLine other : lines.subList(1, lines.size())) {
            if (!value(other).equals(value(lines.get(0)))) {
                throw InvalidCardException.invalid("A second " + name + ".", text.lineNumber(other.start()));
            }
        }
        return lines.get(0);
    }

    /** N's family; given; additional; prefixes; suffixes (RFC 2426 §3.1.2) as people say them. */
    static String inSpokenOrder(ContentLine name) {
        List<String> parts = ValueText.components(name.rawValue());
        return Stream.of(3, 1, 2, 0, 4)
                .filter(i -> i < parts.size())
                .map(i -> ValueText.unescape(parts.get(i)).strip())
                .filter(part -> !part.isEmpty())
                .collect(joining(" "));
    }

    private static List<TelEntry> tels(VCardText text, PhoneNumbers numbers, Optional<String> region) {
        List<TelEntry> tels = new ArrayList<>();
        Map<String, String> labels = labels(text);
        for (ContentLine line : text.lines("TEL")) {
            String written = line.text().replace("\0", "");
            Optional<String> label = line.group().map(CardIndex::fold).map(labels::get);
            tels.add(new TelEntry(
                    tels.size(), numbers.key(written, region), written, line.group(), label, line.types()));
        }
        return tels;
    }

    /** The first X-ABLabel of each group; groups are case-insensitive. */
    static Map<String, String> labels(VCardText text) {
        Map<String, String> labels = new HashMap<>();
        for (ContentLine line : text.lines("X-ABLABEL")) {
            line.group().ifPresent(group -> labels.putIfAbsent(fold(group), value(line)));
        }
        return labels;
    }

    /** Without NUL, which quoted-printable can say and PostgreSQL can't keep in a text. */
    private static String value(ContentLine line) {
        return line.text().replace("\0", "").strip();
    }
}
