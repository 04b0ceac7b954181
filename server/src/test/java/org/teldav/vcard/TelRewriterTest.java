package org.teldav.vcard;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.teldav.vcard.Rewritten.Changed;
import org.teldav.vcard.Rewritten.Entry;
import org.teldav.vcard.Rewritten.Unchanged;

/** Rule 5 of propagation.md. */
class TelRewriterTest extends RewriteCase {
    /** The story: what each client's card has instead, and no other byte. */
    @ParameterizedTest
    @CsvSource({
        "iphone.vcf,        (415) 555-0100,     +44 7700 900123",
        "macos.vcf,         +1 (415) 555-0100,  +44 7700 900123",
        "google.vcf,        +1 415-555-0100,    +44 7700 900123",
        "outlook.vcf,       +1 (415) 555-0100,  +44 7700 900123",
        "davx5.vcf,         +1 415-555-0100,    +44 7700 900123",
        "thunderbird.vcf,   +14155550100,       +447700900123",
        "evolution.vcf,     +1-415-555-0100,    +44-7700-900123",
        "nokia.vcf,         +14155550100,       +447700900123",
        "lf.vcf,            tel:+14155550100,   tel:+447700900123",
    })
    void the_value_alone_changes_in_cards_of_real_clients(String fixture, String before, String after) {
        byte[] card = Fixtures.bytes(fixture);
        String was = new String(card, UTF_8);
        assertThat(was.split(Pattern.quote(before), -1)).hasSize(2);
        Changed changed = changed(card, MOVE, "US");
        assertThat(new String(changed.card(), UTF_8)).isEqualTo(was.replace(before, after));
        assertThat(changed.entries()).hasSize(1);
        assertThat(changed.entries().get(0).removed()).isFalse();
        assertThat(changed.entries().get(0).newText()).endsWith(after);
    }

    /** The fixture has sequences that are UTF-8 only when unfolded, so the bytes are compared as Latin-1. */
    @Test
    void only_the_folds_inside_the_number_go() {
        byte[] card = Fixtures.bytes("mixed-endings.vcf");
        assertThat(new String(changed(card, MOVE, "US").card(), ISO_8859_1))
                .isEqualTo(new String(card, ISO_8859_1).replace("+1 415 5\r\n 55 0100", "+44 7700 900123"));
    }

    @Test
    void a_uri_between_invisible_marks_stays_one_between_them() {
        String card =
                "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Alice\r\nTEL;VALUE=uri:\u202Atel:+14155550100\u202C\r\nEND:VCARD\r\n";
        assertThat(new String(changed(card.getBytes(UTF_8), MOVE, "US").card(), UTF_8))
                .isEqualTo(card.replace("+14155550100", "+447700900123"));
    }

    @Test
    void a_comment_survives_byte_for_byte_with_its_escapes_and_folds() {
        byte[] card = Fixtures.bytes("comment.vcf");
        Changed changed = changed(card, Map.of("+33612345678", "+33765432109"), "FR");
        assertThat(new String(changed.card(), UTF_8))
                .isEqualTo(new String(card, UTF_8).replace("06 12 34 5\r\n 6 78 (perso", "07 65 43 21 09 (perso"));
        assertThat(changed.entries())
                .containsExactly(
                        new Entry(0, "06 12 34 56 78 (perso, le soir)", "07 65 43 21 09 (perso, le soir)", false));
    }

