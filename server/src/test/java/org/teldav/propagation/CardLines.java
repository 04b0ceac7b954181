package org.teldav.propagation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.teldav.cards.CardWriting;
import org.teldav.vcard.InvalidCardException;
import org.teldav.vcard.TelEntry;

/** A card as the lines that stand in it, of which none that is a TEL is folded. */
final class CardLines {
    private CardLines() {}

    static byte[] bytes(List<String> lines) {
        return (String.join("\r\n", lines) + "\r\n").getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Rules 5 and 6 of propagation.md: only the values of these numbers are others; or the entry is gone, with its label, where the new number stands in the card.
     *
     * @return the lines of the card that was rewritten
     */
    static List<String> rewritten(
            CardWriting writing, List<String> before, byte[] card, Map<String, String> replaced, String as) {
        List<String> now = List.of(new String(card, StandardCharsets.UTF_8).split("\r\n"));
        boolean group = before.contains("X-ADDRESSBOOKSERVER-KIND:group");
        List<Optional<String>> had = keys(writing, before);
        List<Optional<String>> has = keys(writing, now);
        Set<String> gone = new HashSet<>();
        int at = 0;
        for (int i = 0; i < before.size(); i++) {
            String line = before.get(i);
            Optional<String> to = group ? Optional.empty() : had.get(i).map(replaced::get);
            boolean stands = at < now.size() && head(now.get(at)).equals(head(line));
            if (to.isEmpty() && !gone.contains(groupOf(line))) {
                assertThat(at < now.size() ? now.get(at) : "").as(as).isEqualTo(line);
                at++;
            } else if (to.isPresent() && stands && has.get(at).equals(to)) {
                at++;
            } else if (to.isPresent()) {
                assertThat(has).as(as).contains(to);
                Optional.of(groupOf(line)).filter(name -> !name.isEmpty()).ifPresent(gone::add);
            }
        }
        assertThat(now).as(as).hasSize(at);
        return now;
    }

    private static String head(String line) {
        return line.substring(0, Math.max(0, line.indexOf(':')));
    }

    /** Empty for none. */
    private static String groupOf(String line) {
        return line.matches("item\\d+\\..*") ? line.substring(0, line.indexOf('.')) : "";
    }

    /** Line by line; none where it is no TEL. */
    private static List<Optional<String>> keys(CardWriting writing, List<String> lines) {
        try {
            Iterator<TelEntry> tels =
                    writing.read(bytes(lines), Optional.of("US")).tels().iterator();
            return lines.stream()
                    .map(line -> line.matches("(?i)(item\\d+\\.)?TEL[;:].*")
                            ? tels.next().key()
                            : Optional.<String>empty())
                    .toList();
        } catch (InvalidCardException e) {
            throw new AssertionError(e);
        }
    }
}
