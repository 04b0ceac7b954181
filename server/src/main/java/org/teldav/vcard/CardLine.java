package org.teldav.vcard;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.teldav.vcard.VCardText.ContentLine;

/**
 * A content line as it is to be answered: the stored bytes, or what a conversion made of them.
 *
 * @param group as written
 * @param name in upper case, without the group
 * @param header with the colon
 * @param value as written, with its folds
 * @param ending the line break; empty where the card ends without one
 */
public record CardLine(Optional<String> group, String name, Slice header, List<Slice> value, Slice ending) {
    public CardLine {
        value = List.copyOf(value);
    }

    /** As it is stored, without white space at its start: behind the empty line that kept it from being a fold, and isn't answered, it would be one. */
    public static CardLine of(VCardText card, ContentLine line) {
        byte[] bytes = card.bytes();
        int start = line.start();
        while (start < line.valueEnd() && (bytes[start] == ' ' || bytes[start] == '\t')) {
            start++;
        }
        int valueStart = Math.max(start, line.valueStart());
        return new CardLine(
                line.group(),
                line.name(),
                new Slice(bytes, start, valueStart),
                List.of(new Slice(bytes, valueStart, line.valueEnd())),
                new Slice(bytes, line.valueEnd(), line.end()));
    }

    /** The whole line. */
    public Stream<Slice> slices() {
        return Stream.of(Stream.of(header), value.stream(), Stream.of(ending)).flatMap(slices -> slices);
    }

    /** The line with an empty value. */
    public Stream<Slice> slicesWithoutValue() {
        return Stream.of(header, ending);
    }
}
