package org.teldav.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teldav.DavClient;
import org.teldav.OneEngine;
import org.teldav.TestServer;

/** Merging, inviting, being found in a directory, refusing a claim: as people do it. */
@OneEngine("about what a browser shows; what is behind it has tests of its own on both")
class PeoplePagesTest {
    private static final String BOOK = "/dav/addressbooks/alice/contacts/";

    @TempDir
    Path data;

    @Test
    void two_contacts_of_one_person_are_merged_after_a_look_and_the_one_that_went_can_come_back() {
        try (TestServer server = TestServer.start(data)) {
            DavClient alice = server.user("alice", "+1 415 555 0100", "family");
            String first = TestServer.card("one", "Bob", "+1 415 555 0101");
            String second = TestServer.card("two", "Bob Builder", "(415) 555-0101")
                    .replace("END:", "EMAIL:bob@example.org\r\nEND:");
            alice.put(BOOK + "one.vcf", first).expect(201);
            alice.put(BOOK + "two.vcf", second).expect(201);
            Browser browser = Browser.at(server.uri()).signIn("alice", "alice-password");
            browser.sees("My numbers").press("My contacts").press("Look for duplicates in the book contacts");
            browser.sees("1 pair").sees("The same: number").isGood("duplicates");
            browser.press("Merge…")
                    .sees("Bob stays")
                    .sees("EMAIL:bob@example.org")
                    .sees("FN:Bob Builder");
            browser.isGood("merge").press("Turn them round").sees("Bob Builder stays");
            browser.press("Turn them round")
                    .sees("Bob stays")
                    .press("Merge them")
                    .sees("one contact now");
            browser.isGood("merged");
            assertThat(alice.get(BOOK + "one.vcf").text())
                    .isEqualTo(first.replace("END:", "EMAIL:bob@example.org\r\nEND:"));
            alice.get(BOOK + "two.vcf").expect(404);
            browser.press("Earlier versions of the one that is gone").sees("Compare version");
            browser.open("/contacts/duplicates?book=contacts").sees("No two contacts");
        }
    }

    @Test
    void who_is_invited_by_a_link_chooses_a_name_and_a_password_and_signs_in() {
        try (TestServer server = TestServer.start(data)) {
            server.administrator("root");
            server.user("alice", "+1 415 555 0100", "family");
            Browser browser = Browser.at(server.uri()).signIn("root", "root-password");
            browser.sees("My numbers")
                    .open("/admin/groups/family")
                    .sees("Invitations")
                    .isGood("admin-group");
            browser.press("Make a link").sees("shown this once").isGood("admin-invitation");
            String link = browser.one("#link").getText();
            assertThat(link).startsWith(server.uri() + "invited/");
            browser.press("I have it").sees("for 1 of 1 people still");

            Browser guest = Browser.at(server.uri());
            guest.open(link.substring(server.uri().length() - 1))
                    .sees("Welcome to family")
                    .isGood("invited");
            guest.type("full_name", "Carol Guest").type("name", "alice");
            guest.type("password", "a-good-password")
                    .type("again", "a-good-password")
                    .press("Join");
            guest.sees("There is a user or group “alice” already.").isGood("invited-taken");
            guest.type("name", "Carol").type("password", "a-good-password").type("again", "a-good-password");
            guest.press("Join").sees("Sign in with the name and password");
            guest.signIn("carol", "a-good-password").sees("Sign out carol");
            assertThat(server.client()
                            .as("carol", "a-good-password")
                            .get("/dav/addressbooks/carol/contacts/me.vcf")
                            .expect(200)
                            .text())
                    .contains("FN:Carol Guest");
            assertThat(server.as("root").get("/api/groups/family").text()).contains("\"carol\"");
            guest.press("Sign out carol").sees("Password");
            guest.open(link.substring(server.uri().length() - 1)).sees("This invitation is no more good");
        }
    }

    @Test
    void a_member_shows_their_card_in_the_directory_and_takes_it_back() {
        try (TestServer server = TestServer.start(data)) {
            server.user("alice", "+1 415 555 0100", "family");
            DavClient bob = server.user("bob", "+1 415 555 0101", "family");
            String card = "/dav/addressbooks/bob/group-family/alice.vcf";
            Browser browser = Browser.at(server.uri()).signIn("alice", "alice-password");
            browser.sees("My numbers")
                    .press("Choices")
                    .sees("your card is not there")
                    .isGood("choices-directory");
            bob.get(card).expect(404);
            browser.press("Show my card").sees("Your card is in the directory.");
            bob.get(card).expect(200);
            browser.press("Take it back").sees("no longer in the directory");
            bob.get(card).expect(404);
        }
    }

    @Test
    void an_administrator_refuses_a_claim_that_waits() {
        try (TestServer server = TestServer.start(data)) {
            server.administrator("root");
            server.user("alice", "+1 415 555 0100", "family");
            server.user("bob", "+1 415 555 0101", "family");
            server.changeOwnNumber("alice", "+1 415 555 0101");
            Browser browser = Browser.at(server.uri()).signIn("root", "root-password");
            browser.sees("My numbers")
                    .press("Administration")
                    .sees("claimed by alice")
                    .isGood("admin-claim");
            browser.press("Not alice’s").sees("the claim is gone").sees("None waits.");
            assertThat(browser.text()).contains("cancelled");
            assertThat(server.as("root").get("/api/users/alice").text()).doesNotContain("+14155550101");
        }
    }
}
