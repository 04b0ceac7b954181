package org.teldav.vcard;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.teldav.vcard.VCardText.ContentLine;
import org.teldav.vcard.VCardText.Parameter;

/** A content line while it is converted. What nobody touches keeps its bytes. Not thread-safe. */
final class LineDraft {
    private static final Slice NOTHING = new Slice(new byte[0], 0, 0);

    private final VCardText card;
    private final ContentLine line;
    private final String ending;
    private final List<Parameter> parameters;
    private Optional<String> group;
    private String name;
    private String text = "";
    private Slice rest;
    private boolean headerTouched;
    private boolean valueTouched;

    /** @param ending how the lines of this card end */
    LineDraft(VCardText card, ContentLine line, String ending) {
        this.card = card;
        this.line = line;
        this.ending = ending;
        this.parameters = new ArrayList<>(line.parameters());
        this.group = line.group();
        this.name = line.name();
        this.rest = new Slice(card.bytes(), line.valueStart(), line.valueEnd());
    }

    ContentLine line() {
        return line;
    }

    String name() {
        return name;
    }

    List<String> parameter(String wanted) {
        return parameters.stream()
                .filter(parameter -> parameter.name().equals(wanted))
                .flatMap(parameter -> parameter.values().stream())
                .toList();
    }

    boolean has(String parameter, String value) {
        return parameter(parameter).stream().anyMatch(value::equalsIgnoreCase);
    }

    /** TYPE values one by one, also where several stand in one pair of quotes; as written. */
    List<String> types() {
        return parameter("TYPE").stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .toList();
    }

    /** The value as one text, unfolded and decoded, not unescaped. */
    String rawValue() {
        return line.rawValue();
    }

    /** The bytes of the value with its folds. */
    Slice stored() {
        return new Slice(card.bytes(), line.valueStart(), line.valueEnd());
    }

    void rename(String other) {
        name = other;
        headerTouched = true;
    }

    /** Puts it into a group. */
    void group(String other) {
        group = Optional.of(other);
        headerTouched = true;
    }

    /** Writes the header anew, where its notation is foreign to the version. */
    void touchHeader() {
        headerTouched = true;
    }

    void remove(String parameter) {
        headerTouched |= parameters.removeIf(there -> there.name().equals(parameter));
    }

    /** In the place of all of this name, or at the end. */
    void set(String parameter, String value) {
        if (!parameter(parameter).equals(List.of(value))) {
            remove(parameter);
            parameters.add(new Parameter(parameter, List.of(value)));
            headerTouched = true;
        }
    }

    void keepOnly(String parameter) {
        headerTouched |= parameters.removeIf(there -> !there.name().equals(parameter));
    }

    /** As vCard 2.1 has it: {@code TEL;CELL:…}. */
    boolean hasBareParameter() {
        byte[] bytes = card.bytes();
        String header = new String(ValueText.unfold(bytes, line.start(), line.valueStart()), UTF_8);
        boolean quoted = false;
        boolean named = true;
        for (char c : header.toCharArray()) {
            quoted ^= c == '"';
            if (!quoted && (c == ';' || c == ':')) {
                if (!named) {
                    return true;
                }
                named = false;
            } else {
                named |= !quoted && c == '=';
            }
        }
        return false;
    }

    void addType(String type) {
        parameters.add(new Parameter("TYPE", List.of(type)));
        headerTouched = true;
    }

    /** Without the pair of quotes that several may stand in: that is a list in 4.0 alone (RFC 6350 §6.4.1), and one value in 3.0 (RFC 2426 §4). */
    void separateTypes() {
        if (parameter("TYPE").stream().anyMatch(value -> value.contains(","))) {
            rewriteTypes(type -> false);
        }
    }

    void removeTypes(Predicate<String> unwanted) {
        if (types().stream().anyMatch(unwanted)) {
            rewriteTypes(unwanted);
        }
    }

    private void rewriteTypes(Predicate<String> unwanted) {
        headerTouched = true;
        parameters.replaceAll(parameter -> parameter.name().equals("TYPE")
                ? new Parameter(
                        "TYPE",
                        parameter.values().stream()
                                .flatMap(value -> Arrays.stream(value.split(",")))
                                .map(String::strip)
                                .filter(unwanted.negate())
                                .toList())
                : parameter);
        parameters.removeIf(parameter ->
                parameter.name().equals("TYPE") && parameter.values().isEmpty());
    }

    /** Another value, escaped as it has to be. */
    void value(String other) {
        value(other, NOTHING);
    }

    /** Another value: a text, and bytes after it that may be folded. */
    void value(String start, Slice after) {
        text = start;
        rest = after;
        valueTouched = true;
    }

    CardLine finish() {
        if (!headerTouched && !valueTouched) {
            return CardLine.of(card, line);
        }
        Folding folding = new Folding(ending);
        folding.append(header());
        int headerEnd = folding.size();
        folding.append(text);
        folding.makeRoom(firstPhysical(rest));
        byte[] bytes = folding.bytes();
        return new CardLine(
                group,
                name,
                new Slice(bytes, 0, headerEnd),
                List.of(new Slice(bytes, headerEnd, bytes.length), rest),
                Slice.of(ending));
    }

    private String header() {
        StringBuilder header = new StringBuilder();
        group.ifPresent(prefix -> header.append(prefix).append('.'));
        header.append(name);
        for (Parameter parameter : parameters) {
            header.append(';').append(parameter.name()).append('=');
            header.append(String.join(
                    ",", parameter.values().stream().map(LineDraft::encoded).toList()));
        }
        return header.append(':').toString();
    }

    /** RFC 6868 §3, and quoted where a bare value would end. */
    private static String encoded(String value) {
        String escaped = value.replace("^", "^^").replace("\n", "^n").replace("\"", "^'");
        boolean bare = escaped.chars().noneMatch(c -> c == ',' || c == ';' || c == ':');
        return bare ? escaped : '"' + escaped + '"';
    }

    /** The octets before the first fold. */
    private static int firstPhysical(Slice slice) {
        int at = slice.from();
        while (at < slice.to() && slice.bytes()[at] != '\n') {
            at++;
        }
        boolean carriageReturn = at < slice.to() && at > slice.from() && slice.bytes()[at - 1] == '\r';
        return at - slice.from() - (carriageReturn ? 1 : 0);
    }

    /** TYPE=PREF, as version 3.0 has it. */
    static boolean isPref(String type) {
        return type.toLowerCase(Locale.ROOT).equals("pref");
    }

    /** How the lines of a card end: as its first does. */
    static String ending(VCardText card) {
        Optional<ContentLine> first = card.lines().stream().findFirst();
        return first.filter(line -> line.end() - line.valueEnd() == 1).isPresent() ? "\n" : "\r\n";
    }
}
