package org.teldav.vcard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContactEditTest {
    private static final String CARD = "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:u\r\nN:Li;Mei;Ann;Dr.;\r\nFN:Mei Li\r\n"
            + "item1.TEL:+1 415 555 0100\r\nitem1.X-ABLabel:boat\r\nTEL;TYPE=CELL;X-ODD=\"a,b\":tel:+14155550101\r\n"
            + "EMAIL:mei@example.org\r\nX-OTHER:as it\r\n  was\r\nEND:VCARD\r\n";

    private static Optional<String> edited(String card, ContactEdit edit) {
        return edit.apply(card.getBytes(UTF_8)).map(bytes -> new String(bytes, UTF_8));
    }

    private static ContactEdit edit(String name, List<String> numbers, List<String> emails) {
        return new ContactEdit(name, Optional.of(new ContactEdit.Names("Li", "Mei")), numbers, emails);
    }

    @Test
    void what_is_left_as_it_was_keeps_every_byte() {
        assertThat(edited(
                        CARD,
                        edit("Mei Li", List.of("+1 415 555 0100", "+14155550101", ""), List.of("mei@example.org"))))
                .contains(CARD);
    }

    /** What an input field has of it: no line ends, and nothing where there is nothing. */
    @Test
    void what_a_field_can_not_show_is_no_edit() {
        String odd = "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:x\r\nFN:  Lead\\nLine\t x \r\nN:Li\\nne;Le\tad;;;\r\n"
                + "TEL;TYPE=CELL:+1 \\n650\r\nTEL:\r\nEMAIL:\r\nEND:VCARD\r\n";
        ContactEdit same = new ContactEdit(
                "LeadLine\t x",
                Optional.of(new ContactEdit.Names("Line", "Le\tad")),
                List.of("+1 650", "", ""),
                List.of("", ""));
        assertThat(edited(odd, same)).contains(odd);
        ContactEdit other = new ContactEdit(
                "LeadLine\t x",
                Optional.of(new ContactEdit.Names("Line", "Lea")),
                List.of("+1 650", "2", ""),
                List.of("", ""));
        assertThat(edited(odd, other)).contains(odd.replace("Le\tad;", "Lea;").replace("TEL:\r", "TEL:2\r"));
    }

    @Test
    void values_are_written_anew_where_they_stood() {
        ContactEdit edit = new ContactEdit(
                "Mei; Wu",
                Optional.of(new ContactEdit.Names("Wu", "Mei")),
                List.of("+1 415 555 0177", "+14155550178", "+1 415 555 0179"),
                List.of("wu@example.org", "second@example.org"));
        assertThat(edited(CARD, edit))
                .contains(CARD.replace("N:Li;Mei", "N:Wu;Mei")
                        .replace("FN:Mei Li", "FN:Mei\\; Wu")
                        .replace("+1 415 555 0100", "+1 415 555 0177")
                        .replace("tel:+14155550101", "tel:+14155550178")
                        .replace("mei@", "wu@")
                        .replace(
                                "END:",
                                "TEL;TYPE=CELL:+1 415 555 0179\r\nEMAIL;TYPE=INTERNET:second@example.org\r\nEND:"));
    }

    /** RFC 3966: what stands behind the scheme is no text. */
    @ParameterizedTest
    @CsvSource({
        "tel:*100%23, *100#, tel:*100%23",
        "tel:*100%23, *101#, tel:*101%23",
        "tel:+14155550101, +44 7700  900123, tel:+44-7700-900123",
        "tel:+1(415)555-0101;ext=5, +1(415)555-0102;ext=5, tel:+1(415)555-0102;ext=5",
        "tel:+14155550101, \u0662, tel:%D9%A2",
    })
    void a_number_that_stands_as_a_uri_is_shown_decoded_and_written_encoded(String uri, String typed, String written) {
        assertThat(edited(
                        CARD.replace("tel:+14155550101", uri),
                        edit("Mei Li", List.of("+1 415 555 0100", typed), List.of("mei@example.org"))))
                .contains(CARD.replace("tel:+14155550101", written));
    }

    @Test
    void an_empty_value_takes_its_line_and_label_away() {
        assertThat(edited(CARD, edit("Mei Li", List.of("", "+14155550101"), List.of(""))))
                .contains(CARD.replace("item1.TEL:+1 415 555 0100\r\nitem1.X-ABLabel:boat\r\n", "")
                        .replace("EMAIL:mei@example.org\r\n", ""));
    }

    @Test
    void a_label_stays_where_its_group_holds_something_else() {
        String card = CARD.replace("EMAIL:", "ITEM1.ADR:;;1 Elm St;;;;\r\nEMAIL:");
        assertThat(edited(card, edit("Mei Li", List.of("", "+14155550101"), List.of("mei@example.org"))))
                .contains(card.replace("item1.TEL:+1 415 555 0100\r\n", ""));
    }

    @Test
    void a_card_without_a_formatted_name_gets_it_and_one_without_its_parts_gets_none() {
        String card = CARD.replace("FN:Mei Li\r\n", "");
        assertThat(edited(card, edit("Mei Wu", List.of(), List.of())))
                .contains(card.replace("END:", "FN:Mei Wu\r\nEND:"));
        String flat = CARD.replace("N:Li;Mei;Ann;Dr.;\r\n", "");
        assertThat(edited(flat, edit("Mei Wu", List.of(), List.of()))).contains(flat.replace("FN:Mei Li", "FN:Mei Wu"));
        assertThat(edited(CARD, new ContactEdit("Mei Wu", Optional.empty(), List.of(), List.of())))
                .contains(CARD.replace("FN:Mei Li", "FN:Mei Wu"));
    }

    @Test
    void what_would_be_read_otherwise_is_not_written() {
        String card = CARD.replace("EMAIL:", "EMAIL:mailto:");
        assertThat(edited(card, edit("Mei Li", List.of(), List.of("wu@example.org"))))
                .contains(card.replace("mei@", "wu@"));
        assertThat(edited(card, edit("Mei Li", List.of(), List.of("w\\u@example.org"))))
                .isEmpty();
    }

    @Test
    void no_value_makes_a_line() {
        String edited = edited(
                        CARD,
                        edit("Mei\r\nX-EVIL:1", List.of("1\r\nEND:VCARD", "+14155550101"), List.of("mei@example.org")))
                .orElseThrow();
        assertThat(edited).contains("FN:Mei  X-EVIL:1\r\n", "TEL:1  END:VCARD\r\n");
        assertThat(VCardText.parse(edited.getBytes(UTF_8)).lines())
                .hasSameSizeAs(VCardText.parse(CARD.getBytes(UTF_8)).lines());
    }

    @Test
    void long_values_are_folded_and_what_is_quoted_printable_is_left() {
        String name = "Zoë ".repeat(40).strip();
        String edited = edited(CARD, edit(name, List.of(), List.of())).orElse("");
        assertThat(Contact.name(edited.getBytes(UTF_8))).isEqualTo(name);
        assertThat(edited.lines().mapToInt(line -> line.getBytes(UTF_8).length)).allMatch(length -> length <= 75);
        String quoted = CARD.replace("FN:Mei Li", "FN;ENCODING=QUOTED-PRINTABLE:Mei=20Li");
        assertThat(edited(quoted, edit("Other", List.of(), List.of()))).isEmpty();
    }

    /** Of N only what was typed is written: the rest may have backslashes, and lists. A slash stands for a backslash. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a//;b;c;d;e          | a/          | bZ       | a//;bZ;c;d;e
            a/;x//;b;c           | a;x/        | bZ       | a/;x//;bZ;c
            Smith,Jones;Ann;;;   | Smith,Jones | Anna     | Smith,Jones;Anna;;;
            Smith;Ann,Mary;;;    | Smythe      | Ann,Mary | Smythe;Ann,Mary;;;
            Smith                | Smith       | Ann      | Smith;Ann
            Smith;Ann;;;         | a;b/        | Ann      | a/;b//;Ann;;;
            """)
    void of_a_name_only_the_part_that_differs_is_written(String before, String family, String given, String after) {
        ContactEdit.Names names = new ContactEdit.Names(family.replace('/', '\\'), given);
        ContactEdit edit = new ContactEdit("X", Optional.of(names), List.of(), List.of());
        String card =
                "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:x\r\nFN:X\r\nN:" + before.replace('/', '\\') + "\r\nEND:VCARD\r\n";
        String edited = edited(card, edit).orElseThrow();
        assertThat(edited).contains("\r\nN:" + after.replace('/', '\\') + "\r\n");
        assertThat(ContactEdit.Names.of(edited.getBytes(UTF_8))).contains(names);
    }
}
