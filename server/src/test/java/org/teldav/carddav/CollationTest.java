package org.teldav.carddav;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.teldav.vcard.UnicodeCasemap;

/** RFC 6352 §8.3, RFC 4790 §9, RFC 5051. */
class CollationTest {
    private static final String[] LETTERS = {
        "a", "A", "z", "\u00E9", "e\u0301", "\u00C9", "\u0301", "\u0323", "ß", "ẞ", "İ", "i", "I", "ı", "ﬁ", "f", "ς",
        "σ", "Σ", "ǆ", "ǅ", "Ǆ", "각", "가", "\u11A8", "中", "𐐨", "𐐀", "😀", "1", " ", ";", "ſ", "\u212A", "ℎ", "\u0345"
    };

    @ParameterizedTest
    @CsvSource({
        // same under i;ascii-casemap, i;unicode-casemap, i;octet
        "Cyrus, cYRUS, true, true, false",
        "Cyrus, Cyrus, true, true, true",
        "\u00E9, \u00C9, false, true, false",
        "\u00E9, e\u0301, false, true, false",
        "\u00C9, e\u0301, false, true, false",
        "\u00E9, e, false, false, false",
        "σ, Σ, false, true, false",
        "ς, Σ, false, true, false",
        "ς, σ, false, true, false",
        "ǆ, Ǆ, false, true, false",
        "ß, ẞ, false, false, false",
        "ß, ss, false, false, false",
        "İ, I\u0307, false, true, false",
        "İ, i\u0307, false, true, false",
        "İ, i, false, false, false",
        "ı, i, false, true, false",
        "ﬁ, ﬁ, true, true, true",
        "ﬁ, fi, false, false, false",
        "ſ, s, false, true, false",
        "Ⅷ, ⅷ, false, true, false",
        "\u212B, \u00E5, false, true, false",
        "각, \u1100\u1161\u11A8, false, true, false",
        "𐐨, 𐐀, false, true, false",
        "½, 1⁄2, false, true, false",
    })
    void rfc5051_titlecases_each_code_point_and_decomposes_it(
            String one, String other, boolean ascii, boolean unicode, boolean octet) {
        assertThat(same(Collation.ASCII_CASEMAP, one, other)).as("ascii").isEqualTo(ascii);
        assertThat(same(Collation.UNICODE_CASEMAP, one, other)).as("unicode").isEqualTo(unicode);
        assertThat(same(Collation.OCTET, one, other)).as("octet").isEqualTo(octet);
    }

    @Test
    void every_code_point_is_the_titlecase_then_the_full_decomposition() {
        for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
            String text = Character.toString(codePoint);
            String expected =
                    Normalizer.normalize(Character.toString(Character.toTitleCase(codePoint)), Normalizer.Form.NFKD);
            if (!Collation.UNICODE_CASEMAP.fold(text).equals(expected)) {
                assertThat(Collation.UNICODE_CASEMAP.fold(text))
                        .as("U+%X", codePoint)
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void the_form_for_the_index_is_the_same_when_done_again_for_every_code_point() {
        for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
            String once = UnicodeCasemap.foldForIndex(Character.toString(codePoint));
            if (!UnicodeCasemap.foldForIndex(once).equals(once)) {
                assertThat(UnicodeCasemap.foldForIndex(once))
                        .as("U+%X", codePoint)
                        .isEqualTo(once);
            }
        }
    }

    @Test
    void the_form_for_the_index_has_no_nul() {
        assertThat(UnicodeCasemap.foldForIndex("a\0b\0")).isEqualTo("AB");
    }

    @Test
    void what_ascii_casemap_holds_the_same_unicode_casemap_does_for_every_code_point() {
        for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
            String text = Character.toString(codePoint);
            String ascii = Collation.ASCII_CASEMAP.fold(text);
            if (!Collation.UNICODE_CASEMAP.fold(ascii).equals(Collation.UNICODE_CASEMAP.fold(text))) {
                assertThat(Collation.UNICODE_CASEMAP.fold(ascii))
                        .as("U+%X", codePoint)
                        .isEqualTo(Collation.UNICODE_CASEMAP.fold(text));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 20110800, 5051})
    void a_match_under_any_collation_is_a_match_of_the_forms_for_the_index(long seed) {
        Random random = new Random(seed);
        int matches = 0;
        for (int round = 0; round < 10_000; round++) {
            String value = text(random, 8);
            String text = text(random, 2);
            for (Collation collation : Collation.values()) {
                for (TextMatch.MatchType type : TextMatch.MatchType.values()) {
                    if (type.holds(collation.fold(value), collation.fold(text))) {
                        matches++;
                        assertThat(type.holds(UnicodeCasemap.fold(value), UnicodeCasemap.fold(text))
                                        && type.holds(
                                                UnicodeCasemap.foldForIndex(value), UnicodeCasemap.foldForIndex(text)))
                                .as("seed %d round %d: %s %s '%s' in '%s'", seed, round, collation, type, text, value)
                                .isTrue();
                    }
                }
            }
        }
        assertThat(matches).isGreaterThan(10_000);
    }

    @ParameterizedTest
    @ValueSource(longs = {2, 6352})
    void the_form_of_a_concatenation_is_the_concatenation_of_the_forms(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 10_000; round++) {
            String one = text(random, 5);
            String other = text(random, 5);
            for (Collation collation : Collation.values()) {
                assertThat(collation.fold(one + other))
                        .as("seed %d round %d %s", seed, round, collation)
                        .isEqualTo(collation.fold(one) + collation.fold(other));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "i;ascii-casemap, ASCII_CASEMAP",
        "i;unicode-casemap, UNICODE_CASEMAP",
        "i;octet, OCTET",
        "default, UNICODE_CASEMAP"
    })
    void rfc6352_8_3_names_the_collations(String identifier, Collation collation) {
        assertThat(Collation.of(identifier)).contains(collation);
    }

    @ParameterizedTest
    @ValueSource(strings = {"i;unicode-*", "*", "", "i;ascii-numeric", "i;basic;uca=3.1.1"})
    void rfc6352_8_3_wildcards_and_others_are_no_collation(String identifier) {
        assertThat(Collation.of(identifier)).isEmpty();
    }

    private static boolean same(Collation collation, String one, String other) {
        return collation.fold(one).equals(collation.fold(other));
    }

    private static String text(Random random, int longest) {
        StringBuilder text = new StringBuilder();
        for (int n = random.nextInt(longest + 1); n > 0; n--) {
            text.append(LETTERS[random.nextInt(LETTERS.length)]);
        }
        return text.toString();
    }
}
