package org.teldav;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.teldav.storage.CardPut;
import org.teldav.storage.IndexRow;

/** carddav.md, "Cards": one that can't be read by the indexer, as a version of before may have stored it, breaks nothing and is served. */
class UnreadableCardTest extends OneUserTest {
    private static final String BYTES = "BEGIN:VCARD\r\nVERSION:2.1\r\nFN;:no\r\n\u0000\r\n TEL:\r\n";

    private String href;

    @BeforeEach
    void it_is_there_beside_another() {
        put("a");
        href = book + "broken.vcf";
        server.store().<Boolean>write(tx -> {
            long home = tx.principals().user(name).orElseThrow().id();
            CardPut put = new CardPut(
                    tx.books().find(home, "contacts").orElseThrow().id(),
                    "broken.vcf",
                    BYTES.getBytes(StandardCharsets.UTF_8),
                    "broken",
                    List.of(new IndexRow(IndexRow.Kind.FN, 0, Optional.empty(), "no", OptionalLong.empty())),
                    CardPut.ALWAYS);
            tx.cards().put(put, Instant.now());
            return true;
        });
    }

    @Test
    void a_get_a_listing_a_multiget_and_a_sync_have_it() {
        assertThat(user.get(href).expect(200).text()).isEqualTo(BYTES);
        assertThat(user.propfind(book, 1, GETETAG).expect(207).text()).contains(href, book + "a.vcf");
        assertThat(user.report(book, sync("", "")).expect(207).text()).contains(href, book + "a.vcf");
        DavAnswer multiget = user.report(book, multiget(href, book + "a.vcf")).expect(207);
        assertThat(multiget.text()).contains("VERSION:2.1", "Name a");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<C:prop-filter name='TEL'><C:text-match>0142</C:text-match></C:prop-filter>",
                "<C:prop-filter name='FN'><C:text-match match-type='starts-with'>n</C:text-match></C:prop-filter>",
                "<C:prop-filter name='NOTE'><C:is-not-defined/></C:prop-filter>",
                "<C:prop-filter name='FN'><C:param-filter name='X'><C:is-not-defined/></C:param-filter></C:prop-filter>"
            })
    void a_query_finds_the_other_card(String filter) {
        assertThat(user.report(book, query(filter)).expect(207).text()).contains(book + "a.vcf");
    }

    @Test
    void it_is_asked_for_in_other_versions_moved_overwritten_and_deleted_as_any_card() {
        String asked = "<C:addressbook-multiget xmlns:D='DAV:' xmlns:C='urn:ietf:params:xml:ns:carddav'><D:prop>"
                + "<C:address-data content-type='text/vcard' version='4.0'/></D:prop><D:href>" + href
                + "</D:href><D:href>"
                + book + "a.vcf</D:href></C:addressbook-multiget>";
        assertThat(user.report(book, asked).expect(207).text()).contains("VERSION:4.0");
        String moved = book + "moved.vcf";
        user.with("Destination: " + moved).send("MOVE", href).expect(201);
        assertThat(user.get(moved).expect(200).text()).isEqualTo(BYTES);
        user.put(moved, TestServer.card("broken", "Whole", "+1 415 555 0143")).expect(204);
        user.delete(moved).expect(204);
    }
}
