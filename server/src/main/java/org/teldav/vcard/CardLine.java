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

    /** As it is stored. */
    public static CardLine of(VCardText card, ContentLine line) {
        byte[] bytes = card.bytes();
        return new CardLine(
                line.group(),
                line.name(),
                new Slice(bytes, line.start(), line.valueStart()),
                List.of(new Slice(bytes, line.valueStart(), line.valueEnd())),
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
