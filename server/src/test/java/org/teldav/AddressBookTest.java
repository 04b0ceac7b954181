package org.teldav;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

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
}
