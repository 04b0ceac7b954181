package org.teldav.vcard;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.teldav.vcard.Rewritten.Changed;

/** Rule 5 on cards as programs write them: a byte diff shows the value alone, each time. */
class CorpusTest {
    private static final Optional<String> US = Optional.of("US");

    private final PhoneNumbers numbers = new PhoneNumbers();
    private final TelRewriter rewriter = new TelRewriter(numbers);

    static Stream<CorpusCard> all() {
        return Stream.concat(CardCorpus.cards().stream(), CardCorpus.unstored().stream());
    }

    @Test
    void there_are_300_cards_at_least_and_no_two_are_the_same() {
        List<CorpusCard> cards = CardCorpus.cards();
        assertThat(cards).hasSizeGreaterThanOrEqualTo(300);
        assertThat(all().map(CorpusCard::name)).doesNotHaveDuplicates();
        assertThat(all().map(card -> new String(card.bytes(), ISO_8859_1).replaceAll("(?i)UID:[^\\r\\n]*", "")))
                .doesNotHaveDuplicates();
        assertThat(cards.stream().map(card -> card.name().split("-")[0]).distinct())
                .contains("ios", "macos", "google", "davx5", "thunderbird", "outlook", "nokia", "evolution");
    }

    @ParameterizedTest
    @MethodSource("all")
    void rule_5_the_value_alone_changes_and_the_second_number_of_the_same_person_stays(CorpusCard card) {
        rewritten(card, CardCorpus.INLAND, card.inland());
        rewritten(card, CardCorpus.ABROAD, card.abroad());
    }

    private void rewritten(CorpusCard card, String number, String reads) {
        byte[] before = card.bytes();
        Rewritten rewritten = rewriter.rewrite(before, Map.of(CardCorpus.OLD, number), US, position -> true);
        assertThat(rewritten).as(card.name()).isInstanceOf(Changed.class);
        byte[] now = ((Changed) rewritten).card();
        card.assertOnlyTheNumberDiffers(now, reads);
        assertThat(keys(now))
                .as(card.name())
                .isEqualTo(keys(before).stream()
                        .map(key -> key.equals(CardCorpus.OLD) ? number : key)
                        .toList());
    }

    private List<String> keys(byte[] card) {
        return VCardText.parse(card).lines("TEL").stream()
                .map(line -> numbers.key(line.text(), US).orElse("none"))
                .toList();
    }

    /** RFC 6352 §6.3.2.1: what a program sends as it is, without making 3.0 or 4.0 of it, is not taken; so the rewriter is all that ever meets it. */
    @Test
    void version_2_1_is_not_stored() {
        assertThat(CardCorpus.unstored())
                .hasSizeGreaterThan(30)
                .allSatisfy(card -> assertThatThrownBy(() -> CardIndex.of(card.bytes(), numbers, US))
                        .isInstanceOf(InvalidCardException.class)
                        .hasMessageContaining("Only vCard 3.0 and 4.0 are stored here."));
    }

    @ParameterizedTest
    @MethodSource("org.teldav.vcard.CardCorpus#cards")
    void all_others_are(CorpusCard card) throws InvalidCardException {
        assertThat(CardIndex.of(card.bytes(), numbers, US).tels())
                .extracting(TelEntry::key)
                .contains(Optional.of(CardCorpus.OLD));
    }
}
