package org.teldav.vcard;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.teldav.vcard.VCardText.ContentLine;
import org.teldav.vcard.VCardText.Parameter;

/**
 * One property in which two versions of a card differ. How lines are folded or ordered is no difference.
 *
 * @param property the name, in upper case, without group
 * @param before as people read it, with group and parameters; empty where it was added
 * @param after empty where it was removed
 */
public record CardDifference(String property, Optional<String> before, Optional<String> after) {
    private static final int SHOWN = 200;
    /** Longer values, photos mostly, are compared as they stand. */
    private static final int LARGE = 1 << 16;

    /** In the order of the first version, what was added last; in time linear in the bytes. */
    public static List<CardDifference> between(byte[] before, byte[] after) {
        Map<Object, Deque<ContentLine>> added = byContent(after);
        List<ContentLine> removed = new ArrayList<>();
        for (ContentLine line : VCardText.parse(before).lines()) {
            Deque<ContentLine> same = added.get(content(before, line));
            if (same == null || same.poll() == null) {
                removed.add(line);
            }
        }
        Map<String, Deque<ContentLine>> left = new LinkedHashMap<>();
        added.values()
                .forEach(lines -> lines.forEach(line -> left.computeIfAbsent(line.name(), name -> new ArrayDeque<>())
                        .add(line)));
        List<CardDifference> differences = new ArrayList<>();
        for (ContentLine line : removed) {
            Optional<ContentLine> instead =
                    Optional.ofNullable(left.get(line.name())).map(Deque::poll);
            differences.add(
                    new CardDifference(line.name(), Optional.of(shown(line)), instead.map(CardDifference::shown)));
        }
        left.values()
                .forEach(lines -> lines.forEach(line ->
                        differences.add(new CardDifference(line.name(), Optional.empty(), Optional.of(shown(line))))));
        return differences;
    }

    private static Map<Object, Deque<ContentLine>> byContent(byte[] card) {
        Map<Object, Deque<ContentLine>> lines = new LinkedHashMap<>();
        for (ContentLine line : VCardText.parse(card).lines()) {
            lines.computeIfAbsent(content(card, line), content -> new ArrayDeque<>())
                    .add(line);
        }
        return lines;
    }

    private record Content(Optional<String> group, String name, List<Parameter> parameters, Object value) {}

    private static Content content(byte[] card, ContentLine line) {
        boolean large = line.valueEnd() - line.valueStart() > LARGE;
        Object value =
                large ? ByteBuffer.wrap(card, line.valueStart(), line.valueEnd() - line.valueStart()) : line.rawValue();
        return new Content(line.group(), line.name(), line.parameters(), value);
    }

    /** As people read it. */
    static String shown(ContentLine line) {
        String group = line.group().map(name -> name + ".").orElse("");
        String parameters = line.parameters().stream()
                .map(parameter -> ";" + parameter.name() + "=" + String.join(",", parameter.values()))
                .collect(Collectors.joining());
        return group + line.name() + parameters + ":" + cut(line);
    }

    private static String cut(ContentLine line) {
        int bytes = line.valueEnd() - line.valueStart();
        if (bytes > LARGE) {
            return "(" + bytes + " bytes)";
        }
        String text = line.text();
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }
}
