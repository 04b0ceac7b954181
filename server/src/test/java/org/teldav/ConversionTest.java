package org.teldav;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Cards in another version than their own: RFC 6352 §5.1.1, §8.7.2, §10.4 and docs/decisions/conversion.md. */
class ConversionTest extends OneUserTest {
    private static final String THREE = "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:three\r\nN:Liddell;Alice;;;\r\nFN:Alice\r\n"
            + "item1.TEL;TYPE=pref:+1 415 555 0142\r\nitem1.X-ABLabel:Boat\r\nPHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQ\r\n"
            + "X-FOO;x-p=1:bar\r\nEND:VCARD\r\n";
    private static final String THREE_AS_FOUR = "BEGIN:VCARD\r\nVERSION:4.0\r\nUID:three\r\nN:Liddell;Alice;;;\r\n"
            + "FN:Alice\r\nitem1.TEL;PREF=1:+1 415 555 0142\r\nitem1.X-ABLabel:Boat\r\n"
            + "PHOTO:data:image/jpeg;base64,/9j/4AAQ\r\nX-FOO;x-p=1:bar\r\nEND:VCARD\r\n";
    private static final String FOUR = "BEGIN:VCARD\r\nVERSION:4.0\r\nUID:four\r\nFN:Family\r\nKIND:group\r\n"
            + "MEMBER:urn:uuid:three\r\nTEL;VALUE=uri:tel:+1-415-555-0143\r\nEND:VCARD\r\n";
    private static final String FOUR_AS_THREE =
            "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Family;;;;\r\nUID:four\r\nFN:Family\r\n"
                    + "X-ADDRESSBOOKSERVER-KIND:group\r\nX-ADDRESSBOOKSERVER-MEMBER:urn:uuid:three\r\nTEL:+1-415-555-0143\r\n"
                    + "END:VCARD\r\n";

    @TempDir
    Path other;

    private String three;
    private String four;

    private void cards() {
        three = book + "three.vcf";
        four = book + "four.vcf";
        user.put(three, THREE).expect(201);
        user.put(four, FOUR).expect(201);
    }

    private static String asking(String report, String addressData) {
        return report.replace("<D:getetag/>", "<D:getetag/><C:address-data " + addressData + "/>")
                .replace("<C:address-data/>", "")
                .replace("xmlns:D='DAV:'>", "xmlns:D='DAV:' xmlns:C='urn:ietf:params:xml:ns:carddav'>");
    }

