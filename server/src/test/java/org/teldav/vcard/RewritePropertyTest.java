package org.teldav.vcard;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.teldav.vcard.RandomCards.Card;
import org.teldav.vcard.RandomCards.Part;
import org.teldav.vcard.Rewritten.Changed;

/** Rule 5 on random cards: a byte diff shows the values alone. */
class RewritePropertyTest {
    private static final long SEED = 5;
    private static final Optional<String> US = Optional.of("US");
    private static final String OLD = "+14155550100";
    private static final List<String> TARGETS =
            List.of("+12125550142", "+447700900123", "+33765432109", "+8613800138000");
    private static final List<String> MANNERS = List.of(
            "(415) 555-0100",
            "415-555-0100",
            "415.555.0100",
            "4155550100",
            "+14155550100",
            "+1 415-555-0100",
            "+1 (415) 555-0100",
            "tel:+14155550100",
            "tel:+1-415-555-0100");
    private static final List<String> OTHERS =
            List.of("+1 212 555 0199", "555-0100", "tel:+442079460123", "*#06#", "x");

    private final PhoneNumbers numbers = new PhoneNumbers();
    private final TelRewriter rewriter = new TelRewriter(numbers);

    private static <T> T any(Random random, List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private byte[] rewritten(byte[] card, String from, String to, String where) {
        Rewritten rewritten = rewriter.rewrite(card, Map.of(from, to), US, position -> true);
        assertThat(rewritten).as(where).isInstanceOf(Changed.class);
        return ((Changed) rewritten).card();
    }

    @Test
    void every_byte_outside_the_numbers_stays() {
        Random random = new Random(SEED);
        RandomCards cards = new RandomCards(random, true);
        for (int round = 0; round < 4_000; round++) {
            List<String> tels =
                    List.of(any(random, OTHERS), any(random, MANNERS), any(random, OTHERS), any(random, MANNERS));
            Card card = cards.card(tels);
            String target = any(random, TARGETS);
            String where =
                    "seed %d, round %d, to %s:%n%s".formatted(SEED, round, target, new String(card.bytes(), UTF_8));
            assertOnlyNumbersDiffer(card, rewritten(card.bytes(), OLD, target, where), target, where);
        }
    }

    private void assertOnlyNumbersDiffer(Card card, byte[] now, String target, String where) {
        int at = 0;
        for (Part part : card.parts()) {
            boolean moved = part.number() != null && MANNERS.contains(part.number());
            if (!moved) {
                int end = Math.min(at + part.bytes().length, now.length);
                assertThat(Arrays.copyOfRange(now, at, end)).as(where).isEqualTo(part.bytes());
                at = end;
            } else {
                at = afterNumber(now, at, numbers.inMannerOf(target, part.number(), US), where);
            }
        }
        assertThat(at).as(where).isEqualTo(now.length);
    }

    /** The number in one piece, with a fold before or after it at most. */
    private static int afterNumber(byte[] now, int from, String number, String where) {
        String rest = new String(now, from, Math.min(100, now.length - from), ISO_8859_1);
        String unfolded = rest.replaceFirst("^\r?\n ", "");
        assertThat(unfolded).as(where).startsWith(number);
        int end = from + rest.length() - unfolded.length() + number.length();
        String tail = unfolded.substring(number.length());
        String unfoldedTail = tail.replaceFirst("^\r?\n (?= \\()", "");
        return end + tail.length() - unfoldedTail.length();
    }

    /** Where nothing was normalised away: no fold, extension or pause in the number, and both in one country. */
    @Test
    void there_and_back_gives_the_same_bytes() {
        Random random = new Random(SEED);
        RandomCards cards = new RandomCards(random, false);
        for (int round = 0; round < 4_000; round++) {
            byte[] card = cards.card(List.of(any(random, MANNERS), any(random, OTHERS), any(random, MANNERS)))
                    .bytes();
            String where = "seed %d, round %d:%n%s".formatted(SEED, round, new String(card, UTF_8));
            byte[] there = rewritten(card, OLD, "+12125550142", where);
            assertThat(there).as(where).isNotEqualTo(card);
            assertThat(rewritten(there, "+12125550142", OLD, where)).as(where).isEqualTo(card);
        }
    }

    /** The index and the rewriter agree on what a card holds. */
    @Test
    void the_new_card_is_indexed_with_the_new_keys() throws InvalidCardException {
        Random random = new Random(SEED);
        RandomCards cards = new RandomCards(random, true);
        for (int round = 0; round < 1_000; round++) {
            byte[] card = cards.card(List.of(any(random, MANNERS), any(random, OTHERS)))
                    .bytes();
            CardIndex before = CardIndex.of(card, numbers, US);
            CardIndex after = CardIndex.of(rewritten(card, OLD, "+447700900123", "seed " + SEED), numbers, US);
            assertThat(after.tels()).hasSameSizeAs(before.tels());
            assertThat(after.tels().get(0).key()).contains("+447700900123");
            assertThat(after.tels().get(1)).isEqualTo(before.tels().get(1));
            assertThat(after.uid()).isEqualTo(before.uid());
        }
    }

    /** Bytes hit at random make a card unreadable at worst. */
    @Test
    void damaged_cards_are_refused_or_read_but_never_break_anything() {
        Random random = new Random(SEED);
        byte[] alphabet = "\r\n\t :;=\"\\,.()+0159ET\0\u00C3".getBytes(ISO_8859_1);
        List<byte[]> fixtures = Fixtures.CONTACTS.stream().map(Fixtures::bytes).toList();
        int changed = 0;
        for (int round = 0; round < 10_000; round++) {
            byte[] card = any(random, fixtures).clone();
            for (int i = random.nextInt(6); i >= 0; i--) {
                card[random.nextInt(card.length)] = alphabet[random.nextInt(alphabet.length)];
            }
            Rewritten rewritten = rewriter.rewrite(card, Map.of(OLD, "+447700900123"), US, position -> true);
            try {
                CardIndex.of(card, numbers, US);
            } catch (InvalidCardException refused) {
                assertThat(refused).hasMessageEndingWith(".");
            }
            if (rewritten instanceof Changed now) {
                changed++;
                assertThat(now.entries()).as("seed %d, round %d", SEED, round).isNotEmpty();
                assertThat(Math.abs(now.card().length - card.length))
                        .as("seed %d, round %d: %s", SEED, round, new String(card, ISO_8859_1))
                        .isLessThan(70);
            }
        }
        assertThat(changed).as("rewritten in spite of the damage").isGreaterThan(2_000);
    }

    /** Time that grows with the square of anything would take minutes here. */
    @Test
    void big_cards_take_time_in_proportion() {
        StringBuilder card = new StringBuilder("BEGIN:VCARD\r\nVERSION:3.0\r\nUID:1\r\nFN:x\r\n");
        card.append("item0.TEL:+12125550142\r\n");
        for (int i = 1; i <= 3_000; i++) {
            card.append("item%d.TEL:(415) 555-0100\r\nitem%d.X-ABLabel:l\r\n".formatted(i, i));
        }
        card.append("PHOTO;ENCODING=b:");
        for (int i = 0; i < 60_000; i++) {
            card.append("QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2d3h5eg==\r\n ");
        }
        card.append("\r\nEND:VCARD\r\n");
        byte[] bytes = card.toString().getBytes(UTF_8);
        byte[] now = rewritten(bytes, OLD, "+12125550142", "big card");
        assertThat(now.length).isLessThan(bytes.length - 3_000 * 40);
        assertThat(VCardText.parse(now).lines("TEL")).hasSize(1);
    }
}
