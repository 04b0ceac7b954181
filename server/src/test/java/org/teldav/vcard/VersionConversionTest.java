package org.teldav.vcard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ezvcard.Ezvcard;
import ezvcard.VCard;
import ezvcard.property.TextProperty;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/vcard-versions.md holds, row by row; and nothing is lost that it doesn't name. */
class VersionConversionTest {
    static final List<String> CARDS = Stream.concat(
                    Fixtures.CONTACTS.stream(),
                    Stream.of("group.vcf", "group-v4.vcf", "everything-3.vcf", "everything-4.vcf"))
            .toList();

    private static final Path DOCUMENT = Path.of("../docs/vcard-versions.md");
    private static final Pattern CODE = Pattern.compile("`([^`]*)`");
    private static final int ROUNDS = 2000;

    record Row(VCardVersion to, List<String> stored, List<String> answered) {}

    static List<Row> rows() throws IOException {
        return Files.readAllLines(DOCUMENT).stream()
                .filter(line -> line.startsWith("| 3.0 |") || line.startsWith("| 4.0 |"))
                .map(line -> line.split("(?<!\\\\)\\|"))
                .map(cells -> new Row(VCardVersion.of(cells[1].strip()).orElseThrow(), code(cells[2]), code(cells[3])))
                .toList();
    }

