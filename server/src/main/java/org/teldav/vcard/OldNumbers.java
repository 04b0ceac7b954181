package org.teldav.vcard;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.teldav.vcard.VCardText.ContentLine;

/**
 * Numbers that were, kept in a card beside those that took their places: each is a TEL of a group of its own, with the X-ABLabel "old" that Apple's clients, DAVx5 and others show
 * (propagation.md, "Choices": keep, labelled "old").
 */
public final class OldNumbers {
    private static final String LABEL = "old";

    private OldNumbers() {}

    /**
     * The card with these entries more, behind its last TEL; all other bytes stay, and so do the positions of its TELs.
     *
     * @param card has a TEL, and ends its lines
     * @param values whole values, unescaped, as in {@link Rewritten.Entry#oldText}
     */
    public static byte[] kept(byte[] card, List<String> values) {
        VCardText text = VCardText.parse(card);
        List<ContentLine> tels = text.lines("TEL");
        int at = tels.get(tels.size() - 1).end();
        String ending = LineDraft.ending(text);
        Set<String> groups = text.lines().stream()
                .flatMap(line -> line.group().stream())
                .map(group -> group.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        ByteArrayOutputStream kept = new ByteArrayOutputStream(card.length + 64 * values.size());
        kept.write(card, 0, at);
        int number = 1;
        for (String value : values) {
            while (groups.contains(LABEL + number)) {
                number++;
            }
            kept.writeBytes(entry(LABEL + number++, value, ending).getBytes(UTF_8));
        }
        kept.write(card, at, card.length - at);
        return kept.toByteArray();
    }

    private static String entry(String group, String value, String ending) {
        boolean uri = value.regionMatches(true, 0, "tel:", 0, 4);
        return group + (uri ? ".TEL;VALUE=uri:" + value : ".TEL:" + VersionConversion.escaped(value)) + ending + group
                + ".X-ABLabel:" + LABEL + ending;
    }
}
