package org.teldav;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 7240 and RFC 8144: what clients would rather have, and what is said of it. */
class PreferencesTest extends OneUserTest {
    private DavClient prefer(String preferences) {
        return user.with("Prefer: " + preferences);
    }

    private static void applied(DavAnswer answer, String preference) {
        assertThat(answer.header("Preference-Applied")).isEqualTo(preference);
        assertThat(answer.header("Vary")).contains("Prefer");
    }

    private static String card(String uid) {
        return TestServer.card(uid, "Edited " + uid, "+1 415 555 0143");
    }

    @Test
    void rfc8144_2_1_minimal_leaves_out_what_is_not_there() {
        DavAnswer answer = prefer("return=minimal").propfind(book, 0, prop("D:displayname", "Z:nothing"));
        applied(answer.expect(207), "return=minimal");
        assertThat(answer.text()).doesNotContain("HTTP/1.1 404").contains("displayname");
        DavAnswer nothing = prefer("return=minimal").propfind(book, 0, prop("Z:nothing"));
        assertThat(nothing.text()).contains("<D:prop></D:prop>", "200 OK").doesNotContain("HTTP/1.1 404");
        DavAnswer report = prefer("return=minimal").report(book, multiget(book + "me.vcf", book + "none.vcf"));
        applied(report.expect(207), "return=minimal");
        assertThat(report.responseStatus(book + "none.vcf")).isEqualTo(404);
    }

