package org.teldav.vcard;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.teldav.vcard.VCardText.ContentLine;

/**
 * What a card calls its person, in forms that can be compared (rule 10): folded, without punctuation, the words in one order whatever the card's. Names in
 * two scripts are two names, since a transliteration is a guess.
 */
public final class PersonNames {
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");
    private static final int FAMILY = 0;
    private static final int GIVEN = 1;

    private PersonNames() {}

    /** The forms of FN and of N (RFC 6350 §6.2.1, §6.2.2); two cards may be about one person if they have one in common. */
    public static Set<String> of(byte[] card) {
        VCardText text = VCardText.parse(card);
        Set<String> forms = new LinkedHashSet<>();
        text.lines("FN").forEach(line -> forms.add(words(line.text())));
        text.lines("N").forEach(line -> structured(line, forms));
        forms.remove("");
        return Set.copyOf(forms);
    }

    /** N may have more than people say, as a second name; and where no space parts family and given name, FN is one word. */
    private static void structured(ContentLine line, Set<String> forms) {
        List<String> parts = ValueText.components(line.rawValue()).stream()
                .map(ValueText::unescape)
                .toList();
        forms.add(words(String.join(" ", parts)));
        if (parts.size() > GIVEN) {
            String family = parts.get(FAMILY).strip();
            String given = parts.get(GIVEN).strip();
            forms.add(words(family + " " + given));
            if (!family.isEmpty() && !given.isEmpty()) {
                forms.add(words(family + given));
                forms.add(words(given + family));
            }
        }
    }

    private static String words(String name) {
        return BETWEEN_WORDS
                .splitAsStream(CardIndex.fold(name))
                .filter(word -> !word.isEmpty())
                .sorted()
                .collect(Collectors.joining(" "));
    }
}
