package org.teldav.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CardsTest {

    private static final Cards CARDS = new Cards(7, 25_000, 700);

    private static String text(byte[] card) {
        return new String(card, StandardCharsets.UTF_8);
    }

    @Test
    void rfc2426_a_card_has_what_3_0_asks_for_and_lines_of_75_octets_at_most() {
        for (int i = 0; i < 500; i++) {
            assertThat(text(CARDS.card(i, 0)))
                    .startsWith("BEGIN:VCARD\r\nVERSION:3.0\r\n")
                    .contains("\r\nUID:" + CARDS.uid(i) + "\r\n", "\r\nN:", "\r\nFN:", CARDS.phone(i))
                    .endsWith("\r\nEND:VCARD\r\n")
                    .hasSizeBetween(690, 780);
            assertThat(text(CARDS.card(i, 0)).split("\r\n"))
                    .allSatisfy(line -> assertThat(line).isNotBlank().hasSizeLessThanOrEqualTo(75));
        }
    }

    @Test
    void a_change_moves_the_digits_of_the_note_alone() {
        byte[] card = CARDS.card(3, 0);
        Cards.count(card, Cards.counterAt(card), 1_234_567);
        assertThat(card).isEqualTo(CARDS.card(3, 1_234_567));
        assertThat(text(card)).contains("\r\n" + Cards.note(1_234_567));
    }

    @Test
    void a_card_is_told_from_its_neighbours_by_its_uid() throws IOException {
        AnswerReader answer = new AnswerReader();
        answer.readFrom(new SequenceInputStream(
                new ByteArrayInputStream("HTTP/1.0 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII)),
                new ByteArrayInputStream(CARDS.card(12_345, 0))));
        answer.read();
        assertThat(Cards.isCard(12_345, answer)).isTrue();
        assertThat(Cards.isCard(12_346, answer)).isFalse();
        assertThat(Cards.isCard(112_345, answer)).isFalse();
    }

    @Test
    void numbers_differ_in_ten_thousand_cards_and_holders_are_counted_beyond() {
        Set<String> numbers = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            numbers.add(CARDS.phone(i));
        }
        assertThat(numbers).hasSize(10_000);
        assertThat(CARDS.phone(14_999)).isEqualTo(CARDS.phone(4_999));
        assertThat(CARDS.holders(14_999)).isEqualTo(3);
        assertThat(CARDS.holders(5_000)).isEqualTo(2);
    }
}