    @Test
    void apple_s_brief_means_the_same() {
        DavAnswer answer = user.with("Brief: t").propfind(book, 0, prop("D:displayname", "Z:nothing"));
        applied(answer.expect(207), "return=minimal");
        assertThat(answer.header("Vary")).contains("Brief");
        assertThat(answer.text()).doesNotContain("HTTP/1.1 404");
        assertThat(user.with("Brief: f").propfind(book, 0, prop("Z:nothing")).text())
                .contains("404");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "return=minimal                          | true",
                "Return=Minimal                          | true",
                "return=\"minimal\"                      | true",
                "return = minimal; foo=bar               | true",
                "respond-async, wait=100, return=minimal | true",
                "x=\"return=minimal\"                    | false",
                "x=\"a, return=minimal\"                 | false",
                "return=minimalist                       | false",
                "return=representation, return=minimal   | false",
                "return                                  | false",
                ",,;\"                                   | false"
            })
    void rfc7240_2_the_header_is_read_by_its_grammar(String header, boolean minimal) {
        assertThat(prefer(header).propfind(book, 0, prop("Z:nothing")).text().contains("404"))
                .isEqualTo(!minimal);
    }

    @Test
    void rfc8144_2_2_a_minimal_proppatch_says_only_that_it_is_done() {
        DavAnswer done = prefer("return=minimal")
                .xml("PROPPATCH", book, set("<D:displayname>New</D:displayname>"))
                .expect(200);
        applied(done, "return=minimal");
        assertThat(done.body()).isEmpty();
        assertThat(user.propfind(book, 0, prop("D:displayname")).value(book, "displayname"))
                .isEqualTo("New");
        DavAnswer failed = prefer("return=minimal")
                .xml("PROPPATCH", book, set("<D:displayname>X</D:displayname><D:getetag/>"))
                .expect(207);
        assertThat(failed.headers()).doesNotContainKey("Preference-Applied");
        assertThat(failed.property(book, "displayname", 424)).isPresent();
    }

    @Test
    void rfc8144_2_3_a_minimal_mkcol_too() {
        String body = "<D:mkcol xmlns:D='DAV:'><D:set><D:prop><D:resourcetype><D:collection/>"
                + "<addressbook xmlns='urn:ietf:params:xml:ns:carddav'/></D:resourcetype></D:prop></D:set></D:mkcol>";
        DavAnswer made =
                prefer("return=minimal").xml("MKCOL", home + "b/", body).expect(201);
        applied(made, "return=minimal");
        assertThat(made.body()).isEmpty();
    }

    @Test
    void rfc8144_3_1_a_put_answers_with_what_is_there_now() {
        DavAnswer made = prefer("return=representation").put(book + "a.vcf", card("a"));
        representation(made, 201, book + "a.vcf", card("a"));
        assertThat(made.headers()).doesNotContainKey("Location");
        String edited = card("a").replace("Edited", "Again");
        representation(prefer("return=representation").put(book + "a.vcf", edited), 200, book + "a.vcf", edited);
    }

    private void representation(DavAnswer answer, int status, String path, String body) {
        applied(answer.expect(status), "return=representation");
        assertThat(answer.header("Content-Location")).isEqualTo(path);
        assertThat(answer.header("Content-Type")).startsWith("text/vcard");
        assertThat(answer.text()).isEqualTo(body);
        assertThat(answer.etag()).isEqualTo(user.get(path).etag());
    }

    @Test
    void rfc8144_3_1_copy_and_move_answer_with_what_they_made() {
        user.put(book + "a.vcf", card("a")).expect(201);
        user.send("MKCOL", home + "second/").expect(201);
        DavClient client = prefer("return=representation").with("Destination: " + home + "second/x.vcf");
        representation(client.send("COPY", book + "a.vcf"), 201, home + "second/x.vcf", card("a"));
        representation(client.send("MOVE", book + "a.vcf"), 200, home + "second/x.vcf", card("a"));
        DavAnswer whole = prefer("return=representation")
                .with("Destination: " + home + "third/")
                .send("MOVE", home + "second/")
                .expect(201);
        assertThat(whole.headers()).doesNotContainKey("Preference-Applied");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "DELETE", "MOVE", "COPY"})
    void rfc8144_3_2_a_write_that_met_something_else_shows_it(String method) {
        user.put(book + "a.vcf", card("a")).expect(201);
        DavAnswer answer = prefer("return=representation")
                .with("If-Match: \"old\"")
                .with("Destination: " + book + "b.vcf")
                .with("Content-Type: text/vcard")
                .send(method, book + "a.vcf", method.equals("PUT") ? card("a").getBytes() : new byte[0]);
        representation(answer, 412, book + "a.vcf", card("a"));
        user.with("If-Match: \"old\"").delete(book + "a.vcf").expect(412).expectError("message");
    }

    @Test
    void rfc8144_3_2_what_must_not_be_overwritten_is_shown() {
        user.put(book + "a.vcf", card("a")).expect(201);
        user.put(book + "b.vcf", card("b")).expect(201);
        DavAnswer made =
                prefer("return=representation").with("If-None-Match: *").put(book + "b.vcf", card("b"));
        representation(made, 412, book + "b.vcf", card("b"));
        DavAnswer moved = prefer("return=representation")
                .with("Overwrite: F")
                .with("Destination: " + book + "b.vcf")
                .send("MOVE", book + "a.vcf");
        assertThat(moved.status()).isIn(403, 412);
        DavAnswer gone = prefer("return=representation").with("If-Match: \"x\"").put(book + "none.vcf", card("n"));
        assertThat(gone.expect(412).headers()).doesNotContainKey("Preference-Applied");
    }

    @Test
    void rfc8144_4_a_listing_without_its_root() {
        DavAnswer answer = prefer("depth-noroot, return=minimal").propfind(home, 1, prop("D:displayname"));
        applied(answer.expect(207), "return=minimal, depth-noroot");
        assertThat(answer.hrefs()).containsExactly(book);
        assertThat(prefer("depth-noroot").propfind(home, 1, GETETAG).header("Preference-Applied"))
                .isEqualTo("depth-noroot");
        for (String path : List.of(home, book + "me.vcf")) {
            DavAnswer alone = prefer("depth-noroot").propfind(path, 0, GETETAG).expect(207);
            assertThat(alone.hrefs()).containsExactly(path);
            assertThat(alone.headers()).doesNotContainKey("Preference-Applied");
        }
    }
}
