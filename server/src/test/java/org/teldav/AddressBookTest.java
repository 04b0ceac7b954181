package org.teldav;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6352 and clients.md: queries, multiget and UIDs. */
class AddressBookTest extends OneUserTest {
    @Test
    void clients_14_multiget_answers_every_href_however_it_is_spelled() {
        user.put(book + "a%3Ab%2Bc%40d.vcf", TestServer.card("x", "X", "1")).expect(201);
        DavAnswer answer = user.report(
                        book, multiget(book + "a:b+c@d.vcf", book + "nothing.vcf", "/elsewhere/x.vcf", book + "%zz"))
                .expect(207);
        assertThat(answer.value(book + "a%3Ab%2Bc%40d.vcf", "address-data")).contains("UID:x");
        assertThat(answer.responseStatus(book + "nothing.vcf")).isEqualTo(404);
        assertThat(answer.responseStatus("/elsewhere/x.vcf")).isEqualTo(404);
        assertThat(answer.responseStatus(book + "%zz")).isEqualTo(404);
        assertThat(answer.responses()).hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "infinity"})
    void clients_6_a_report_works_with_any_depth(String depth) {
        put("a");
        for (String body : List.of(multiget(book + "a.vcf"), query(""), sync("", ""))) {
            assertThat(user.with("Depth: " + depth)
                            .report(book, body)
                            .expect(207)
                            .hrefs())
                    .contains(book + "a.vcf");
            assertThat(user.report(book, body).expect(207).hrefs()).contains(book + "a.vcf");
        }
    }

    @Test
    void rfc6352_8_6_a_query_finds_by_index_and_by_reading() {
        put("a");
        user.put(book + "b.vcf", TestServer.card("b", "\u00c9milie Stra\u00dfe", "+33 6 12 34 56 78"))
                .expect(201);
        assertThat(find("TEL", "0142")).containsExactly(book + "a.vcf");
        assertThat(find("FN", "\u00e9MILIE")).containsExactly(book + "b.vcf");
        assertThat(find("TEL", "12 34 56")).containsExactly(book + "b.vcf");
        assertThat(find("NICKNAME", "x")).isEmpty();
        assertThat(user.report(book, query("<C:prop-filter name='NICKNAME'><C:is-not-defined/></C:prop-filter>"))
                        .hrefs())
                .contains(book + "a.vcf", book + "b.vcf");
        user.report(
                        book,
                        query(
                                "<C:prop-filter name='FN'><C:text-match collation='i;klingon'>x</C:text-match></C:prop-filter>"))
                .expect(403)
                .expectError("supported-collation");
    }

    private List<String> find(String property, String text) {
        return user.report(
                        book,
                        query("<C:prop-filter name='" + property + "'><C:text-match>" + text
                                + "</C:text-match></C:prop-filter>"))
                .expect(207)
                .hrefs();
    }

    @Test
    void rfc6352_8_6_2_a_query_over_its_limit_says_507_on_the_request_uri() {
        IntStream.range(0, 5).forEach(i -> put("c" + i));
        DavAnswer answer = user.report(
                book,
                query("<C:prop-filter name='FN'><C:text-match>Name c</C:text-match></C:prop-filter>")
                        .replace("</C:filter>", "</C:filter><C:limit><C:nresults>2</C:nresults></C:limit>"));
        assertThat(answer.responses()).hasSize(3);
        assertThat(answer.responseStatus(book)).isEqualTo(507);
        assertThat(answer.text()).contains("number-of-matches-within-limits");
    }

    @Test
    void rfc6352_5_1_a_uid_is_in_a_book_once() {
        put("a");
        DavAnswer answer =
                user.put(book + "b.vcf", TestServer.card("a", "Twin", "1")).expect(403);
        answer.expectError("no-uid-conflict");
        assertThat(answer.text()).contains("<D:href>" + book + "a.vcf</D:href>");
        user.put(book + "a.vcf", TestServer.card("other-uid", "A", "1"))
                .expect(403)
                .expectError("no-uid-conflict");
    }
}
