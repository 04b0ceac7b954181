package org.teldav.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.teldav.vcard.CardIndex;
import org.teldav.vcard.Contact;
import org.teldav.vcard.InvalidCardException;
import org.teldav.vcard.PhoneNumbers;

class OwnCardTextTest {
    @Test
    void the_own_card_is_a_vcard_3_as_every_phone_reads_it() {
        assertThat(text("Alice Liddell", List.of("+1 415-555-0100"), List.of("alice@example.org")))
                .isEqualTo("""
                        BEGIN:VCARD
                        VERSION:3.0
                        PRODID:-//TelDAV//TelDAV//EN
                        UID:7c9f
                        FN:Alice Liddell
                        N:Liddell;Alice;;;
                        TEL;TYPE=CELL:+1 415-555-0100
                        EMAIL;TYPE=INTERNET:alice@example.org
                        END:VCARD
                        """.replace("\n", "\r\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Alice",
                "Müller; Söhne, \\ & Co.",
                "王小明",
                "🧑‍🚀 An astronaut with a name that is so long that it has to be folded, and 🚀 signs of four octets where the fold may fall"
            })
    void any_name_is_read_as_it_was_given_and_no_line_is_over_75_octets(String name) throws InvalidCardException {
        String card = text(name, List.of(), List.of());
        CardIndex index = CardIndex.of(card.getBytes(StandardCharsets.UTF_8), new PhoneNumbers(), Optional.empty());
        assertThat(Contact.name(index.text().bytes())).isEqualTo(name);
        assertThat(card.split("\r\n"))
                .allSatisfy(line ->
                        assertThat(line.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(75));
    }

    private static String text(String name, List<String> tels, List<String> emails) {
        return new String(OwnCardText.of("7c9f", name, tels, emails), StandardCharsets.UTF_8);
    }
}
