package org.teldav.vcard;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.teldav.vcard.VCardText.ContentLine;
import org.teldav.vcard.VCardText.Parameter;

/** RFC 6350 §3.2 and §3.3, RFC 6868, and the remnants of vCard 2.1. */
class VCardTextTest {
    private static ContentLine line(String text) {
        List<ContentLine> lines = VCardText.parse(text.getBytes(UTF_8)).lines();
        assertThat(lines).hasSize(1);
        return lines.get(0);
    }

    @Test
    void a_content_line_has_group_name_parameters_and_value() {
        ContentLine tel = line("item1.tel;TYPE=cell,voice;type=\"home,pref\";X-A=\"a:b;c,d\":+1 415\r\n");
        assertThat(tel.group()).contains("item1");
        assertThat(tel.name()).isEqualTo("TEL");
        assertThat(tel.types()).containsExactlyInAnyOrder("CELL", "VOICE", "HOME", "PREF");
        assertThat(tel.parameter("x-a")).containsExactly("a:b;c,d");
        assertThat(tel.rawValue()).isEqualTo("+1 415");
        assertThat(tel.parameters())
                .contains(new Parameter("TYPE", List.of("cell", "voice")), new Parameter("TYPE", List.of("home,pref")));
    }

    @ParameterizedTest
    @CsvSource({
        "ITEM1.TEL:1,ITEM1,TEL",
        "my-Group_9.X-FOO:1,my-Group_9,X-FOO",
        "a.b.TEL:1,a.b,TEL",
        "TEL:1,,TEL",
        ".TEL:1,,TEL"
    })
    void any_group_name_is_a_group(String text, String group, String name) {
        assertThat(line(text).group().orElse(null)).isEqualTo(group);
        assertThat(line(text).name()).isEqualTo(name);
    }

    @Test
    void ranges_cover_the_physical_bytes() {
        byte[] card = "BEGIN:VCARD\r\nNOTE:a\r\n b\r\n\tc\nEND:VCARD".getBytes(UTF_8);
        List<ContentLine> lines = VCardText.parse(card).lines();
        ContentLine note = lines.get(1);
        assertThat(new String(card, note.start(), note.end() - note.start(), UTF_8))
                .isEqualTo("NOTE:a\r\n b\r\n\tc\n");
        assertThat(new String(card, note.valueStart(), note.valueEnd() - note.valueStart(), UTF_8))
                .isEqualTo("a\r\n b\r\n\tc");
        assertThat(note.rawValue()).isEqualTo("abc");
        assertThat(lines.get(2).end()).isEqualTo(card.length);
        assertThat(VCardText.parse(card).lineNumber(lines.get(2).start())).isEqualTo(5);
    }

    @Test
    void a_fold_may_stand_in_the_midst_of_a_utf8_sequence() {
        byte[] card = "NOTE:caf\u00C3\r\n \u00A9!".getBytes(ISO_8859_1);
        assertThat(VCardText.parse(card).lines().get(0).rawValue()).isEqualTo("café!");
    }

    @Test
    void a_fold_may_stand_in_the_name_the_parameters_and_right_after_the_colon() {
        assertThat(line("it\n em1.T\n EL;TY\n PE=ce\n ll:\n 1").toString()).isEqualTo("item1.TEL@0");
        assertThat(line("it\n em1.T\n EL;TY\n PE=ce\n ll:\n 1").types()).containsExactly("CELL");
        assertThat(line("TEL;X=\"a:\r\n b\":1").parameter("X")).containsExactly("a:b");
        assertThat(line("TEL:\r\n 1").rawValue()).isEqualTo("1");
    }

    @Test
    void only_the_first_blank_of_a_folded_line_is_dropped() {
        assertThat(line("NOTE:a\r\n  b\r\n \tc\r\n \r\n d").rawValue()).isEqualTo("a b\tcd");
    }

