package org.teldav.vcard;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rule 5: the new value takes the old one's manner. */
class MannerTest {
    private static final long SEED = 20261123;

    private final PhoneNumbers numbers = new PhoneNumbers();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // from one country to another: always international
                "US | (415) 555-0100             | +447700900123  | +44 7700 900123",
                "US | (415) 555 0100             | +447700900123  | +44 7700 900123",
                "US | 415-555-0100               | +447700900123  | +44-7700-900123",
                "US | 415.555.0100               | +447700900123  | +44.7700.900123",
                "US | 4155550100                 | +447700900123  | +447700900123",
                "US | +14155550100               | +447700900123  | +447700900123",
                "US | +1-415-555-0100            | +447700900123  | +44-7700-900123",
                "US | +1 (415) 555-0100          | +447700900123  | +44 7700 900123",
                "US | +1 415 555 0100            | +447700900123  | +44 7700 900123",
                "US | (415) 555-0100             | +14165550123   | +1 416-555-0123",
                "FR | 06 12 34 56 78             | +14155550100   | +1 415 555 0100",
                "US | 011 44 7700 900123         | +33612345678   | 011 33 6 12 34 56 78",
                "FR | 0044 7700 900123           | +33612345678   | 0033 6 12 34 56 78",
                "FR | 00447700900123             | +33612345678   | 0033612345678",
                // within a country: national stays national, with its separators and groups
                "US | (415) 555-0100             | +12125550142   | (212) 555-0142",
                "US | 415-555-0100               | +12125550142   | 212-555-0142",
                "US | 1-415-555-0100             | +12125550142   | 1-212-555-0142",
                "US | +1 (415) 555-0100          | +12125550142   | +1 (212) 555-0142",
                "US | (415)5550100               | +12125550142   | (212)5550142",
                "CN | 138 0013 8000              | +8613912345678 | 139 1234 5678",
                "CN | 138-00138000               | +8613912345678 | 139-12345678",
                "CN | 13800138000                | +8613912345678 | 13912345678",
                "CN | +86 138-0013-8000          | +8613912345678 | +86 139-1234-5678",
                "CN | 8613800138000              | +8613912345678 | 8613912345678",
                "FR | 06 12 34 56 78             | +33765432109   | 07 65 43 21 09",
                "FR | 06.12.34.56.78             | +33765432109   | 07.65.43.21.09",
                "FR | 0612345678                 | +33765432109   | 0765432109",
                "GB | 020 7946 0123              | +441134960123  | 0113 496 0123",
                "GB | (020) 7946 0123            | +441134960123  | 0113 496 0123",
                "GB | +44 (0)20 7946 0123        | +442079460456  | +44 (0)20 7946 0456",
                "GB | 07700 900123               | +447700900456  | 07700 900456",
                "RU | 916 123-45-67              | +79261234567   | 926 123-45-67",
                "RU | 8 (916) 123-45-67          | +79261234567   | 8 (926) 123-45-67",
                "AR | 011 15-2345-6789           | +5491134567890 | 011 15-3456-7890",
                "MX | +52 1 55 1234 5678         | +525512349999  | +52 55 1234 9999",
                "DE | 0171/1234567               | +491711234568  | 0171/1234568",
                "DE | 0171/1234567               | +447700900123  | +44 7700 900123",
                "FR | ０６ １２ ３４ ５６ ７８           | +33765432109   | ０７ ６５ ４３ ２１ ０９",
                // tel: URIs
                "US | tel:+14155550100           | +447700900123  | tel:+447700900123",
                "US | TEL:+14155550100           | +447700900123  | TEL:+447700900123",
                "US | tel:+1-415-555-0100        | +447700900123  | tel:+44-7700-900123",
                "US | tel:+1 415 555 0100        | +447700900123  | tel:+447700900123",
                "US | tel:+1%20415%20555%200100  | +447700900123  | tel:+447700900123",
                "FR | tel:0612345678             | +33765432109   | tel:0765432109",
                "FR | tel:612345678;phone-context=+33 | +33765432109 | tel:+33765432109",
                "US | tel:+14155550100;isub=7    | +447700900123  | tel:+447700900123",
                // old extensions, pauses and comments are not carried over
                "US | (415) 555-0100 ext. 12     | +12125550142   | (212) 555-0142",
                "US | (415) 555-0100,,12#        | +12125550142   | (212) 555-0142",
                "US | 415-555-0100p12            | +12125550142   | 212-555-0142",
                "US | tel:+14155550100;ext=12    | +447700900123  | tel:+447700900123",
                "FR | 06 12 34 56 78 (perso)     | +33765432109   | 07 65 43 21 09",
                // a new extension comes in the fitting form
                "US | (415) 555-0100 x12         | +12125550142;ext=7  | (212) 555-0142 x7",
                "US | (415) 555-0100, ext. 12    | +12125550142;ext=7  | (212) 555-0142, ext. 7",
                "US | (415) 555-0100             | +447700900123;ext=7 | +44 7700 900123 ext. 7",
                "US | tel:+14155550100           | +447700900123;ext=7 | tel:+447700900123;ext=7",
                // what can't be read gives no manner
                "US | call reception             | +447700900123       | +447700900123",
                "US | call reception             | +447700900123;ext=7 | +447700900123 ext. 7",
                "US | tel:reception              | +447700900123;ext=7 | tel:+447700900123;ext=7",
            })
    void the_new_number_takes_the_old_ones_manner(String region, String old, String newKey, String expected) {
        assertThat(numbers.inMannerOf(newKey, old, Optional.of(region))).isEqualTo(expected);
        assertThat(numbers.key(expected, Optional.of(region))).contains(newKey);
    }

    @Test
    void a_no_break_space_stays_one() {
        assertThat(numbers.inMannerOf("+33765432109", "06\u00A012\u00A034\u00A056\u00A078", Optional.of("FR")))
                .isEqualTo("07\u00A065\u00A043\u00A021\u00A009");
    }

    /** As address books write numbers into text from right to left. */
    @ParameterizedTest
    @ValueSource(strings = {"\u202Atel:+14155550100\u202C", "\u200Etel:reception"})
    void behind_an_invisible_mark_a_uri_stays_one(String old) {
        assertThat(numbers.inMannerOf("+447700900123", old, Optional.of("US"))).isEqualTo("tel:+447700900123");
    }

    @Test
    void without_a_region_everything_is_international() {
        assertThat(numbers.inMannerOf("+12125550142", "(415) 555-0100", Optional.empty()))
                .isEqualTo("+12125550142");
        assertThat(numbers.inMannerOf("+12125550142", "+1 415-555-0100", Optional.empty()))
                .isEqualTo("+1 212-555-0142");
    }

    private static final List<PhoneNumberType> TYPES = List.of(
            PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE, PhoneNumberType.TOLL_FREE, PhoneNumberType.VOIP);

    private static final List<UnaryOperator<String>> TWISTS = List.of(
            text -> text,
            text -> text.replace(' ', '-'),
            text -> text.replace(' ', '.').replace('-', '.'),
            text -> text.replace('-', ' '),
            text -> text.replaceAll("[ ()-]", ""),
            text -> text.replace(' ', '\u00A0'),
            text -> text.replaceFirst("^\\+", "00 "),
            text -> text + " x12",
            text -> text + ",,99#",
            text -> text + " (privat)",
            text -> "tel:" + text.replace(' ', '-').replaceAll("[()]", ""),
            text -> "\u202A" + text + "\u202C");

    @Test
    void whatever_is_written_is_read_as_the_new_number() {
        PhoneNumberUtil library = PhoneNumberUtil.getInstance();
        List<String> regions = library.getSupportedRegions().stream().sorted().toList();
        Random random = new Random(SEED);
        int certain = 0;
        for (int i = 0; i < 20_000; i++) {
            String region = regions.get(random.nextInt(regions.size()));
            String target = random.nextInt(3) == 0 ? region : regions.get(random.nextInt(regions.size()));
            String old = written(library, random, region);
            Optional<String> newKey = numbers.key(example(library, random, target), Optional.empty())
                    .map(key -> random.nextInt(8) == 0 ? key + ";ext=42" : key);
            certain += numbers.key(old, Optional.of(region)).isPresent() ? 1 : 0;
            if (newKey.isPresent()) {
                String text = numbers.inMannerOf(newKey.get(), old, Optional.of(region));
                assertThat(numbers.key(text, Optional.of(region)))
                        .as("seed %d, round %d: %s like '%s' in %s gave '%s'", SEED, i, newKey, old, region, text)
                        .isEqualTo(newKey);
                assertThat(text.startsWith("tel:")).isEqualTo(old.startsWith("tel:"));
            }
        }
        assertThat(certain).as("of 20000 that have a manner at all").isGreaterThan(17_000);
    }

    /** Where nothing is lost on the way: a number there and back within a country, or written internationally. */
    @Test
    void there_and_back_is_the_same_text() {
        PhoneNumberUtil library = PhoneNumberUtil.getInstance();
        List<String> regions = List.of("US", "GB", "FR", "DE", "CN", "IT", "ES", "RU", "JP", "AU", "BR", "IN", "MX");
        Random random = new Random(SEED);
        for (int i = 0; i < 2_000; i++) {
            String region = regions.get(random.nextInt(regions.size()));
            PhoneNumber number = library.getExampleNumberForType(region, PhoneNumberType.MOBILE);
            PhoneNumberFormat format =
                    random.nextBoolean() ? PhoneNumberFormat.NATIONAL : PhoneNumberFormat.INTERNATIONAL;
            String old = TWISTS.get(random.nextInt(5)).apply(library.format(number, format));
            Optional<String> oldKey = numbers.key(old, Optional.of(region));
            String newKey = oldKey.orElseThrow();
            newKey = newKey.substring(0, newKey.length() - 1) + (char) ('0' + random.nextInt(10));
            if (numbers.isKey(newKey)) {
                String there = numbers.inMannerOf(newKey, old, Optional.of(region));
                assertThat(numbers.inMannerOf(oldKey.get(), there, Optional.of(region)))
                        .as("seed %d, round %d: '%s' by way of '%s' in %s", SEED, i, old, there, region)
                        .isEqualTo(old);
            }
        }
    }

    private static String example(PhoneNumberUtil library, Random random, String region) {
        PhoneNumber number = library.getExampleNumberForType(region, TYPES.get(random.nextInt(TYPES.size())));
        return library.format(number == null ? library.getExampleNumber(region) : number, PhoneNumberFormat.E164);
    }

    private static String written(PhoneNumberUtil library, Random random, String region) {
        PhoneNumber number = library.getExampleNumberForType(region, TYPES.get(random.nextInt(TYPES.size())));
        PhoneNumberFormat format = PhoneNumberFormat.values()[random.nextInt(3)];
        String text = library.format(number == null ? library.getExampleNumber(region) : number, format);
        return TWISTS.get(random.nextInt(TWISTS.size())).apply(text);
    }
}
