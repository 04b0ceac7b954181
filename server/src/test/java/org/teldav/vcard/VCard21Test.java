package org.teldav.vcard;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import ezvcard.Ezvcard;
import ezvcard.VCard;
import ezvcard.property.Address;
import ezvcard.property.FormattedName;
import ezvcard.property.Note;
import ezvcard.property.Organization;
import ezvcard.property.StructuredName;
import java.nio.charset.Charset;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/vcard-versions.md, "vCard 2.1". */
class VCard21Test {
    private static final Optional<String> US = Optional.of("US");
    private static final int ROUNDS = 3000;

    private final PhoneNumbers numbers = new PhoneNumbers();

    private static byte[] card(String... lines) {
        return text("2.1", lines).getBytes(UTF_8);
    }

    private static String text(String version, String... lines) {
        return "BEGIN:VCARD\r\nVERSION:" + version + "\r\n" + String.join("\r\n", lines) + "\r\nEND:VCARD\r\n";
    }

    private static String converted(byte[] card) {
        return new String(VCard21.asVersion3(card), UTF_8).replace("\r\n ", "");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "N:Doe;Jane;;;|N:Doe;Jane;;;",
                "TEL;CELL;PREF:+1 415 555 0100|TEL;TYPE=CELL;TYPE=PREF:+1 415 555 0100",
                "item1.TEL;WORK:555,,12|item1.TEL;TYPE=WORK:555\\,\\,12",
                "TEL;TYPE=HOME:555 0100|TEL;TYPE=HOME:555 0100",
                "FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E5=BC=A0=E4=B8=89|FN:张三",
                "FN;QUOTED-PRINTABLE:J=F6rg|FN;ENCODING=QUOTED-PRINTABLE:J=F6rg",
                "FN;CHARSET=ISO-8859-1;QUOTED-PRINTABLE:J=F6rg|FN:Jörg",
                "N;ENCODING=8BIT;CHARSET=utf-8;LANGUAGE=de:Müller;Jörg|N;LANGUAGE=de:Müller;Jörg",
                "NOTE;ENCODING=QUOTED-PRINTABLE:a=0D=0Ab; c, d=0Ae=0D=↵=C3=BC|NOTE:a\\nb\\; c\\, d\\ne\\nü",
                "NOTE:C:\\dir, 1\\;2\\, 3\\nx\\|NOTE:C:\\\\dir\\, 1\\;2\\, 3\\nx\\\\",
                "ADR;HOME;QUOTED-PRINTABLE:;;Stra=C3=9Fe 1, links=0AHof;Berlin;;10115;|ADR;TYPE=HOME:;;Straße 1\\, links\\nHof;Berlin;;10115;",
                "ORG:Firma, S\\;ohn;Abt|ORG:Firma\\, S\\;ohn;Abt",
                "URL:http://example.org/a;b,c|URL:http://example.org/a;b,c",
                "PHOTO;VALUE=URL;GIF:http://example.org/a.gif|PHOTO;TYPE=GIF;VALUE=uri:http://example.org/a.gif",
                "CATEGORIES:Work,Friends|CATEGORIES:Work,Friends",
                "X-ANDROID-CUSTOM:vnd.android.cursor.item/nickname;Bob, B;1;|X-ANDROID-CUSTOM:vnd.android.cursor.item/nickname;Bob, B;1;",
                "X-ODD;QUOTED-PRINTABLE:a=0D=0ATEL:1|X-ODD:a\\nTEL:1",
                "SOUND;X-IRMC-N:Doe;Jane|SOUND;TYPE=X-IRMC-N:Doe;Jane",
                "BDAY:1980-01-02|BDAY:1980-01-02",
                "no property at all|no property at all",
            })
    void each_line_says_in_3_0_what_it_said(String old, String spoken) {
        assertThat(converted(card(old.replace("↵", "\r\n")))).isEqualTo(text("3.0", spoken));
    }

    @Test
    void a_picture_is_the_same_however_it_is_folded() {
        byte[] picture = new byte[5000];
        new Random(21).nextBytes(picture);
        String base64 = Base64.getEncoder().encodeToString(picture);
        for (String fold : List.of("\r\n ", "\r\n", "\r\n  ")) {
            String old = text(
                            "2.1", "N:A", "PHOTO;ENCODING=BASE64;JPEG:" + base64.replaceAll("(.{72})", "$1" + fold), "")
                    .replace("\r\n", "\n");
            assertThat(new String(VCard21.asVersion3(old.getBytes(UTF_8)), UTF_8).replace("\n ", ""))
                    .isEqualTo(text("3.0", "N:A", "PHOTO;TYPE=JPEG;ENCODING=b:" + base64)
                            .replace("\r\n", "\n"));
        }
    }

    /** As Samsung's phones write it. */
    @Test
    void a_label_of_ones_own_stays_one() {
        String custom = "TEL;X-CUSTOM(CHARSET=UTF-8,ENCODING=QUOTED-PRINTABLE,=E6=89=8B=3B):5550100";
        assertThat(converted(card("item1.X-A:1", custom, custom)))
                .isEqualTo(text(
                        "3.0",
                        "item1.X-A:1",
                        "item2.TEL:5550100",
                        "item2.X-ABLabel:手\\;",
                        "item3.TEL:5550100",
                        "item3.X-ABLabel:手\\;"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"GBK", "Shift_JIS", "windows-1252", "Big5"})
    void a_card_in_the_charset_that_it_names_is_read_in_it(String charset) {
        String name = charset.equals("windows-1252") ? "Müller" : "山本";
        String old = text("2.1", "N;CHARSET=" + charset + ":" + name + ";A");
        assertThat(converted(old.getBytes(Charset.forName(charset)))).isEqualTo(text("3.0", "N:" + name + ";A"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"N:M\u00FCller", "N;CHARSET=nonsense:M\u00FCller", "N;CHARSET=UTF-8:M\u00FCller"})
    void one_that_cannot_be_read_is_refused_with_the_line(String name) {
        byte[] old = text("2.1", "UID:a", name).getBytes(ISO_8859_1);
        assertThatThrownBy(() -> CardIndex.of(VCard21.asVersion3(old), numbers, US))
                .hasMessage("line 4: The text is not UTF-8.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.0", "4.0", "5.0", "2.0"})
    void a_card_of_another_version_is_left_alone(String version) {
        byte[] other = text(version, "N;QUOTED-PRINTABLE:=41", "NOTE:VERSION:2.1", "TEL;CELL:1")
                .getBytes(UTF_8);
        assertThat(VCard21.asVersion3(other)).isSameAs(other);
    }

    /** ez-vcard, which is somebody else's, reads the same from both. */
    @ParameterizedTest
    @MethodSource("org.teldav.vcard.CardCorpus#unstored")
    void what_programs_write_is_the_same_person_in_3_0(CorpusCard card) throws InvalidCardException {
        byte[] spoken = VCard21.asVersion3(card.bytes());
        VCard before = read(card.bytes());
        VCard after = read(spoken);
        assertThat(after.getVersion()).isEqualTo(ezvcard.VCardVersion.V3_0);
        assertThat(after.getFormattedNames())
                .extracting(FormattedName::getValue)
                .isEqualTo(before.getFormattedNames().stream()
                        .map(FormattedName::getValue)
                        .toList());
        assertThat(after.getStructuredNames())
                .extracting(StructuredName::getFamily, StructuredName::getGiven)
                .isEqualTo(before.getStructuredNames().stream()
                        .map(name -> tuple(name.getFamily(), name.getGiven()))
                        .toList());
        assertThat(after.getOrganizations())
                .extracting(Organization::getValues)
                .isEqualTo(before.getOrganizations().stream()
                        .map(Organization::getValues)
                        .toList());
        assertThat(after.getAddresses())
                .extracting(Address::getStreetAddressFull)
                .isEqualTo(before.getAddresses().stream()
                        .map(Address::getStreetAddressFull)
                        .toList());
        assertThat(after.getNotes())
                .extracting(Note::getValue)
                .isEqualTo(before.getNotes().stream().map(Note::getValue).toList());
        // It loses a picture whose lines begin without a space.
        assertThat(texts(spoken, "PHOTO")).isEqualTo(texts(card.bytes(), "PHOTO"));
        assertThat(texts(spoken, "TEL")).isEqualTo(texts(card.bytes(), "TEL"));
        assertThat(CardIndex.of(spoken, numbers, US).tels())
                .extracting(TelEntry::key)
                .contains(Optional.of(CardCorpus.OLD));
    }

    private static VCard read(byte[] card) {
        return Ezvcard.parse(new String(card, UTF_8).replace("\uFEFF", "").replace("=0D=0A", "=0A"))
                .first();
    }

    private static List<String> texts(byte[] card, String property) {
        return VCardText.parse(card).lines(property).stream()
                .map(line -> line.text().strip())
                .toList();
    }

    /** Bytes are taken out, put in and changed: it never throws, and loses no number. */
    @Test
    void whatever_comes_nothing_is_lost_and_nothing_thrown() {
        Random random = new Random(2100);
        List<CorpusCard> cards = CardCorpus.unstored();
        for (int i = 0; i < ROUNDS; i++) {
            byte[] card = cards.get(i % cards.size()).bytes().clone();
            for (int hits = random.nextInt(6); hits > 0; hits--) {
                card[random.nextInt(card.length)] = (byte) ";:=,\\\r\n \".".charAt(random.nextInt(10));
            }
            VCardText before = VCardText.parse(card);
            VCardText after = VCardText.parse(VCard21.asVersion3(card));
            assertThat(after.lines("TEL")).hasSameSizeAs(before.lines("TEL"));
            assertThat(after.lines("END")).hasSameSizeAs(before.lines("END"));
        }
    }
}
