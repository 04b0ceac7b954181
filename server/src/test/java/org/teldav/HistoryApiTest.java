package org.teldav;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teldav.web.Json;

/** An own card that was deleted, by mistake as a rule, and is brought back from its versions. */
@BothEngines
class HistoryApiTest {
    private static final String CONTACTS = "/dav/addressbooks/alice/contacts/";
    private static final String HISTORY = "/api/users/alice/books/contacts/history/me.vcf";
    private static final String MINE = "+1 415 555 0100";

    @TempDir
    Path data;

    private TestServer server;
    private DavClient alice;

    @BeforeEach
    void start() {
        server = TestServer.start(data);
        alice = server.user("alice", MINE, "family");
        server.user("bob", "+1 415 555 0101", "family")
                .put("/dav/addressbooks/bob/contacts/a.vcf", TestServer.card("a", "Alice", MINE))
                .expect(201);
        server.drain();
    }

    @AfterEach
    void close() {
        server.close();
    }

    private void isBroughtBack() {
        JsonNode versions = Json.parse(alice.get(HISTORY).expect(200).body()).path("versions");
        String newest = versions.get(0).path("version").asText();
        DeviceTest.json(alice, "POST", HISTORY + "/" + newest + "/restore", "{}")
                .expect(200);
    }

    private String own() {
        return Json.parse(alice.get("/api/users/alice").expect(200).body())
                .path("own_card")
                .asText();
    }

    @Test
    void it_is_the_own_card_again_and_its_number_as_good_as_it_was() {
        String before = alice.get(CONTACTS + "me.vcf").text();
        alice.delete(CONTACTS + "me.vcf").expect(204);
        isBroughtBack();
        assertThat(own()).isEqualTo("contacts/me.vcf");
        assertThat(alice.get(CONTACTS + "me.vcf").text()).isEqualTo(before);

        server.changeOwnNumber("alice", "+1 415 555 0123");
        assertThat(server.as("bob").get("/dav/addressbooks/bob/contacts/a.vcf").text())
                .contains("415 555 0123");
    }

    @Test
    void not_where_another_one_is_by_now_and_not_a_card_that_never_was() {
        alice.put(CONTACTS + "other.vcf", TestServer.card("other", "Other", "")).expect(201);
        alice.delete(CONTACTS + "me.vcf").expect(204);
        alice.put(CONTACTS + "me.vcf", TestServer.card("x", "X", "")).expect(201);
        alice.delete(CONTACTS + "me.vcf").expect(204);
        isBroughtBack();
        assertThat(own()).as("X was never").isIn("", "null");

        alice.xml(
                        "PROPPATCH",
                        "/dav/addressbooks/alice/",
                        "<D:propertyupdate xmlns:D='DAV:'><D:set><D:prop><me-card xmlns='http://calendarserver.org/ns/'><D:href>"
                                + CONTACTS + "other.vcf</D:href></me-card></D:prop></D:set></D:propertyupdate>")
                .expect(207);
        alice.delete(CONTACTS + "me.vcf").expect(204);
        isBroughtBack();
        assertThat(own()).isEqualTo("contacts/other.vcf");
    }
}
