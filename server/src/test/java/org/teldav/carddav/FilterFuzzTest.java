package org.teldav.carddav;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Optional;
import org.teldav.dav.DavException;
import org.teldav.dav.XmlElement;
import org.teldav.dav.XmlRequest;
import org.teldav.vcard.VCardText;

/** Any XML as an addressbook-query or multiget (RFC 6352 §8.6, §8.7): read or refused; what is read can be asked of a card. */
class FilterFuzzTest {
    private static final VCardText CARD = Requests.card(
            "UID:1",
            "N:Liddell;Alice;;;",
            "FN:Alice Liddell",
            "item1.TEL;TYPE=CELL;PREF=1:+1 415 555 0100",
            "item1.X-ABLabel:_$!<Mobile>!$_",
            "EMAIL;TYPE=HOME,WORK:alice@example.org",
            "NOTE:Stra\u00DFe\\, \u0130stanbul\\nDG\u0130");

    @FuzzTest(maxDuration = "10m")
    void a_query_is_read_or_refused_and_can_be_asked_of_a_card(byte[] body) {
        Optional<XmlElement> root = xml(body);
        if (root.isEmpty()) {
            return;
        }
        try {
            AddressbookQuery query = AddressbookQuery.parse(root.get());
            query.filter().matches(CARD);
            assertThat(query.limit().orElse(0)).isNotNegative();
        } catch (DavException refused) {
            assertThat(refused.status()).isIn(400, 403);
        }
        try {
            AddressBookMultigetReport.hrefs(root.get());
            CardReport.of(root.get(), false);
        } catch (DavException refused) {
            assertThat(refused.status()).isIn(400, 403, 413);
        }
    }

    private static Optional<XmlElement> xml(byte[] body) {
        try {
            return Optional.of(XmlRequest.parse(body));
        } catch (DavException refused) {
            return Optional.empty();
        }
    }
}