    @Test
    void invisible_marks_around_the_number_stay() {
        assertRewrites("TEL:\u202A(415) 555-0100\u202C", "TEL:\u202A+44 7700 900123\u202C", MOVE, "US");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "TEL:(415) 555-0100\\,\\,123#                    ~ TEL:+44 7700 900123",
                "TEL:(415) 555-0100,,123#                        ~ TEL:+44 7700 900123",
                "TEL:+14155550100p12                             ~ TEL:+447700900123",
                "TEL: (415) 555-0100 (work\\, desk)              ~ TEL: +44 7700 900123 (work\\, desk)",
                "TEL;CELL;QUOTED-PRINTABLE:=2B1=20415=|=20555=200100 ~ TEL;CELL;QUOTED-PRINTABLE:+44 7700 900123",
                "TEL;QUOTED-PRINTABLE:415-555-0100 (b=C3=BC=|ro) ~ TEL;QUOTED-PRINTABLE:+44-7700-900123 (b=C3=BC=|ro)",
                "TEL:| +1|  415 555 0100| | (x)                   ~ TEL:| +44 7700 900123| | (x)",
            })
    void escapes_pauses_folds_and_quoted_printable_are_handled(String before, String after) {
        assertRewrites(before, after, MOVE, "US");
    }

    @Test
    void pref_types_and_order_are_left_alone() {
        assertRewrites(
                "TEL;type=CELL;type=pref:(415) 555-0100|tel;PREF=1:555-0100|X-FOO:(415) 555-0100",
                "TEL;type=CELL;type=pref:+44 7700 900123|tel;PREF=1:555-0100|X-FOO:(415) 555-0100",
                MOVE,
                "US");
    }

    @Test
    void a_number_with_another_extension_is_another_number() {
        assertThat(reason("TEL:(415) 555-0100 x12|TEL:(415) 555-0101", MOVE)).contains("no entry");
        assertRewrites(
                "TEL;VALUE=uri:tel:+14155550100;ext=12|TEL:tel:+14155550100\\;ext=12|TEL:415-555-0100 x12"
                        + "|TEL;QUOTED-PRINTABLE:tel:+14155550100\\;ext=3D12",
                "TEL;VALUE=uri:tel:+447700900123;ext=7|TEL:tel:+447700900123\\;ext=7|TEL:+44-7700-900123 x7"
                        + "|TEL;QUOTED-PRINTABLE:tel:+447700900123\\;ext=3D7",
                Map.of("+14155550100;ext=12", "+447700900123;ext=7"),
                "US");
    }

    @Test
    void every_entry_with_the_old_number_is_rewritten() {
        assertRewrites(
                "TEL;TYPE=HOME:415-555-0100|TEL;TYPE=CELL:tel:+14155550100",
                "TEL;TYPE=HOME:+44-7700-900123|TEL;TYPE=CELL:tel:+447700900123",
                MOVE,
                "US");
    }

    @Test
    void numbers_can_be_swapped() {
        assertRewrites(
                "TEL;TYPE=HOME:(415) 555-0100|TEL;TYPE=WORK:415-555-0123",
                "TEL;TYPE=HOME:(415) 555-0123|TEL;TYPE=WORK:415-555-0100",
                Map.of(OLD, "+14155550123", "+14155550123", OLD),
                "US");
    }

    /** Else the one would take the place of the other, and a number that is right be gone. */
    @Test
    void rule_9_of_a_circle_no_number_is_written_where_another_may_not_leave() {
        byte[] card = card("TEL;TYPE=HOME:(415) 555-0100|TEL;TYPE=WORK:415-555-0123|TEL;TYPE=CELL:+44 7700 900123");
        Map<String, String> circle = Map.of(OLD, "+14155550123", "+14155550123", NEW, NEW, OLD);
        for (int stays = 0; stays < 3; stays++) {
            int fixed = stays;
            assertThat(rewriter.rewrite(card, circle, US, position -> position != fixed))
                    .isEqualTo(new Unchanged("of the numbers that change places, one may not be touched there"));
        }
        assertThat(rewriter.rewrite(card, circle, US, position -> true)).isInstanceOf(Changed.class);
    }

    @Test
    void a_chain_in_one_mapping_is_applied_together() {
        assertRewrites(
                "TEL;TYPE=HOME:(415) 555-0100|TEL;TYPE=WORK:415-555-0123",
                "TEL;TYPE=HOME:(415) 555-0123|TEL;TYPE=WORK:+44-7700-900123",
                Map.of(OLD, "+14155550123", "+14155550123", NEW),
                "US");
    }

    @Test
    void only_permitted_positions_are_touched() {
        byte[] card = card("TEL:415-555-0100|TEL:(415) 555-0100");
        Rewritten second = rewriter.rewrite(card, MOVE, US, position -> position == 1);
        assertThat(second).isInstanceOf(Changed.class);
        assertThat(new String(((Changed) second).card(), UTF_8))
                .isEqualTo(new String(card("TEL:415-555-0100|TEL:+44 7700 900123"), UTF_8));
        assertThat(rewriter.rewrite(card, MOVE, US, position -> false)).isInstanceOf(Unchanged.class);
    }

    @Test
    void a_group_of_cards_is_never_rewritten() {
        for (String group : new String[] {"group.vcf", "group-v4.vcf"}) {
            assertThat(rewriter.rewrite(Fixtures.bytes(group), MOVE, US, ALL)).isInstanceOf(Unchanged.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "''",
        "BEGIN:VCARD\\nTEL:+14155550100\\n",
        "TEL:+14155550100\\nEND:VCARD",
        "BEGIN:VCARD\\nTEL:+14155550100\\nEND:VCARD\\nBEGIN:VCARD\\nEND:VCARD",
        "BEGIN:VCARD\\nAGENT:\\nBEGIN:VCARD\\nTEL:+14155550100\\nEND:VCARD\\nEND:VCARD"
    })
    void what_is_not_one_card_is_never_rewritten(String card) {
        assertThat(rewriter.rewrite(card.replace("\\n", "\n").getBytes(UTF_8), MOVE, US, ALL))
                .isInstanceOf(Unchanged.class);
    }

    @Test
    void a_reformatted_number_is_no_change() {
        assertThat(reason("TEL:(415) 555-0100", Map.of(OLD, OLD))).contains("no entry");
    }

    @Test
    void what_is_no_key_is_never_written() {
        assertThat(reason("TEL:(415) 555-0100", Map.of(OLD, "+1 (212) 555-0142")))
                .contains("no key");
        assertThat(reason("TEL:(415) 555-0100", Map.of(OLD, "nonsense"))).contains("no key");
    }

    @Test
    void an_uncertain_number_is_never_rewritten() {
        assertThat(reason(
                        "TEL:415-555-0100 or 415-555-0101|TEL:my 415-555-0100|TEL:0014155550100|TEL:*67 4155550100",
                        MOVE))
                .contains("no entry");
    }

    @Test
    void a_value_in_another_charset_is_left_alone_where_its_bytes_can_not_be_told() {
        assertThat(reason("TEL;CHARSET=ISO-8859-1;QUOTED-PRINTABLE:415-555-0100 (b=FCro)", MOVE))
                .contains("bytes");
        assertRewrites(
                "TEL;CHARSET=ISO-8859-1;QUOTED-PRINTABLE:415-555-0100",
                "TEL;CHARSET=ISO-8859-1;QUOTED-PRINTABLE:+44-7700-900123",
                MOVE,
                "US");
    }

    @Test
    void the_given_bytes_are_not_altered() {
        byte[] card = Fixtures.bytes("iphone.vcf");
        changed(card, MOVE, "US");
        assertThat(card).isEqualTo(Fixtures.bytes("iphone.vcf"));
    }
}
