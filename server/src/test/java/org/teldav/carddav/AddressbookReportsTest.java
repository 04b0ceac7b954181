package org.teldav.carddav;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.teldav.carddav.Requests.bytes;
import static org.teldav.carddav.Requests.card;
import static org.teldav.carddav.Requests.file;
import static org.teldav.carddav.Requests.xml;

import java.util.Locale;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.teldav.dav.DavException;
import org.teldav.dav.Precondition;
import org.teldav.dav.PropertyRequest;
import org.teldav.dav.Xml;
import org.teldav.dav.XmlElement;
import org.teldav.vcard.VCardVersion;

/** The bodies of both reports: RFC 6352 §§8.6, 8.7 with their examples, and what clients send. */
class AddressbookReportsTest {
    private static final byte[] CYRUS = bytes(
            "BEGIN:VCARD",
            "VERSION:3.0",
            "FN:Cyrus Daboo",
            "N:Daboo;Cyrus",
            "NICKNAME:me",
            "EMAIL:daboo@example.com",
            "UID:34222-232@example.com",
            "NOTE:private",
            "END:VCARD");

    @Test
    void rfc6352_8_6_3_partial_retrieval_of_vcards_matching_nickname() {
        AddressbookQuery query = AddressbookQuery.parse(file("rfc6352-8.6.3.xml"));
        CardReport report = report(file("rfc6352-8.6.3.xml"));
        assertThat(report.properties().names()).containsExactly(Xml.dav("getetag"), Xml.carddav("address-data"));
        assertThat(query.limit()).isEmpty();
        assertThat(query.filter().matches(card("NICKNAME:ME"))).isTrue();
        assertThat(query.filter().matches(card("NICKNAME:metoo"))).isFalse();
        assertThat(query.filter().matches(card("FN:me"))).isFalse();
        assertThat(CandidateQuery.of(query.filter())).isEmpty();
        assertThat(new String(Requests.select(report.data().orElseThrow(), CYRUS), UTF_8))
                .isEqualTo(new String(
                        bytes(
                                "BEGIN:VCARD",
                                "VERSION:3.0",
                                "FN:Cyrus Daboo",
                                "NICKNAME:me",
                                "EMAIL:daboo@example.com",
                                "UID:34222-232@example.com",
                                "END:VCARD"),
                        UTF_8));
    }

    @Test
    void rfc6352_8_6_4_partial_retrieval_of_vcards_matching_a_full_name_or_email_address() {
        AddressbookQuery query = AddressbookQuery.parse(file("rfc6352-8.6.4.xml"));
        assertThat(query.filter().matches(card("FN:Cyrus Daboo", "EMAIL:cyrus@example.com")))
                .isTrue();
        assertThat(query.filter().matches(card("FN:David Boo", "EMAIL:daboo@example.net")))
                .isTrue();
        assertThat(query.filter().matches(card("FN:David Boo", "EMAIL:boo@example.net", "NOTE:daboo")))
                .isFalse();
        assertThat(CandidateQuery.of(query.filter()))
                .extracting(candidate -> candidate.kind() + " " + candidate.folded())
                .containsExactly("FN DABOO", "EMAIL DABOO");
    }

    @Test
    void rfc6352_8_6_5_truncated_results() {
        AddressbookQuery query = AddressbookQuery.parse(file("rfc6352-8.6.5.xml"));
        assertThat(query.limit()).hasValue(2);
        assertThat(report(file("rfc6352-8.6.5.xml")).data()).isEmpty();
    }

    @Test
    void rfc6352_8_7_1_addressbook_multiget() {
        assertThat(AddressBookMultigetReport.hrefs(file("rfc6352-8.7.1.xml")))
                .containsExactly("/home/bernard/addressbook/vcf102.vcf", "/home/bernard/addressbook/vcf1.vcf");
        assertThat(new String(Requests.select(data("rfc6352-8.7.1.xml"), CYRUS), UTF_8))
                .doesNotContain("NOTE")
                .contains("UID");
    }

    @Test
    void rfc6352_8_7_2_addressbook_multiget_for_another_version() {
        AddressData data = data("rfc6352-8.7.2.xml");
        assertThat(data.version()).contains(VCardVersion.V4);
        assertThat(new String(Requests.select(data, CYRUS), UTF_8)).contains("VERSION:4.0", "NOTE:private");
    }

    @Test
    void tsdav_asks_for_each_card_with_a_name() {
        AddressbookQuery query = AddressbookQuery.parse(file("tsdav-query.xml"));
        assertThat(query.filter().matches(card("FN:"))).isTrue();
        assertThat(query.filter().matches(card("N:a;b"))).isFalse();
        assertThat(CandidateQuery.of(query.filter())).isEmpty();
    }

    @Test
    void macos_searches_words_in_name_or_address() {
        AddressbookQuery query = AddressbookQuery.parse(file("macos-search.xml"));
        assertThat(query.limit()).hasValue(50);
        assertThat(query.filter().matches(card("FN:Karen Dubois"))).isTrue();
        assertThat(query.filter().matches(card("FN:Ren Adams", "EMAIL:dub@example.com")))
                .isFalse();
        assertThat(query.filter().matches(card("FN:x", "item1.EMAIL;type=pref:rene.dubois@example.com")))
                .isTrue();
        assertThat(CandidateQuery.of(query.filter()))
                .extracting(candidate -> candidate.kind() + " " + candidate.match() + " " + candidate.folded())
                .containsExactly("FN CONTAINS REN", "EMAIL STARTS_WITH REN");
    }