    @Test
    void quoted_printable_is_decoded_over_its_soft_line_breaks() {
        assertThat(line("NOTE;ENCODING=QUOTED-PRINTABLE:caf=C3=\r\n=A9 au=\r\nlait=3D=")
                        .rawValue())
                .isEqualTo("café aulait=");
        assertThat(line("NOTE;CHARSET=ISO-8859-1;QUOTED-PRINTABLE:caf=E9").rawValue())
                .isEqualTo("café");
        assertThat(line("NOTE;CHARSET=no such;ENCODING=quoted-printable:caf=C3=A9=zz")
                        .rawValue())
                .isEqualTo("café=zz");
    }

    @Test
    void an_equals_sign_at_the_end_is_a_soft_break_in_quoted_printable_only() {
        List<ContentLine> lines = VCardText.parse("KEY;ENCODING=b:AA==\r\nNOTE:x=\r\nFN:y".getBytes(UTF_8))
                .lines();
        assertThat(lines).extracting(ContentLine::name).containsExactly("KEY", "NOTE", "FN");
    }

    @Test
    void base64_of_vcard_21_may_go_on_without_a_fold() {
        String card = "PHOTO;JPEG;ENCODING=BASE64:\r\nAAAA\r\nBBBB==\r\n\r\nFN:x\r\n";
        List<ContentLine> lines = VCardText.parse(card.getBytes(UTF_8)).lines();
        assertThat(lines).extracting(ContentLine::name).containsExactly("PHOTO", "FN");
        assertThat(lines.get(0).rawValue()).isEqualTo("AAAABBBB==");
        assertThat(lines.get(0).types()).containsExactly("JPEG");
    }

    /** Of such lines only the header says that they go on; a name that is folded before its colon is a name all the same. */
    @ParameterizedTest
    @ValueSource(strings = {"ENCODING=BASE64", "BASE64", "ENCODING=b"})
    void base64_without_a_fold_ends_where_a_name_begins_that_is_folded(String encoding) {
        String card = "PHOTO;" + encoding
                + ":AAAA\r\nazAZ\r\n 09+/\r\n09+/\r\n\taz==\r\nno-64\r\nFN\r\n :x\r\nNOTE\r\n\t:y\r\n";
        List<ContentLine> lines = VCardText.parse(card.getBytes(UTF_8)).lines();
        assertThat(lines).extracting(ContentLine::name).containsExactly("PHOTO", "", "FN", "NOTE");
        assertThat(lines.get(0).rawValue()).isEqualTo("AAAAazAZ09+/09+/az==");
    }

    @Test
    void a_carriage_return_alone_ends_no_line() {
        assertThat(line("NOTE:a\rb\r").rawValue()).isEqualTo("a\rb\r");
    }

    @Test
    void what_comes_after_the_first_100_000_lines_is_one_without_a_name() {
        List<ContentLine> lines = VCardText.parse(
                        "X:y\n".repeat(LineLexer.MOST_LINES + 2).getBytes(UTF_8))
                .lines();
        assertThat(lines).hasSize(LineLexer.MOST_LINES + 1);
        assertThat(lines.get(LineLexer.MOST_LINES - 1).name()).isEqualTo("X");
        assertThat(lines.get(LineLexer.MOST_LINES).name()).isEmpty();
    }

    @Test
    void bare_parameters_are_types_or_encodings() {
        assertThat(line("TEL:1").parameters()).isEmpty();
        assertThat(line("TEL;TYPE=:1").types()).isEmpty();
        ContentLine tel = line("TEL;CELL;work,fax;BASE64:1");
        assertThat(tel.types()).containsExactlyInAnyOrder("CELL", "WORK", "FAX");
        assertThat(tel.parameter("ENCODING")).containsExactly("BASE64");
    }

    @Test
    void rfc_6868_is_decoded_in_parameters() {
        assertThat(line("TEL;X=^na:1").parameter("X")).containsExactly("\na");
        assertThat(line("TEL;X=\"a^nb^'c^^d^x^\":1").parameter("X")).containsExactly("a\nb\"c^d^x^");
    }

