package org.teldav.vcard;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What may be stored (carddav.md, vCards), and what is indexed of it. */
class CardIndexTest {
    private static final PhoneNumbers NUMBERS = new PhoneNumbers();
    private static final Optional<String> US = Optional.of("US");

    private static CardIndex index(String fixture) throws InvalidCardException {
        return CardIndex.of(Fixtures.bytes(fixture), NUMBERS, US);
    }

    private static CardIndex of(String card) throws InvalidCardException {
        return CardIndex.of(card.replace("|", "\r\n").getBytes(UTF_8), NUMBERS, US);
    }

    private static InvalidCardException refused(byte[] card) {
        InvalidCardException refused =
                catchThrowableOfType(InvalidCardException.class, () -> CardIndex.of(card, NUMBERS, US));
        assertThat(refused).as(new String(card, UTF_8)).isNotNull();
        return refused;
    }

    @ParameterizedTest
    @CsvSource({
        "iphone.vcf,        3.0, Alice Müller,            2",
        "macos.vcf,         3.0, Alice Pleasance Liddell, 2",
        "google.vcf,        3.0, Alice Liddell,           3",
        "outlook.vcf,       3.0, 'Liddell, Alice',        3",
        "davx5.vcf,         4.0, Alice Liddell,           2",
        "thunderbird.vcf,   4.0, Alice Liddell,           2",
        "evolution.vcf,     3.0, Alice Liddell,           2",
        "nokia.vcf,         3.0, Alice Müller,            3",
        "lf.vcf,            4.0, Alice Liddell,           2",
        "mixed-endings.vcf, 3.0, Zöe,                     1",
    })
    void cards_of_real_clients_are_stored_and_indexed(String fixture, String version, String name, int tels)
            throws InvalidCardException {
        CardIndex index = index(fixture);
        assertThat(VCardVersion.of(index.text()).orElseThrow().number()).isEqualTo(version);
        assertThat(Contact.name(index.text().bytes())).isEqualTo(name);
        assertThat(index.group()).isFalse();
        assertThat(index.tels()).hasSize(tels).allMatch(tel -> tel.key().isPresent());
        assertThat(index.tels()).anyMatch(tel -> tel.key().equals(Optional.of("+14155550100")));
    }

    @Test
    void a_tel_is_indexed_with_position_group_label_and_types() throws InvalidCardException {
        assertThat(index("iphone.vcf").tels())
                .containsExactly(
                        new TelEntry(
                                0,
                                Optional.of("+14155550100"),
                                "(415) 555-0100",
                                Optional.of("item1"),
                                Optional.of("_$!<Mobile>!$_"),
                                Set.of("PREF")),
                        new TelEntry(
                                1,
                                Optional.of("+12125550142"),
                                "+1 (212) 555-0142",
                                Optional.empty(),
                                Optional.empty(),
                                Set.of("HOME", "VOICE")));
    }

    @Test
    void an_upper_case_group_is_not_parted_from_its_label() throws InvalidCardException {
        assertThat(index("macos.vcf").tels().get(1).label()).contains("Boat");
    }

    @Test
    void groups_of_cards_are_told_apart() throws InvalidCardException {
        assertThat(index("group.vcf").group()).isTrue();
        assertThat(index("group-v4.vcf").group()).isTrue();
    }

    private static String name(String card) throws InvalidCardException {
        return Contact.name(of(card).text().bytes());
    }

    @Test
    void in_vcard_3_the_name_may_stand_for_fn() throws InvalidCardException {
        assertThat(name("BEGIN:VCARD|VERSION:3.0|UID:1|N:Li\\;ddell;Alice;P.;Dr.;MD|END:VCARD"))
                .isEqualTo("Dr. Alice P. Li;ddell MD");
        assertThat(name("BEGIN:VCARD|VERSION:3.0|UID:1|N:Liddell;Alice|END:VCARD"))
                .isEqualTo("Alice Liddell");
        assertThat(name("BEGIN:VCARD|VERSION:3.0|UID:1|N:;;;;|END:VCARD")).isEmpty();
    }

