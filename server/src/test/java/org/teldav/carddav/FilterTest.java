package org.teldav.carddav;

import static org.assertj.core.api.Assertions.assertThat;
import static org.teldav.carddav.Requests.card;
import static org.teldav.carddav.Requests.filter;
import static org.teldav.carddav.Requests.propFilter;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.teldav.vcard.VCardText;

/** What matches: RFC 6352 §10.5. */
class FilterTest {
    private static final VCardText RENEE = card(
            "UID:1",
            "FN:Renée Dubois",
            "N:Dubois;Renée;;Dr.;",
            "NICKNAME:me,Ren",
            "CATEGORIES:PERSON,FRIEND",
            "ORG:Société \\; Cie\\, S.A.;Export",
            "NOTE:first\\nsecond \\\\ third",
            "item1.TEL;TYPE=CELL,VOICE:(415) 555-0",
            " 100",
            "item1.X-ABLabel:_$!<Mobile>!$_",
            "TEL;type=WORK;type=pref:+33 1 23 45 67 89",
            "EMAIL;TYPE=\"HOME\":renee@example.com",
            "X-PHONETIC-FIRST-NAME:Rönä");

    @ParameterizedTest
    @ValueSource(strings = {"", " test='anyof'", " test='allof'"})
    void rfc6352_10_5_a_filter_without_prop_filters_matches_each_card(String test) {
        assertThat(filter("<C:filter" + test + "/>").matches(RENEE)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "NICKNAME, true",
        "nickname, true",
        "TEL, true",
        "Tel, true",
        "ITEM1.TEL, true",
        "item1.tel, true",
        "item2.TEL, false",
        "item1.EMAIL, false",
        "X-ABLABEL, true",
        "X-PHONETIC-FIRST-NAME, true",
        "X-NOT-THERE, false",
        "BDAY, false",
    })
    void rfc6352_10_5_1_an_empty_prop_filter_asks_whether_the_property_is_there(String name, boolean there) {
        assertThat(propFilter(name, "").matches(RENEE)).isEqualTo(there);
        assertThat(propFilter(name, "<C:is-not-defined/>").matches(RENEE)).isEqualTo(!there);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "FN       | equals      | renée dubois      | true",
                "FN       | equals      | renée             | false",
                "FN       | contains    | ÉE D              | true",
                "FN       | starts-with | re                | true",
                "FN       | starts-with | du                | false",
                "FN       | ends-with   | BOIS              | true",
                "FN       | ends-with   | ren               | false",
                "TEL      | contains    | 555-0100          | true",
                "TEL      | equals      | (415) 555-0100    | true",
                "TEL      | starts-with | +33               | true",
                "item1.TEL| starts-with | +33               | false",
                "N        | starts-with | dubois;renée      | true",
                "N        | equals      | dubois;renée;;dr.;| true",
                "NICKNAME | equals      | me                | false",
                "NICKNAME | equals      | me,ren            | true",
                "ORG      | equals      | société ; cie, s.a.;export | true",
                "NOTE     | contains    | \\ third          | true",
                "NOTE     | contains    | first\\n          | false",
                "X-ABLABEL| contains    | mobile            | true",
                "EMAIL    | ends-with   | @EXAMPLE.COM      | true",
                "BDAY     | contains    | 1                 | false",
            })
    void rfc6352_10_5_4_the_text_is_looked_for_in_the_unescaped_value(
            String name, String type, String text, boolean found) {
        String match = "<C:text-match match-type='" + type + "'>" + text + "</C:text-match>";
        assertThat(propFilter(name, match).matches(RENEE)).isEqualTo(found);
    }

    @Test
    void rfc6352_10_5_4_contains_and_unicode_casemap_and_no_negation_are_the_defaults() {
        assertThat(propFilter("FN", "<C:text-match>ÉE d</C:text-match>")
                        .propFilters()
                        .get(0)
                        .textMatches())
                .containsExactly(new TextMatch("ÉE d", Collation.UNICODE_CASEMAP, TextMatch.MatchType.CONTAINS, false));
        assertThat(filter("<C:filter><C:prop-filter name='FN'/></C:filter>").test())
                .isEqualTo(Filter.Test.ANYOF);
        assertThat(propFilter("FN", "").propFilters().get(0).test()).isEqualTo(Filter.Test.ANYOF);
    }

    @ParameterizedTest
    @CsvSource({
        "i;octet, Renée, true",
        "i;octet, renée, false",
        "i;octet, Rene\u0301e, false",
        "i;ascii-casemap, RENéE, true",
        "i;ascii-casemap, RENÉE, false",
        "i;unicode-casemap, RENÉE, true",
        "i;unicode-casemap, RENE\u0301E, true",
        "default, RENÉE, true",
    })
    void rfc6352_8_3_the_collation_decides_what_is_the_same(String collation, String text, boolean found) {
        String match = "<C:text-match collation='" + collation + "'>" + text + "</C:text-match>";
        assertThat(propFilter("FN", match).matches(RENEE)).isEqualTo(found);
    }

    @Test
    void rfc6352_10_5_4_a_line_break_in_a_value_is_one_in_the_text() {
        assertThat(propFilter("NOTE", "<C:text-match>first\nsecond</C:text-match>")
                        .matches(RENEE))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        // one of the two does not contain it
        "TEL, 415, true",
        "FN, ren, false",
        "FN, xyz, true",
        // negated or not: what isn't there has no text
        "BDAY, 1, false",
    })
    void rfc6352_10_5_4_a_negated_match_wants_a_property_without_the_text(String name, String text, boolean matches) {
        String match = "<C:text-match negate-condition='yes'>" + text + "</C:text-match>";
        assertThat(propFilter(name, match).matches(RENEE)).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "TYPE   |                                                                     | true",
                "type   |                                                                     | true",
                "PREF   |                                                                     | false",
                "PREF   | <C:is-not-defined/>                                                 | true",
                "TYPE   | <C:is-not-defined/>                                                 | false",
                "TYPE   | <C:text-match match-type='equals'>cell</C:text-match>               | true",
                "TYPE   | <C:text-match match-type='equals'>voice</C:text-match>              | true",
                "TYPE   | <C:text-match match-type='equals'>pref</C:text-match>               | true",
                "TYPE   | <C:text-match match-type='equals'>home</C:text-match>               | false",
                "TYPE   | <C:text-match match-type='equals'>cell,voice</C:text-match>         | false",
                "TYPE   | <C:text-match collation='i;octet'>cell</C:text-match>               | false",
                "PREF   | <C:text-match negate-condition='yes'>1</C:text-match>               | false",
            })
    void rfc6352_10_5_2_a_param_filter_asks_each_value_of_the_parameter(
            String name, String condition, boolean matches) {
        String param =
                "<C:param-filter name='" + name + "'>" + (condition == null ? "" : condition) + "</C:param-filter>";
        assertThat(propFilter("TEL", param).matches(RENEE)).isEqualTo(matches);
    }

    @Test
    void rfc6352_10_5_2_a_negated_param_filter_wants_none_of_the_values_to_have_the_text() {
        String notWork = "<C:param-filter name='TYPE'><C:text-match negate-condition='yes'>work</C:text-match>"
                + "</C:param-filter>";
        assertThat(propFilter("TEL", notWork).matches(card("TEL;TYPE=WORK,VOICE:1")))
                .isFalse();
        assertThat(propFilter("TEL", notWork).matches(card("TEL;TYPE=HOME,VOICE:1")))
                .isTrue();
        assertThat(propFilter("TEL", notWork).matches(card("TEL:1"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"TEL;TYPE=CELL,VOICE:1", "TEL;type=voice;type=cell:1", "TEL;TYPE=\"voice,cell\":1", "TEL;CELL:1"
            })
    void a_type_is_found_however_it_is_written(String line) {
        String cell =
                "<C:param-filter name='TYPE'><C:text-match match-type='equals'>cell</C:text-match></C:param-filter>";
        assertThat(propFilter("TEL", cell).matches(card(line))).isTrue();
        assertThat(propFilter("FN", cell).matches(card(line))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "anyof, CELL, +33, true",
        "anyof, CELL, +44, true",
        "anyof, FAX, +44, false",
        // the cell is in California and the number in France is at work: no French cell
        "allof, CELL, +33, false",
        "allof, CELL, (415), true",
        "allof, WORK, +33, true",
    })
    void rfc6352_10_5_1_all_conditions_are_asked_of_the_same_property(
            String test, String type, String text, boolean matches) {
        Filter filter = filter("<C:filter><C:prop-filter name='TEL' test='" + test + "'><C:text-match>" + text
                + "</C:text-match><C:param-filter name='TYPE'><C:text-match match-type='equals'>" + type
                + "</C:text-match></C:param-filter></C:prop-filter></C:filter>");
        assertThat(filter.matches(RENEE)).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource({
        "anyof, ren, xyz, true",
        "anyof, abc, xyz, false",
        "anyof, abc, renee@, true",
        "allof, ren, xyz, false",
        "allof, ren, renee@, true",
        "allof, abc, renee@, false"
    })
    void rfc6352_10_5_prop_filters_hold_together_or_alone(String test, String name, String email, boolean matches) {
        Filter filter = filter("<C:filter test='" + test + "'><C:prop-filter name='FN'><C:text-match>" + name
                + "</C:text-match></C:prop-filter><C:prop-filter name='EMAIL'><C:text-match>" + email
                + "</C:text-match></C:prop-filter></C:filter>");
        assertThat(filter.matches(RENEE)).isEqualTo(matches);
    }

    @Test
    void rfc6352_10_5_1_several_texts_hold_of_one_property() {
        String both = "<C:text-match>ren</C:text-match><C:text-match>dub</C:text-match>";
        Filter all = filter("<C:filter><C:prop-filter name='FN' test='allof'>" + both + "</C:prop-filter></C:filter>");
        assertThat(all.matches(RENEE)).isTrue();
        assertThat(all.matches(card("FN:Ren", "FN:Dub"))).isFalse();
        assertThat(propFilter("FN", both).matches(card("FN:Dub"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"item1.TEL:1", "ITEM1.tel:1", "Item1.Tel;X=\"a:b\":1", "TEL:1\r\nitem1.TEL:1"})
    void rfc6352_10_5_1_a_grouped_property_is_found_by_its_bare_name_and_by_its_group(String line) {
        assertThat(propFilter("TEL", "").matches(card(line))).isTrue();
        assertThat(propFilter("item1.TEL", "").matches(card(line))).isTrue();
        assertThat(propFilter("item11.TEL", "").matches(card(line))).isFalse();
    }
}