    private static List<String> code(String cell) {
        Matcher matcher = CODE.matcher(cell);
        return Stream.iterate(matcher, Matcher::find, m -> m)
                .map(m -> m.group(1))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void each_row_of_the_document_is_what_happens(Row row) {
        VCardVersion from = other(row.to);
        assertThat(row.stored).isNotEmpty();
        assertThat(unfolded(converted(card(from, row.stored), row.to))).isEqualTo(unfolded(card(row.to, row.answered)));
    }

    /** What people need not read in the document: the answer is what stands there, or else what was stored. {@code ~} stands between lines. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        3.0 | tel;type=cell:+1                                      |
        3.0 | EMAIL;PREF=high:a@example.org                         |
        3.0 | EMAIL;PREF=1000:a@example.org                         |
        3.0 | BDAY;VALUE=text:19850412                              |
        3.0 | BDAY;VALUE=text:--0412 or so                          |
        3.0 | BDAY;VALUE=date:--0412                                | BDAY;X-APPLE-OMIT-YEAR=1604:1604-04-12
        3.0 | BDAY:19850412T101500Z                                 | BDAY:1985-04-12T10:15:00Z
        3.0 | TEL;VALUE=uri;MEDIATYPE=a/b:tel:+1415                 | TEL:+1415
        3.0 | TEL;VALUE=text:tel:1;phone-context=example.org        | TEL;VALUE=uri:tel:1;phone-context=example.org
        3.0 | TEL;VALUE=uri:tel:1%094                               | TEL:1\t4
        3.0 | ADR;TYPE="home,work";LABEL=a:;;1;;;;                  | ADR;TYPE=home,work:;;1;;;;~LABEL;TYPE=home,work:a
        3.0 | PHOTO:data:;base64,iVBORw0K                           | PHOTO;ENCODING=b:iVBORw0K
        3.0 | PHOTO:data:image/png;base64,iVBO%2Bw0K                | PHOTO;ENCODING=b;TYPE=PNG:iVBO+w0K
        3.0 | LOGO:data:image/gif,a%20b%0A%00                       | LOGO;ENCODING=b;TYPE=GIF:YSBiCgA=
        3.0 | LOGO:data:image/gif,a%2                               | LOGO;ENCODING=b;TYPE=GIF:YSUy
        3.0 | SOUND:data:audio/ogg;base64,T2dn                      | SOUND;ENCODING=b;TYPE=OGG:T2dn
        4.0 | tel;x-a="b;c:d":+1                                    |
        4.0 | X-A;QUOTED-PRINTABLE;TYPE=pref:=41                    |
        4.0 | TEL;TYPE=pref;PREF=5:+1                               | TEL;PREF=1:+1
        4.0 | EMAIL;TYPE=pref;X-A="a;b";X-B="c,d";X-C="e:f":a@b.c   | EMAIL;X-A="a;b";X-B="c,d";X-C="e:f";PREF=1:a@b.c
        4.0 | NOTE;CHARSET=UTF-8:Gr\u00fc\u00dfe                      | NOTE:Gr\u00fc\u00dfe
        4.0 | TZ;VALUE=text:America/New_York                        | TZ:America/New_York
        4.0 | TZ;VALUE=utc-offset:here                              |
        4.0 | PHOTO;ENCODING=b;TYPE=image/JPEG:/9j/                 | PHOTO:data:image/jpeg;base64,/9j/
        4.0 | PHOTO;ENCODING=b;TYPE=PNG:iV. OR_w-0@K                | PHOTO:data:image/png;base64,iVORw0K
        4.0 | PHOTO;TYPE=;ENCODING=b:iVBORw0K                       | PHOTO;TYPE=:data:image/png;base64,iVBORw0K
        4.0 | BDAY:1985-04-12                                       | BDAY:19850412
        4.0 | BDAY:1985-04-12T10:15:00Z                             | BDAY:19850412T101500Z
        4.0 | SOUND;ENCODING=b;TYPE=OGG:T2dn                        | SOUND:data:audio/ogg;base64,T2dn
        4.0 | SOUND;ENCODING=b;TYPE=XYZ:T2dn                        | SOUND:data:audio/xyz;base64,T2dn
        4.0 | KEY;ENCODING=b;TYPE=XYZ:T2dn                          | KEY:data:application/xyz;base64,T2dn
        4.0 | a.ADR;TYPE=home:;;1;;;;~a.LABEL;TYPE=work:b~LABEL;TYPE=home:c |
        4.0 | A.ADR;TYPE=home:;;1;;;;~a.LABEL;TYPE=home:b           | A.ADR;TYPE=home;LABEL=b:;;1;;;;
        """)
    void a_line_that_the_other_version_writes_otherwise_is_changed_and_no_other(
            String version, String stored, String answered) {
        VCardVersion to = VCardVersion.of(version).orElseThrow();
        byte[] card = card(other(to), List.of(stored.split("~")));
        byte[] expected = card(to, List.of((answered == null ? stored : answered).split("~")));
        assertThat(unfolded(converted(card, to))).isEqualTo(unfolded(expected));
    }

    private static byte[] card(VCardVersion version, List<String> lines) {
        return ("BEGIN:VCARD\r\nVERSION:" + version.number() + "\r\nFN:A\r\nN:A;;;;\r\n" + String.join("\r\n", lines)
                        + "\r\nEND:VCARD\r\n")
                .getBytes(UTF_8);
    }

    @Test
    void the_document_has_its_rows() throws IOException {
        assertThat(rows()).hasSizeGreaterThan(30);
    }

    @ParameterizedTest
    @FieldSource("CARDS")
    void the_cards_of_clients_are_converted_as_the_files_say(String name) throws IOException {
        byte[] card = Fixtures.bytes(name);
        VCardVersion to = other(VCardVersion.of(VCardText.parse(card)).orElseThrow());
        byte[] expected = Fixtures.bytes("converted/" + name);
        assertThat(new String(converted(card, to), UTF_8)).isEqualTo(new String(expected, UTF_8));
    }

    @ParameterizedTest
    @FieldSource("CARDS")
    void the_same_version_is_the_same_bytes(String name) {
        VCardText card = Fixtures.text(name);
        VCardVersion own = VCardVersion.of(card).orElseThrow();
        List<byte[]> lines = card.lines().stream()
                .map(line -> java.util.Arrays.copyOfRange(card.bytes(), line.start(), line.end()))
                .toList();
        assertThat(new String(converted(card.bytes(), own), UTF_8))
                .isEqualTo(new String(lines.stream().reduce(new byte[0], VersionConversionTest::joined), UTF_8));
    }

    /** ez-vcard reads whole cards, and shares no code with the conversion but single values. */
    @ParameterizedTest
    @FieldSource("CARDS")
    void ez_vcard_reads_the_same_person_in_both(String name) {
        byte[] card = Fixtures.bytes(name);
        VCard stored = read(card);
        VCard answered = read(
                converted(card, other(VCardVersion.of(VCardText.parse(card)).orElseThrow())));
        assertThat(texts(answered.getFormattedNames())).isEqualTo(texts(stored.getFormattedNames()));
        assertThat(answered.getUid().getValue()).isEqualTo(stored.getUid().getValue());
        assertThat(texts(answered.getNotes())).isEqualTo(texts(stored.getNotes()));
        assertThat(texts(answered.getEmails())).isEqualTo(texts(stored.getEmails()));
        if (!name.equals("nokia.vcf")) { // base64 as vCard 2.1 has it: ez-vcard reads nothing there
            assertThat(photos(answered)).isEqualTo(photos(stored));
        }
        assertThat(answered.getTelephoneNumbers()).hasSameSizeAs(stored.getTelephoneNumbers());
        assertThat(answered.getAddresses().stream()
                        .map(a -> a.getStreetAddress() + a.getLabel())
                        .toList())
                .isEqualTo(stored.getAddresses().stream()
                        .map(a -> a.getStreetAddress() + a.getLabel())
                        .toList());
        assertThat(birthday(answered)).isEqualTo(birthday(stored));
        assertThat(answered.getExtendedProperties().stream()
                        .filter(p -> !p.getPropertyName().startsWith("X-ADDRESSBOOKSERVER"))
                        .count())
                .isGreaterThanOrEqualTo(stored.getExtendedProperties().stream()
                        .filter(p -> !p.getPropertyName().startsWith("X-ADDRESSBOOKSERVER"))
                        .count());
    }

    /** With the year that Apple's clients write for none. */
    private static List<String> birthday(VCard card) {
        return card.getBirthdays().stream()
                .map(day -> day.getPartialDate() == null
                        ? String.valueOf(day.getDate())
                        : "1604-0" + day.getPartialDate().getMonth() + "-"
                                + day.getPartialDate().getDate())
                .toList();
    }

    private static List<String> photos(VCard card) {
        return card.getPhotos().stream()
                .map(photo -> photo.getData() == null
                        ? photo.getUrl()
                        : Base64.getEncoder().encodeToString(photo.getData()))
                .toList();
    }

    private static List<String> texts(List<? extends TextProperty> properties) {
        return properties.stream()
                .map(property -> property.getValue().replace("\r\n", "\n"))
                .toList();
    }

    private static VCard read(byte[] card) {
        return Ezvcard.parse(new String(card, UTF_8).replace("\uFEFF", ""))
                .caretDecoding(true)
                .first();
    }

    @ParameterizedTest
    @ValueSource(longs = {6350, 2426})
    void any_card_can_be_converted_and_what_is_unknown_keeps_its_bytes_and_its_place(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] card = new RandomCards(random, round % 2 == 0)
                    .card(List.of("tel:+1-415-555-0100;ext=1", "415 555 0100"))
                    .bytes();
            VCardVersion from = VCardVersion.of(VCardText.parse(card)).orElseThrow();
            byte[] converted = converted(card, other(from));
            assertThat(unknown(converted))
                    .as("seed %d round %d: %s", seed, round, new String(card, UTF_8))
                    .isEqualTo(unknown(card));
            assertThat(VCardVersion.of(VCardText.parse(converted))).contains(other(from));
        }
    }

    private static List<String> unknown(byte[] card) {
        VCardText text = VCardText.parse(card);
        return text.lines().stream()
                .filter(line -> line.name().startsWith("X-"))
                .map(line -> new String(card, line.start(), line.end() - line.start(), UTF_8))
                .toList();
    }

    @Test
    void a_card_without_the_name_that_the_version_must_have_gets_it() {
        byte[] group = "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:A\\, B\r\nEND:VCARD\r\n".getBytes(UTF_8);
        assertThat(new String(converted(group, VCardVersion.V3), UTF_8))
                .isEqualTo("BEGIN:VCARD\r\nVERSION:3.0\r\nN:A\\, B;;;;\r\nFN:A\\, B\r\nEND:VCARD\r\n");
        byte[] nameless = "BEGIN:VCARD\nVERSION:3.0\nN:Doe;J\\;;;Dr.\nEND:VCARD\n".getBytes(UTF_8);
        assertThat(new String(converted(nameless, VCardVersion.V4), UTF_8))
                .isEqualTo("BEGIN:VCARD\nVERSION:4.0\nFN:Dr. J\\; Doe\nN:Doe;J\\;;;Dr.\nEND:VCARD\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.1", "5.0", ""})
    void a_card_of_another_version_can_not_be_converted(String version) {
        VCardText card = VCardText.parse(("BEGIN:VCARD\r\nVERSION:" + version + "\r\nEND:VCARD\r\n").getBytes(UTF_8));
        assertThat(VersionConversion.of(card, VCardVersion.V4)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PHOTO;ENCODING=b;TYPE=JPEG:", "PHOTO;ENCODING=b;TYPE=JPEG:\r\n "})
    void a_photo_is_not_copied(String header) {
        byte[] card = card(VCardVersion.V3, List.of(header + "AAAA".repeat(500) + "\r\n " + "BBBB".repeat(500)));
        List<CardLine> lines =
                VersionConversion.of(VCardText.parse(card), VCardVersion.V4).orElseThrow();
        CardLine photo = lines.stream()
                .filter(line -> line.name().equals("PHOTO"))
                .findFirst()
                .orElseThrow();
        assertThat(photo.value().get(photo.value().size() - 1).bytes()).isSameAs(card);
        VCard read = read(bytes(lines));
        assertThat(read.getPhotos().get(0).getData()).hasSize(3000);
    }

    /** Its folds are more bytes than what stood between. */
    @Test
    void a_photo_on_one_line_with_a_blank_in_it_is_whole() {
        byte[] card = card(
                VCardVersion.V3,
                List.of("PHOTO;ENCODING=b;TYPE=JPEG:" + "AAAA".repeat(500) + " " + "BBBB".repeat(500)));
        assertThat(read(converted(card, VCardVersion.V4)).getPhotos().get(0).getData())
                .hasSize(3000);
    }

    private static byte[] converted(byte[] card, VCardVersion to) {
        return bytes(VersionConversion.of(VCardText.parse(card), to).orElseThrow());
    }

    private static byte[] bytes(List<CardLine> lines) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        lines.stream().flatMap(CardLine::slices).forEach(s -> out.write(s.bytes(), s.from(), s.length()));
        return out.toByteArray();
    }

    private static List<String> unfolded(byte[] card) {
        return VCardText.parse(card).lines().stream()
                .map(line -> new String(ValueText.unfold(card, line.start(), line.end()), UTF_8))
                .toList();
    }

    private static byte[] joined(byte[] a, byte[] b) {
        byte[] joined = java.util.Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, joined, a.length, b.length);
        return joined;
    }

    private static VCardVersion other(VCardVersion version) {
        return version == VCardVersion.V3 ? VCardVersion.V4 : VCardVersion.V3;
    }
}