    @Test
    void a_number_that_is_not_certain_is_indexed_without_key() throws InvalidCardException {
        TelEntry tel = of("BEGIN:VCARD|VERSION:3.0|UID:1|FN:x|TEL:1-800-FLOWERS|END:VCARD")
                .tels()
                .get(0);
        assertThat(tel.key()).isEmpty();
        assertThat(tel.text()).isEqualTo("1-800-FLOWERS");
    }

    @Test
    void case_and_blanks_around_the_frame_do_not_matter() throws InvalidCardException {
        assertThat(of("\uFEFF||begin:vcard|version:3.0|uid:1|fn:x|end:vcard ||").uid())
                .isEqualTo("1");
    }

    @Test
    void a_property_unknown_or_broken_does_not_make_a_card_unstorable() throws InvalidCardException {
        assertThat(
                        of("BEGIN:VCARD|VERSION:4.0|UID:1|FN:x|BDAY:not a date|GEO:nowhere|no colon|TEL:|X-\u00E9:1|END:VCARD")
                                .tels())
                .hasSize(1);
    }

    /** RFC 6350 §6.2.1; RFC 2426 §3.1.1 asks for it too, but cards of 3.0 have come with N alone. */
    @Test
    void of_version_4_fn_is_asked_and_n_is_not_enough() throws InvalidCardException {
        String card = "BEGIN:VCARD\r\nVERSION:%s\r\nUID:1\r\nN:A;B;;;\r\nEND:VCARD\r\n";
        assertThat(refused(card.formatted("4.0").getBytes(UTF_8))).hasMessage("The vCard has no FN.");
        assertThat(of(card.formatted("3.0")).uid()).isEqualTo("1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "''                                                                       ; 1",
                "hello                                                                    ; 1",
                "VERSION:3.0|FN:x|UID:1                                                   ; 1",
                "BEGIN:VCALENDAR|VERSION:2.0|END:VCALENDAR                                ; 1",
                "BEGIN:VCARD|VERSION:3.0|FN:x|UID:1                                       ;",
                "BEGIN:VCARD|VERSION:3.0|FN:x|UID:1|END:VEVENT                            ;",
                "BEGIN:VCARD|VERSION:3.0|FN:x|UID:1|END:VCARD|FN:y                        ; 6",
                "BEGIN:VCARD|VERSION:3.0|FN:x|UID:1|END:VCARD|BEGIN:VCARD|FN:y|END:VCARD  ; 6",
                "BEGIN:VCARD|VERSION:3.0|FN:x|UID:1|AGENT:|BEGIN:VCARD|END:VCARD|END:VCARD; 6",
                "BEGIN:VCARD|FN:x|UID:1|END:VCARD                                         ;",
                "BEGIN:VCARD|VERSION:3.0|UID:1|END:VCARD                                  ;",
                "BEGIN:VCARD|VERSION:4.0|UID:1|N:a|END:VCARD                              ;",
                "BEGIN:VCARD|VERSION:3.0|FN:x|END:VCARD                                   ;",
                "BEGIN:VCARD|VERSION:3.0|FN:x|UID:|END:VCARD                              ; 4",
                "BEGIN:VCARD|VERSION:3.0|FN:x|UID:1|UID:2|END:VCARD                       ; 5",
                "BEGIN:VCARD|VERSION:3.0|VERSION:4.0|FN:x|UID:1|END:VCARD                 ; 3",
            })
    void what_is_not_one_whole_vcard_is_refused(String card, Integer line) {
        InvalidCardException refused = refused(card.replace("|", "\r\n").getBytes(UTF_8));
        assertThat(refused.unsupportedVersion()).isFalse();
        assertThat(refused).hasMessageMatching((line == null ? "(?!line ).*" : "line " + line + ": .*") + "\\.");
    }

    @ParameterizedTest
    @CsvSource({"2.1", "1.0", "5.0", "''"})
    void another_version_is_unsupported(String version) {
        InvalidCardException refused =
                refused(("BEGIN:VCARD\nVERSION:" + version + "\nFN:x\nUID:1\nEND:VCARD\n").getBytes(UTF_8));
        assertThat(refused.unsupportedVersion()).isTrue();
        assertThat(refused).hasMessageStartingWith("line 2: ");
    }