    @Test
    void rfc6352_8_7_2_each_report_gives_the_version_that_is_asked_for_and_the_tag_of_what_is_stored() {
        cards();
        String etag = user.get(three).etag();
        for (String report : List.of(
                multiget(three, four),
                query(
                        "<C:prop-filter name='UID'><C:text-match>o</C:text-match></C:prop-filter><C:prop-filter name='FN'/>"),
                sync("", ""))) {
            DavAnswer newer = user.report(book, asking(report, "content-type='text/vcard' version='4.0'"))
                    .expect(207);
            assertThat(newer.value(three, "address-data")).isEqualTo(THREE_AS_FOUR);
            assertThat(newer.value(four, "address-data")).isEqualTo(FOUR);
            assertThat(newer.value(three, "getetag")).isEqualTo(etag);
            DavAnswer older = user.report(book, asking(report, "version='3.0'")).expect(207);
            assertThat(older.value(three, "address-data")).isEqualTo(THREE);
            assertThat(older.value(four, "address-data")).isEqualTo(FOUR_AS_THREE);
            DavAnswer any = user.report(book, asking(report, "")).expect(207);
            assertThat(any.value(three, "address-data")).isEqualTo(THREE);
            assertThat(any.value(four, "address-data")).isEqualTo(FOUR);
        }
        assertThat(user.get(three).text()).isEqualTo(THREE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*/*",
                "text/vcard",
                "text/vcard;charset=utf-8",
                "text/html, */*;q=0.1",
                "image/png",
                "text/vcard; version=3.0",
                "text/vcard;version=\"3.0\";q=0.5, text/vcard;version=4.0;q=0.4",
                "text/vcard;version=4.0;q=0, */*",
                "text/vcard;version=4.0;q=0.9, text/*",
                "text/vcard;version=3.0,;",
                "image/png;version=4.0, text/vcard;q=0.5"
            })
    void rfc6350_10_1_a_get_gives_the_stored_bytes_unless_another_version_is_wanted_more(String accept) {
        cards();
        DavAnswer answer = user.with("Accept: " + accept).get(three).expect(200);
        assertThat(answer.text()).isEqualTo(THREE);
        assertThat(answer.etag()).isEqualTo(user.get(three).etag());
        assertThat(answer.header("Vary")).isEqualTo("Accept");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/vcard; version=4.0",
                "TEXT/VCARD;Version=\"4.0\"",
                "text/vcard;version=4.0, text/vcard;q=0.5",
                "text/vcard;version=3.0;q=0.2, text/vcard;version=4.0;q=0.3",
                "*/*;q=0.1, text/vcard; version=4.0; charset=utf-8",
                "*/*, text/*;q=0.3, text/vcard;version=4.0;q=0.4",
                "text/*, text/vcard;q=0.3, text/vcard;version=4.0;q=0.4",
                "text/vcard, text/vcard;version=3.0;q=0.3, text/vcard;version=4.0;q=0.4"
            })
    void rfc6352_5_1_1_a_get_that_asks_for_another_version_gets_it_without_a_tag(String accept) {
        cards();
        DavAnswer answer = user.with("Accept: " + accept).get(three).expect(200);
        assertThat(answer.text()).isEqualTo(THREE_AS_FOUR);
        assertThat(answer.header("Content-Type")).isEqualTo("text/vcard; version=4.0; charset=utf-8");
        assertThat(answer.headers()).doesNotContainKey("ETag").containsEntry("Vary", "Accept");
        DavAnswer head = user.with("Accept: " + accept).send("HEAD", three).expect(200);
        assertThat(head.header("Content-Length"))
                .isEqualTo(Integer.toString(THREE_AS_FOUR.getBytes(StandardCharsets.UTF_8).length));
        assertThat(user.with("Accept: text/vcard;version=3.0")
                        .get(four)
                        .expect(200)
                        .text())
                .isEqualTo(FOUR_AS_THREE);
    }

    @Test
    void rfc9110_13_1_2_a_tag_of_the_stored_bytes_matches_no_converted_ones() {
        cards();
        String etag = user.get(three).etag();
        DavClient newer = user.with("Accept: text/vcard;version=4.0");
        newer.with("If-None-Match: " + etag).get(three).expect(200);
        user.with("If-None-Match: " + etag).get(three).expect(304);
        newer.with("If-Match: " + etag).get(three).expect(412);
        newer.with("Range: bytes=0-4").with("If-Range: " + etag).get(three).expect(200);
        assertThat(newer.with("Range: bytes=0-4").get(three).expect(206).text()).isEqualTo("BEGIN");
    }

    @ParameterizedTest
    @CsvSource({"text/vcard;version=2.1", "text/vcard;version=5.0"})
    void rfc6352_5_1_1_1_what_a_card_can_not_be_converted_to_is_406(String accept) {
        cards();
        user.with("Accept: " + accept).get(three).expect(406).expectError("supported-address-data-conversion");
        user.with("Accept: " + accept + ", */*;q=0.1").get(three).expect(200);
    }

    @Test
    void rfc6352_6_2_2_version_4_is_advertised_where_the_configuration_says_so() {
        String body = prop("C:supported-address-data");
        assertThat(user.propfind(book, 0, body).text())
                .contains("version=\"3.0\"")
                .doesNotContain("version=\"4.0\"");
        try (TestServer server = TestServer.start(other, "carddav.vcard4 = true")) {
            DavClient alice = server.user("alice", "+1 415 555 0100");
            assertThat(alice.propfind("/dav/addressbooks/alice/contacts/", 0, body)
                            .text())
                    .contains("version=\"3.0\"", "version=\"4.0\"");
        }
    }

    @Test
    void rfc6352_10_4_a_part_of_a_card_in_another_version() {
        cards();
        DavAnswer answer = user.report(
                        book,
                        multiget(three)
                                .replace(
                                        "<C:address-data/>",
                                        "<C:address-data version='4.0'><C:prop name='TEL'/><C:prop name='PHOTO' novalue='yes'/></C:address-data>"))
                .expect(207);
        assertThat(answer.value(three, "address-data"))
                .isEqualTo("BEGIN:VCARD\r\nVERSION:4.0\r\nitem1.TEL;PREF=1:+1 415 555 0142\r\nPHOTO:\r\nEND:VCARD\r\n");
    }
}
