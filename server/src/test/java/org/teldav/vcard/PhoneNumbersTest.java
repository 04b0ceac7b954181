package org.teldav.vcard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PhoneNumbersTest {
    private final PhoneNumbers numbers = new PhoneNumbers();

    private Optional<String> key(String text, String region) {
        return numbers.key(text, Optional.of(region));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "US | (415) 555-0100                         | +14155550100",
                "US | 415.555.0100                           | +14155550100",
                "US | 1-415-555-0100                         | +14155550100",
                "FR | +1 415 555 0100                        | +14155550100",
                "CN | 138 0013 8000                          | +8613800138000",
                "CN | +86 138-0013-8000                      | +8613800138000",
                "CN | 8613800138000                          | +8613800138000",
                "RU | 8 (916) 123-45-67                      | +79161234567",
                "RU | 916 123-45-67                          | +79161234567",
                "IT | 06 1234 5678                           | +390612345678",
                "US | +39 06 1234 5678                       | +390612345678",
                "DE | 0171/1234567                           | +491711234567",
                "DE | +49 (0) 171 / 1234567                  | +491711234567",
                "DE | 030/12345678                           | +493012345678",
                "AR | 011 15-2345-6789                       | +5491123456789",
                "AR | +54 9 11 2345 6789                     | +5491123456789",
                "AR | +54 11 2345 6789                       | +541123456789",
                "MX | +52 1 55 1234 5678                     | +525512345678",
                "MX | +52 55 1234 5678                       | +525512345678",
                "US | 011 52 1 55 1234 5678                  | +525512345678",
                "GB | 00 1 415 555 0100                      | +14155550100",
                "US | 011 44 20 7946 0123                    | +442079460123",
                "US | +44 (0)20 7946 0123                    | +442079460123",
                "US | +44 (0)7700 900123                     | +447700900123",
                "US | (+44) 20 7946 0123                     | +442079460123",
                "FR | 06 12 34 56 78 (perso)                 | +33612345678",
                "FR | 06 12 34 56 78(perso, le soir)         | +33612345678",
                "JP | 090-1234-5678（携帯）                    | +819012345678",
                "FR | ０６１２３４５６７８                           | +33612345678",
                "FR | ＋３３ ６ １２ ３４ ５６ ７８                   | +33612345678",
                "EG | +٣٣٦١٢٣٤٥٦٧٨                           | +33612345678",
            })
    void certain_numbers_have_a_key(String region, String text, String key) {
        assertThat(key(text, region)).contains(key);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u200F+33612345678",
                "\u202A+33 6 12 34 56 78\u202C",
                "+33\u00A06\u00A012\u00A034\u00A056\u00A078",
                "+33\u202F6\u202F12\u202F34\u202F56\u202F78",
                "+33 6\u201112\u201134\u201156\u201178",
                "  06 12 34 56 78\t"
            })
    void invisible_marks_and_odd_blanks_do_not_hide_a_number(String text) {
        assertThat(key(text, "FR")).contains("+33612345678");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "415-555-0100 x123            | +14155550100;ext=123",
                "415-555-0100x123             | +14155550100;ext=123",
                "(415) 555-0100 ext. 123      | +14155550100;ext=123",
                "(415) 555-0100, ext. 123     | +14155550100;ext=123",
                "(415) 555-0100 Extension 123 | +14155550100;ext=123",
                "(415) 555-0100 #123          | +14155550100;ext=123",
                "+14155550100;ext=123         | +14155550100;ext=123",
                "tel:+1-415-555-0100;ext=123  | +14155550100;ext=123",
                "415-555-0100 x12 (desk)      | +14155550100;ext=12",
            })
    void an_extension_is_part_of_the_key(String text, String key) {
        assertThat(key(text, "US")).contains(key);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "415-555-0100,,123#",
                "+14155550100,123#",
                "+14155550100,123",
                "+14155550100;123",
                "+14155550100,,123456789#",
                "415-555-0100p123",
                "415-555-0100 w 12p34",
                "+14155550100;;5*1#",
                "tel:+14155550100;postd=pp22",
                "tel:+14155550100,,22#"
            })
    void digits_to_dial_after_a_pause_are_no_part_of_the_number(String text) {
        assertThat(key(text, "US")).contains("+14155550100");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tel:+33612345678                        | +33612345678",
                "TEL:+33-6-12-34-56-78                   | +33612345678",
                "tel:%2B33612345678                      | +33612345678",
                "tel:+33%206%2012%2034%2056%2078         | +33612345678",
                "tel:0612345678                          | +33612345678",
                "tel:612345678;phone-context=+33         | +33612345678",
                "tel:0612345678;phone-context=+33        | +33612345678",
                "+33-0612345678                          | +33612345678",
                "tel:555-0100;phone-context=+1-415       | +14155550100",
                "tel:+33612345678;isub=1;x=y             | +33612345678",
            })
    void tel_uris_are_read(String text, String key) {
        assertThat(key(text, "FR")).contains(key);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "FR | 06 12 34 56 78 / 07 65 43 21 09",
                "FR | 0612345678/0765432109",
                "FR | 06 12 34 56 78 ou 07 65 43 21 09",
                "US | 415-555-0100 or 415-555-0101",
                "FR | 0612345678;0765432109",
                "FR | 0612345678, 0765432109",
                "FR | +33612345678 +33765432109",
                "US | 415 555 0100/0101",
                "DE | 030 1234567/8",
                "DE | 030/1234567/68",
                "FR | 06 12 34 56 78 (ou 07 65 43 21 09)",
            })
    void two_numbers_in_one_value_have_no_key(String region, String text) {
        assertThat(key(text, region)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "US | 1-800-FLOWERS",
                "US | 1-800-356-FLWR",
                "US | 555-0100",
                "CN | 10086",
                "CN | 112",
                "US | 911",
                "US | *#06#",
                "US | *21*4155550100#",
                "US | *67 415 555 0100",
                "US | 415-555-0100#",
                "US | 0044 20 7946 0123",
                "FR | perso 06 12 34 56 78",
                "FR | 06 12 34 56 78 perso",
                "FR | (perso) 06 12 34 56 78",
                "FR | Tel. 06 12 34 56 78",
                "FR | 06 12 34 56",
                "FR | +33 6 12 34 56 78 90",
                "FR | tel:0612345678;phone-context=example.org",
                "FR | tel:0612345678;phone-context=+33x",
                "FR | sip:+33612345678@example.org",
                "IT | +39 6 1234 5678",
                "US | +1 555 555 0100",
                "DE | 4155550100",
                "GB | 7911 123456",
                "MX | 1 55 1234 5678",
            })
    void what_is_not_certain_has_no_key(String region, String text) {
        assertThat(key(text, region)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "()", "+", "tel:", "tel:;", ";", "tel:%", "tel:%2", "(a)", "\uD83D", "ext. 12", "\n"})
    void nonsense_has_no_key(String text) {
        assertThat(key(text, "US")).isEmpty();
    }

    @Test
    void two_lines_have_no_key() {
        assertThat(key("0612345678\n0765432109", "FR")).isEmpty();
        assertThat(key("9".repeat(100_000), "FR")).isEmpty();
    }

    @Test
    void without_a_region_only_numbers_with_a_country_code_have_a_key() {
        assertThat(numbers.key("(415) 555-0100", Optional.empty())).isEmpty();
        assertThat(numbers.key("0044 20 7946 0123", Optional.empty())).isEmpty();
        assertThat(numbers.key("+1 (415) 555-0100", Optional.empty())).contains("+14155550100");
        assertThat(numbers.key("(415) 555-0100", Optional.of("XX"))).isEmpty();
    }

    /** docs/decisions/numbers-reserved-for-drama.md: each row is needed, and reaches no further than its source says. */
    @ParameterizedTest
    @CsvSource({
        "+441632960000, +441632960999, +441632959999",
        "+441154960000, +441154960999, +441154961000",
        "+447700900000, +447700900999, +447700901000",
        "+33639980000,  +33639989999,  +33639970000",
        "+353209100000, +353209199999, +353209200000"
    })
    void numbers_reserved_for_drama_are_certain(String first, String last, String outside) throws Exception {
        PhoneNumberUtil library = PhoneNumberUtil.getInstance();
        for (String number : new String[] {first, last}) {
            PhoneNumber parsed = library.parse(number, "ZZ");
            assertThat(library.isValidNumber(parsed))
                    .as("%s needs its row", number)
                    .isFalse();
            assertThat(numbers.key(number, Optional.empty())).contains(number);
        }
        assertThat(numbers.key(outside, Optional.empty())).isEmpty();
    }

    @Test
    void drama_numbers_read_nationally_too() {
        assertThat(key("07700 900123", "GB")).contains("+447700900123");
        assertThat(key("06 39 98 01 23", "FR")).contains("+33639980123");
        assertThat(key("7700 900123", "GB")).isEmpty();
    }

    @Test
    void a_region_may_be_written_in_lower_case() {
        assertThat(key("(415) 555-0100", "us")).contains("+14155550100");
        assertThat(numbers.isRegion("gb")).isTrue();
        assertThat(numbers.isRegion("UK")).isFalse();
        assertThat(numbers.isRegion("")).isFalse();
    }

    @Test
    void people_read_the_international_form() {
        assertThat(numbers.international("+447700900123")).isEqualTo("+44 7700 900123");
        assertThat(numbers.international("+14155550100;ext=12")).isEqualTo("+1 415-555-0100 ext. 12");
        assertThat(numbers.international("nonsense")).isEqualTo("nonsense");
    }

    @Test
    void a_number_that_is_asked_for_again_and_again_stays_known_among_more_others_than_are_kept() {
        Object known = known("+14155550100");
        for (int i = 0; i < 2 * PhoneNumbers.KNOWN_MAX; i++) {
            known("+1212" + (5_550_000 + i));
            if (i % 10 == 0) {
                known("+14155550100");
            }
        }
        assertThat(known("+14155550100")).isSameAs(known);
    }

    /** As the library once said it. */
    private PhoneNumber known(String text) {
        return numbers.phone(TelText.read(text).orElseThrow(), Optional.empty())
                .orElseThrow()
                .number();
    }

    @Test
    void a_key_has_one_form() {
        assertThat(numbers.isKey("+14155550100")).isTrue();
        assertThat(numbers.isKey("+14155550100;ext=12")).isTrue();
        assertThat(numbers.isKey("+1 4155550100")).isFalse();
        assertThat(numbers.isKey("+1415555010")).isFalse();
        assertThatThrownBy(() -> numbers.inMannerOf("(415) 555-0100", "x", Optional.of("US")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("415");
    }
}
