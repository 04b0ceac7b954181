package org.teldav.vcard;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.teldav.vcard.VCardText.ContentLine;

/**
 * A card in another version than its own, for reading: what is stored is never touched. A line changes only where the other version writes the same thing
 * otherwise; every other keeps its bytes and its place, those that the other version doesn't know too. What gets lost is listed in
 * docs/vcard-versions.md.
 */
public final class VersionConversion {
    private VersionConversion() {}

    /** The card's lines in that version; empty where the card says that it is of a version unknown here. Takes time in proportion to the card. */
    public static Optional<List<CardLine>> of(VCardText card, VCardVersion target) {
        return VCardVersion.of(card).map(stored -> {
            if (stored == target) {
                return card.lines().stream()
                        .map(line -> CardLine.of(card, line))
                        .toList();
            }
            return target == VCardVersion.V4 ? new ToVersion4(card).lines() : new ToVersion3(card).lines();
        });
    }

    /** The lines of a new property. */
    static CardLine line(String name, String value, String ending) {
        Folding folding = new Folding(ending).append(name + ":");
        int headerEnd = folding.size();
        byte[] bytes = folding.append(value).bytes();
        return new CardLine(
                Optional.empty(),
                name,
                new Slice(bytes, 0, headerEnd),
                List.of(new Slice(bytes, headerEnd, bytes.length)),
                Slice.of(ending));
    }

    /** Text as a value (RFC 6350 §3.4). */
    static String escaped(String text) {
        return text.replace("\\", "\\\\")
                .replace(",", "\\,")
                .replace(";", "\\;")
                .replace("\r\n", "\\n")
                .replace("\n", "\\n");
    }

    /** The card's lines, each converted. @param missing what the version must have and the card has not: after the version's line, which changes as often as it is said */
    static List<CardLine> lines(
            VCardText card,
            VCardVersion target,
            Optional<CardLine> missing,
            Function<ContentLine, Stream<CardLine>> converted) {
        List<CardLine> lines = new ArrayList<>();
        Optional<CardLine> next = missing;
        for (ContentLine line : card.lines()) {
            if (line.is("VERSION")) {
                LineDraft draft = new LineDraft(card, line, LineDraft.ending(card));
                draft.value(target.number());
                lines.add(draft.finish());
                next.ifPresent(lines::add);
                next = Optional.empty();
            } else {
                converted.apply(line).forEach(lines::add);
            }
        }
        return lines;
    }
}