    @Test
    void ios_and_davx5_get_cards_as_they_are() {
        assertThat(AddressBookMultigetReport.hrefs(file("ios-multiget.xml")))
                .containsExactly("/dav/addressbooks/alice/contacts/4F3A%20b.vcf");
        assertThat(Requests.select(data("ios-multiget.xml"), CYRUS)).isSameAs(CYRUS);
        byte[] newer = bytes("BEGIN:VCARD", "VERSION:4.0", "END:VCARD");
        assertThat(Requests.select(data("davx5-multiget.xml"), newer)).isSameAs(newer);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1",
        "' 50 ', 50",
        "0, 0",
        "007, 7",
        "999999999, 999999999",
        "2147483648, 2147483647",
        "99999999999999999999999999, 2147483647",
        "00000000000000000000000003, 3"
    })
    void rfc6352_10_6_a_limit_is_any_unsigned_integer(String nresults, int limit) {
        assertThat(AddressbookQuery.parse(limited("<C:nresults>" + nresults + "</C:nresults>"))
                        .limit())
                .hasValue(limit);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<C:nresults>-1</C:nresults>",
                "<C:nresults>+1</C:nresults>",
                "<C:nresults/>",
                "<C:nresults>ten</C:nresults>",
                "<C:nresults>1.5</C:nresults>",
                "<C:nresults>\u0663</C:nresults>",
                ""
            })
    void rfc6352_10_6_a_limit_that_is_no_number_is_400(String content) {
        refused(400, () -> AddressbookQuery.parse(limited(content)));
    }

    @Test
    void rfc6352_10_3_a_query_without_filter_is_400() {
        refused(400, () -> AddressbookQuery.parse(xml("<C:addressbook-query><D:prop/></C:addressbook-query>")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<D:href/>", "<D:href> </D:href><D:href/>", "<C:href>/a</C:href>"})
    void rfc6352_10_7_a_multiget_of_nothing_is_400(String hrefs) {
        refused(
                400,
                () -> AddressBookMultigetReport.hrefs(
                        xml("<C:addressbook-multiget><D:prop/>" + hrefs + "</C:addressbook-multiget>")));
    }

    /** A client that lost one of its names has no way to tell which, and would get none of its cards. */
    @Test
    void rfc6352_8_7_an_empty_href_names_no_card_and_the_others_are_answered() {
        assertThat(AddressBookMultigetReport.hrefs(
                        xml("<C:addressbook-multiget><D:prop/><D:href> </D:href><D:href>/a</D:href><D:href/>"
                                + "</C:addressbook-multiget>")))
                .containsExactly("/a");
    }

    @Test
    void rfc6352_10_3_a_query_with_two_filters_is_400() {
        refused(
                400,
                () -> AddressbookQuery.parse(xml(
                        "<C:addressbook-query><D:prop/><C:filter/><C:filter test='allof'/></C:addressbook-query>")));
    }

    @ParameterizedTest
    @EnumSource
    void rfc6352_10_3_properties_are_asked_for_by_name_or_all_or_their_names(PropertyRequest.Kind kind) {
        CardReport report = report(xml("<C:addressbook-query><D:" + kind.name().toLowerCase(Locale.ROOT)
                + "/><C:filter/></C:addressbook-query>"));
        assertThat(report.properties().kind()).isEqualTo(kind);
        assertThat(report.data()).isEmpty();
    }

    @Test
    void rfc6352_10_3_properties_need_not_be_asked_for_but_only_in_one_way() {
        assertThat(report(xml("<C:addressbook-query><C:filter/></C:addressbook-query>"))
                        .properties()
                        .kind())
                .isEqualTo(PropertyRequest.Kind.ALLPROP);
        refused(400, () -> report(xml("<C:addressbook-query><D:prop/><D:allprop/><C:filter/></C:addressbook-query>")));
    }

    @Test
    void what_is_wrong_in_a_part_is_wrong_in_the_report() {
        assertThat(refused(
                                403,
                                () -> report(xml("<C:addressbook-query><D:prop><C:address-data version='2.1'/></D:prop>"
                                        + "<C:filter/></C:addressbook-query>")))
                        .precondition())
                .contains(Precondition.SUPPORTED_ADDRESS_DATA);
        assertThat(refused(
                                403,
                                () -> AddressbookQuery.parse(
                                        xml("<C:addressbook-query><C:filter test='x'/></C:addressbook-query>")))
                        .precondition())
                .contains(Precondition.SUPPORTED_FILTER);
    }

    private static CardReport report(XmlElement body) {
        return CardReport.of(body, false);
    }

    private static AddressData data(String file) {
        return report(file(file)).data().orElseThrow();
    }

    private static XmlElement limited(String content) {
        return xml("<C:addressbook-query><C:filter/><C:limit>" + content + "</C:limit></C:addressbook-query>");
    }

    private static DavException refused(int status, ThrowingCallable call) {
        DavException[] refusal = new DavException[1];
        assertThatExceptionOfType(DavException.class).isThrownBy(call).satisfies(e -> {
            assertThat(e.status()).isEqualTo(status);
            refusal[0] = e;
        });
        return refusal[0];
    }
}