    @Test
    void a_uid_has_at_most_1024_characters() throws InvalidCardException {
        String card = "BEGIN:VCARD|VERSION:3.0|FN:x|UID:%s|END:VCARD";
        assertThat(of(card.formatted("u".repeat(1024))).uid()).hasSize(1024);
        assertThat(refused(card.formatted("u".repeat(1025)).replace("|", "\n").getBytes(UTF_8)))
                .hasMessageStartingWith("line 4: ");
    }

    @Test
    void what_is_not_utf8_is_refused() {
        byte[] latin = "BEGIN:VCARD\nVERSION:3.0\nFN:caf\u00E9\nUID:1\nEND:VCARD\n".getBytes(ISO_8859_1);
        assertThat(refused(latin)).hasMessageStartingWith("line 3: ");
        byte[] nul = "BEGIN:VCARD\nVERSION:3.0\nFN:x\0\nUID:1\nEND:VCARD\n".getBytes(UTF_8);
        assertThat(refused(nul)).hasMessageStartingWith("line 3: ");
    }

    @Test
    void a_card_of_endless_lines_is_refused() {
        String card = "BEGIN:VCARD\nVERSION:3.0\nFN:x\nUID:1\n" + "a\n".repeat(200_000) + "END:VCARD\n";
        assertThat(refused(card.getBytes(UTF_8))).hasMessageContaining("100000");
    }

    @Test
    void no_message_has_a_phone_number() {
        byte[] card = "BEGIN:VCARD\nVERSION:3.0\nTEL:+14155550100\nUID:1\nEND:VCARD\n".getBytes(UTF_8);
        assertThat(refused(card)).hasMessageNotContaining("415");
    }

    @ParameterizedTest
    @CsvSource({
        "ALICE@Example.org, alice@example.org",
        "Straße, strasse",
        "STRASSE, strasse",
        "ΟΔΥΣΣΕΥΣ, οδυσσευσ",
        "Ὀδυσσεύς, ὀδυσσεύσ",
        "ﬁle, file",
        "ＡＢＣ, abc",
        "İstanbul, istanbul",
        "Zo\u0065\u0308, zoë",
        "田中, 田中"
    })
    void names_are_folded_for_search(String name, String folded) {
        assertThat(CardIndex.fold(name)).isEqualTo(folded);
        assertThat(CardIndex.fold(folded)).isEqualTo(folded);
    }

    @Test
    void folding_a_folded_character_changes_nothing() {
        List<String> moved = IntStream.rangeClosed(0, 0x1FFFF)
                .filter(c -> c < 0xD800 || c > 0xDFFF)
                .mapToObj(Character::toString)
                .filter(c -> !CardIndex.fold(CardIndex.fold(c)).equals(CardIndex.fold(c)))
                .toList();
        assertThat(moved).isEmpty();
    }

    @Test
    void more_numbers_addresses_and_names_than_anybody_has_are_refused() throws InvalidCardException {
        String card =
                "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:many\r\nN:;;;;\r\nFN:Many\r\nEMAIL:many@example.org\r\n%sEND:VCARD\r\n";
        String number = "TEL:+1 415 555 0100\r\n";
        byte[] most = card.formatted(number.repeat(CardIndex.MOST_INDEXED - 2)).getBytes(UTF_8);
        byte[] many = card.formatted(number.repeat(CardIndex.MOST_INDEXED - 1)).getBytes(UTF_8);
        assertThat(CardIndex.of(most, NUMBERS, Optional.empty()).tels()).hasSize(CardIndex.MOST_INDEXED - 2);
        assertThat(refused(many)).hasMessageContaining("numbers");
    }

    /** A card from before there was a limit can still be changed, and not grow. */
    @Test
    void a_card_of_more_than_that_may_be_replaced_by_one_of_no_more() throws InvalidCardException {
        VCardText many = VCardText.parse(("BEGIN:VCARD\nVERSION:3.0\nUID:many\nFN:Many\n"
                        + "TEL:1\n".repeat(CardIndex.MOST_INDEXED) + "END:VCARD\n")
                .getBytes(UTF_8));
        int indexed = CardIndex.MOST_INDEXED + 1;
        assertThat(CardIndex.of(many, NUMBERS, US, () -> indexed).uid()).isEqualTo("many");
        assertThat(catchThrowableOfType(
                        InvalidCardException.class, () -> CardIndex.of(many, NUMBERS, US, () -> indexed - 1)))
                .isNotNull();
    }
}
