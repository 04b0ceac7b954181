package org.teldav.vcard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class CardMergeTest {
    private static final String HEAD = "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:one\r\nN:Bob;;;;\r\nFN:Bob\r\n";
    private static final String END = "END:VCARD\r\n";
    private static final PhoneNumbers NUMBERS = new PhoneNumbers();

    private static Optional<CardMerge> merge(String first, String second) {
        return CardMerge.of(
                first.getBytes(UTF_8), second.getBytes(UTF_8), text -> NUMBERS.key(text, Optional.of("US")));
    }

    private static String merged(String first, String second) {
        return new String(merge(first, second).orElseThrow().content(), UTF_8);
    }

    /** A second card of the same person. */
    private static String other(String lines) {
        return HEAD.replace("UID:one", "UID:two") + lines + END;
    }

    @Test
    void what_only_the_second_card_has_stands_before_the_end_of_the_first_byte_for_byte() {
        String first = HEAD + "x-odd ;a=b:1\r\nTEL:+1 415 555 0100\r\n" + END;
        String lines = "EMAIL;TYPE=work:bob@example.org\r\nNOTE:a long\r\n  line\\, folded\r\nx-Odd;a=b:2\r\n";
        assertThat(merged(first, other("TEL:+1 415 555 0100\r\n" + lines)))
                .isEqualTo(first.replace(END, "") + lines + END);
    }

    @Test
    void what_both_have_stands_there_once_however_it_is_written() {
        String first = HEAD + "TEL;TYPE=CELL:+1 415 555 0100\r\nEMAIL:Bob@Example.org\r\nNOTE:a b\r\n" + END;
        assertThat(merged(
                        first,
                        other("TEL;TYPE=HOME:(415) 555-0100\r\nEMAIL;TYPE=x:bob@example.org\r\nNOTE:a\r\n  b\r\n"
                                + "PRODID:x\r\nREV:20200101T000000Z\r\n")))
                .isEqualTo(first);
        assertThat(merged(HEAD + END, other("TEL:+1 415 555 0100\r\nTEL:415 555 0100\r\n")))
                .isEqualTo(HEAD + "TEL:+1 415 555 0100\r\n" + END);
    }

    @Test
    void codes_and_e_mails_that_differ_are_all_kept() {
        String second = "TEL:*101#\r\nEMAIL:b@example.org\r\n";
        String first = HEAD + "TEL:*100#\r\nEMAIL:a@example.org\r\n";
        assertThat(merged(first + END, other("TEL:tel:*100#\r\nEMAIL:mailto:A@example.org\r\n" + second)))
                .isEqualTo(first + second + END);
    }

    @Test
    void a_group_keeps_its_label_and_gets_another_name_where_the_first_card_has_that() {
        String first = HEAD + "item1.TEL:+1 415 555 0100\r\nITEM1.X-ABLabel:Boat\r\n" + END;
        assertThat(merged(
                        first,
                        other("item1.X-ABLabel:Cabin\r\nitem1.TEL:+1 415 555 0177\r\n"
                                + "Item2.EMAIL:b@example.org\r\nitem2.X-ABLabel:Club\r\n"
                                + "item3.TEL:+1 415 555 0100\r\nitem3.X-ABLabel:Same number\r\n")))
                .isEqualTo(first.replace(END, "")
                        + "item3.X-ABLabel:Cabin\r\nitem3.TEL:+1 415 555 0177\r\n"
                        + "Item2.EMAIL:b@example.org\r\nitem2.X-ABLabel:Club\r\n" + END);
    }

    @Test
    void what_a_card_says_once_stays_as_the_first_card_says_it_and_is_told() {
        String first = HEAD + "BDAY:1980-01-01\r\n" + END;
        CardMerge merge = merge(
                        first,
                        other("BDAY:1981-01-01\r\n")
                                .replace("FN:Bob", "FN:Robert")
                                .replace("N:Bob;;;;", "N:;;;;"))
                .orElseThrow();
        assertThat(new String(merge.content(), UTF_8)).isEqualTo(first);
        assertThat(merge.leftOut()).containsExactly("FN:Robert", "BDAY:1981-01-01");
        assertThat(merged(HEAD + END, other("BDAY:1981-01-01\r\n"))).isEqualTo(HEAD + "BDAY:1981-01-01\r\n" + END);
    }

    @Test
    void a_card_of_another_version_is_merged_as_that_version_writes_it() {
        String second = "BEGIN:VCARD\nVERSION:4.0\nUID:two\nFN:Bob\nTEL;VALUE=uri;TYPE=cell:tel:+1-415-555-0177\n"
                + "X-MINE:kept\nEND:VCARD\n";
        String result = merged(HEAD + END, second);
        assertThat(result)
                .startsWith(HEAD)
                .endsWith(END)
                .contains("X-MINE:kept\n")
                .doesNotContain("VALUE=uri");
        assertThat(Contact.of(result.getBytes(UTF_8)).numbers())
                .singleElement()
                .satisfies(number -> assertThat(number.value()).isEqualTo("+1-415-555-0177"));
    }

    /** Nothing of it would have come over, and the merged one goes. */
    @Test
    void a_card_of_a_version_that_can_not_be_converted_is_not_merged() {
        String old = other("TEL:+1 415 555 0100\r\n").replace("VERSION:3.0", "VERSION:2.1");
        assertThat(merge(HEAD + END, old)).isEmpty();
    }

    @Test
    void groups_of_cards_and_lines_that_would_run_into_each_other_are_not_merged() {
        assertThat(merge(HEAD + END, other("X-ADDRESSBOOKSERVER-KIND:group\r\n")))
                .isEmpty();
        assertThat(merge(HEAD + "KIND:group\r\n" + END, other(""))).isEmpty();
        assertThat(merge(HEAD, other(""))).isEmpty();
        assertThat(merge(
                        HEAD + "EMAIL:b@example.org\r\n" + END,
                        other("PHOTO;ENCODING=b:AAAA\r\nEMAIL:b@example.org\r\nBBBB\r\n")))
                .isEmpty();
        String note = "NOTE;ENCODING=QUOTED-PRINTABLE:a=\r\n=20b\r\n";
        assertThat(merged(HEAD + END, other(note))).isEqualTo(HEAD + note + END);
    }
}
