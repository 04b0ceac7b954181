package org.teldav;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teldav.web.Json;

@BothEngines
class NumberChangeApiTest {
    private static final String ME = "/dav/addressbooks/alice/contacts/me.vcf";
    private static final String MINE = "+1 415 555 0100";
    private static final String OFFICE = "+1 415 555 0123";

    @TempDir
    Path data;

    /** At its end the number that was there before would be gone (docs/user.md, "For a time"). */
    @Test
    void a_change_for_a_time_to_a_number_that_is_on_the_own_card_is_refused_and_leaves_it() {
        try (TestServer server = TestServer.start(data)) {
            DavClient alice = server.user("alice", MINE);
            String card = alice.get(ME).expect(200).text();
            String both = card.replace("END:VCARD", "TEL;TYPE=WORK:" + OFFICE + "\r\nEND:VCARD");
            alice.put(ME, both).expect(204);
            String until = Instant.now().plus(Duration.ofDays(30)).toString();
            for (String at : new String[] {"", ", \"at\": \"" + Instant.now().plus(Duration.ofDays(3)) + "\""}) {
                DavAnswer answer = DeviceTest.json(
                        alice,
                        "POST",
                        "/api/users/alice/numbers/change",
                        "{\"old\": \"" + MINE + "\", \"new\": \"" + OFFICE + "\", \"until\": \"" + until + "\"" + at
                                + "}");
                assertThat(answer.expect(409).text()).contains("plan-new-number");
                assertThat(alice.get(ME).text()).isEqualTo(both);
            }
        }
    }

    /** As {@code "from"} in place of {@code "at"}: what was to be a plan would be told to others at once. */
    @Test
    void a_change_with_a_word_that_is_misspelt_is_refused_and_changes_nothing() {
        try (TestServer server = TestServer.start(data)) {
            DavClient alice = server.user("alice", MINE);
            String card = alice.get(ME).expect(200).text();
            String body =
                    "{\"old\": \"" + MINE + "\", \"new\": \"" + OFFICE + "\", \"from\": \"2026-12-24T08:00:00Z\"}";
            for (String what : new String[] {"change", "preview"}) {
                assertThat(DeviceTest.json(alice, "POST", "/api/users/alice/numbers/" + what, body)
                                .expect(400)
                                .text())
                        .contains("'from' is unknown here: there is old, new, at, until");
            }
            assertThat(alice.get(ME).text()).isEqualTo(card);
        }
    }

    /** Else the number would go back once more when its time has come, whatever it is by then. */
    @Test
    void a_change_for_a_time_that_is_taken_back_leaves_no_return_planned() {
        try (TestServer server = TestServer.start(data)) {
            DavClient alice = server.user("alice", MINE);
            String until = Instant.now().plus(Duration.ofDays(30)).toString();
            String body = "{\"old\": \"" + MINE + "\", \"new\": \"" + OFFICE + "\", \"until\": \"" + until + "\"}";
            String change = Json.parse(DeviceTest.json(alice, "POST", "/api/users/alice/numbers/change", body)
                            .expect(200)
                            .body())
                    .path("change")
                    .asText();
            DeviceTest.json(alice, "POST", "/api/users/alice/changes/" + change + "/retract", "{}")
                    .expect(200);
            assertThat(alice.get(ME).text()).contains("415-555-0100");
            assertThat(DeviceTest.json(alice, "POST", "/api/users/alice/changes/" + change + "/retract", "{}")
                            .expect(409)
                            .text())
                    .contains("change-gone");
            assertThat(alice.get("/api/users/alice/changes/" + change).text()).contains("\"retractable\":false");
            assertThat(alice.get("/api/users/alice/scheduled").expect(200).text())
                    .contains("cancelled")
                    .doesNotContain("planned\"");
        }
    }
}