    @Test
    void text_is_unescaped() {
        assertThat(line("NOTE:a\\nb\\Nc\\,d\\;e\\\\n\\").text()).isEqualTo("a\nb\nc,d;e\\n\\");
        assertThat(line("NOTE:a\\nb").rawValue()).isEqualTo("a\\nb");
    }

    @Test
    void quotes_that_do_not_balance_do_not_swallow_the_value() {
        ContentLine tel = line("TEL;TYPE=\"cell:+1415");
        assertThat(tel.name()).isEqualTo("TEL");
        assertThat(tel.rawValue()).isEqualTo("+1415");
    }

    @Test
    void a_byte_order_mark_and_blank_lines_belong_to_no_line() {
        List<ContentLine> lines = VCardText.parse("\uFEFF\r\nBEGIN:VCARD\n\n\r\nEND:VCARD\r\n".getBytes(UTF_8))
                .lines();
        assertThat(lines).extracting(ContentLine::name).containsExactly("BEGIN", "END");
        assertThat(lines.get(0).start()).isEqualTo(5);
    }

    @Test
    void a_line_without_a_colon_has_no_name() {
        ContentLine line = line("no colon here\r\n");
        assertThat(line.name()).isEmpty();
        assertThat(line.rawValue()).isEqualTo("no colon here");
    }

    @Test
    void groups_and_properties_are_found() {
        VCardText card = Fixtures.text("iphone.vcf");
        assertThat(card.group("ITEM1")).extracting(ContentLine::name).containsExactly("TEL", "X-ABLABEL");
        assertThat(card.lines("TEL")).hasSize(2);
        assertThat(card.isGroup()).isFalse();
        assertThat(Fixtures.text("group.vcf").isGroup()).isTrue();
        assertThat(Fixtures.text("group-v4.vcf").isGroup()).isTrue();
    }

    /** RFC 6350 §6.1.4. */
    @ParameterizedTest
    @CsvSource({
        "KIND:group, true",
        "kind: Group, true",
        "X-ADDRESSBOOKSERVER-KIND:GROUP, true",
        "KIND:individual, false",
        "KIND:org, false",
        "NOTE:group, false",
        "ORG:group, false"
    })
    void its_kind_alone_makes_a_card_a_group(String line, boolean group) {
        assertThat(VCardText.parse(line.getBytes(UTF_8)).isGroup()).isEqualTo(group);
    }

    /** Whatever comes, the lexer gives lines that follow each other and lie inside the bytes. */
    @Test
    void nothing_makes_the_lexer_throw() {
        long seed = 4711;
        Random random = new Random(seed);
        byte[] alphabet = "BEGIN:VCARD;TEL=\"\\,\r\n \tQUOTED-PRINTABLE=2B.^'é;ENCODING=b:\uFEFF\0".getBytes(UTF_8);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = new byte[random.nextInt(80)];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] =
                        random.nextInt(9) == 0 ? (byte) random.nextInt(256) : alphabet[random.nextInt(alphabet.length)];
            }
            int last = 0;
            for (ContentLine line : VCardText.parse(bytes).lines()) {
                String where = "seed %d, round %d: %s".formatted(seed, round, Arrays.toString(bytes));
                assertThat(line.start()).as(where).isGreaterThanOrEqualTo(last);
                assertThat(line.valueStart()).as(where).isBetween(line.start(), line.valueEnd());
                assertThat(line.valueEnd()).as(where).isBetween(line.start(), line.end());
                last = line.end();
                String text = line.text();
                line.types();
                MappedText.of(bytes, line)
                        .ifPresent(mapped -> assertThat(mapped.text()).as(where).isEqualTo(text));
            }
            assertThat(last).isLessThanOrEqualTo(bytes.length);
        }
    }
}
