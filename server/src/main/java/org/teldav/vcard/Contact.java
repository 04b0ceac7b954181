package org.teldav.vcard;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.teldav.vcard.VCardText.ContentLine;

/**
 * What people want to see of a card. All of it is text as somebody wrote it, and may be anything.
 *
 * @param name may be empty
 * @param about organizations, titles and the like
 */
public record Contact(
        String name,
        List<String> about,
        List<Entry> numbers,
        List<Entry> emails,
        List<Entry> addresses,
        List<String> notes,
        Optional<Photo> photo) {
    static final String TEL = "tel:";

    private static final Set<String> UNSAID = Set.of("PREF", "INTERNET", "VOICE", "X-INTERNET");
    private static final List<String> ABOUT = List.of("NICKNAME", "ORG", "TITLE", "ROLE");

    /** @param label what it is for, as {@code work}; may be empty */
    public record Entry(String label, String value) {}

    public Contact {
        about = List.copyOf(about);
        numbers = List.copyOf(numbers);
        emails = List.copyOf(emails);
        addresses = List.copyOf(addresses);
        notes = List.copyOf(notes);
    }

    /** Of any bytes; never throws. */
    public static Contact of(byte[] card) {
        VCardText text = VCardText.parse(card);
        Map<String, String> labels = CardIndex.labels(text);
        return new Contact(
                name(text),
                ABOUT.stream()
                        .flatMap(property -> text.lines(property).stream())
                        .map(Contact::components)
                        .filter(value -> !value.isEmpty())
                        .toList(),
                entries(text.lines("TEL"), labels, TEL),
                entries(text.lines("EMAIL"), labels, "mailto:"),
                text.lines("ADR").stream()
                        .map(line -> new Entry(label(line, labels), components(line)))
                        .filter(entry -> !entry.value().isEmpty())
                        .toList(),
                text.lines("NOTE").stream()
                        .map(line -> line.text().strip())
                        .filter(note -> !note.isEmpty())
                        .toList(),
                Photo.of(text));
    }

    /** The name alone. */
    public static String name(byte[] card) {
        return name(VCardText.parse(card));
    }

    private static String name(VCardText text) {
        return text.lines("FN").stream()
                .map(line -> line.text().strip())
                .filter(name -> !name.isEmpty())
                .findFirst()
                .or(() -> text.lines("N").stream().findFirst().map(CardIndex::inSpokenOrder))
                .orElse("");
    }

    private static List<Entry> entries(List<ContentLine> lines, Map<String, String> labels, String scheme) {
        return lines.stream()
                .map(line -> new Entry(label(line, labels), shown(line.text().strip(), scheme)))
                .toList();
    }

    /** Without its scheme, where it is a URI. */
    static String shown(String value, String scheme) {
        if (!value.regionMatches(true, 0, scheme, 0, scheme.length())) {
            return value;
        }
        String behind = value.substring(scheme.length());
        return scheme.equals(TEL) ? TelUri.percentDecoded(behind) : behind;
    }

    /** Apple's own labels look like {@code _$!<Mobile>!$_}. */
    private static String label(ContentLine line, Map<String, String> labels) {
        return line.group()
                .map(group -> labels.get(CardIndex.fold(group)))
                .map(label -> label.startsWith("_$!<") && label.endsWith(">!$_")
                        ? label.substring(4, label.length() - 4)
                        : label)
                .orElseGet(() -> line.types().stream()
                        .filter(type -> !UNSAID.contains(type))
                        .map(type -> type.toLowerCase(Locale.ROOT))
                        .sorted()
                        .collect(joining(", ")));
    }

    private static String components(ContentLine line) {
        return ValueText.components(line.rawValue()).stream()
                .map(component -> ValueText.unescape(component).strip())
                .filter(component -> !component.isEmpty())
                .collect(joining(", "));
    }
}
