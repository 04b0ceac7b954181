package org.teldav.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teldav.DavAnswer;
import org.teldav.DavClient;
import org.teldav.OneEngine;
import org.teldav.TestServer;
import org.teldav.accounts.NewUser;
import org.teldav.web.Json;

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

    /** As a browser does at a reload: it sends the same form again. */
    @Test
    void a_page_with_a_link_that_is_loaded_anew_makes_no_second_link() {
        try (TestServer server = TestServer.start(data)) {
            DavClient root = server.administrator("root");
            server.user("alice", "+1 415 555 0100", "family");
            PageClient page = new PageClient(server.client()).signIn("root", "root-password");
            for (int link = 1; link <= 2; link++) {
                String newest =
                        PageClient.newest(page.get("/admin/groups/family").expect(200));
                page.post("/admin/groups/family/invite", "uses", "1", "newest", newest)
                        .expect(200);
                assertThat(page.post("/admin/groups/family/invite", "uses", "1", "newest", newest)
                                .expect(409)
                                .text())
                        .contains("A link was made since this form was loaded", "for 1 of 1 people still");
                assertThat(Json.parse(root.get("/api/groups/family/invitations")
                                        .expect(200)
                                        .body())
                                .path("invitations"))
                        .as("another is wanted where the form is a new one")
                        .hasSize(link);
            }
        }
    }

    @Test
    void an_administrator_who_adds_a_user_is_told_that_a_group_of_that_name_was_made() {
        try (TestServer server = TestServer.start(data)) {
            server.administrator("root");
            server.user("alice", "+1 415 555 0100", "family");
            PageClient page = new PageClient(server.client()).signIn("root", "root-password");
            page.get("/admin/users").expect(200);
            assertThat(added(page, "bob", "Family", "")).doesNotContain("a new one was made");
            assertThat(added(page, "carol", "famly", ""))
                    .contains("There was no group of that name: a new one was made");
            assertThat(added(page, "dave", "fmily", "+1 415 555 0100"))
                    .contains("a new one was made", "Somebody else holds the number already");
            assertThat(added(page, "erin", "", "")).doesNotContain("a new one was made");
        }
    }

    /** @return what is said then */
    private static String added(PageClient administrator, String name, String group, String tel) {
        DavAnswer made = administrator.post(
                "/admin/users", "name", name, "password", "a-good-password", "group", group, "tel", tel);
        String said = administrator
                .get(made.expect(303).header("Location"))
                .expect(200)
                .text();
        assertThat(said).contains("The user is added.");
        return said;
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

    private static PageClient newcomer(TestServer server, String name, String group) {
        server.users()
                .add(new NewUser(
                        name,
                        Optional.empty(),
                        List.of(),
                        List.of(),
                        List.of(group),
                        Optional.empty(),
                        name.equals("ada"),
                        name + "-password"));
        return new PageClient(server.client()).signIn(name, name + "-password");
    }

    @Test
    void a_number_on_the_own_card_that_is_not_complete_is_named_with_what_to_do() {
        try (TestServer server = TestServer.start(data)) {
            PageClient carol = newcomer(server, "carol", "family");
            DavClient phone = server.as("carol");
            String card = "/dav/addressbooks/carol/contacts/me.vcf";
            String mine = phone.get(card).text();
            phone.put(card, mine.replace("END:", "TEL:0155/223 44\r\nEND:")).expect(204);
            assertThat(carol.get("/numbers").text())
                    .contains("0155/223 44", "on your own card is no complete telephone number")
                    .contains("/contacts/card/edit?book=contacts&amp;card=me.vcf")
                    .doesNotContain("card has no number yet");
            phone.put(card, mine.replace("END:", "TEL:(415) 555-0102\r\nTEL:tel:+14155550103;ext=5\r\nEND:"))
                    .expect(204);
            assertThat(carol.get("/numbers").text()).doesNotContain("no complete telephone number");
            phone.delete(card).expect(204);
            assertThat(carol.get("/numbers").text()).contains("You have no own card");
        }
    }

    @Test
    void who_has_no_verified_number_reads_which_administrators_to_ask_and_of_no_others() {
        try (TestServer server = TestServer.start(data)) {
            server.administrator("root");
            server.user("bob", "+1 415 555 0101", "family", "club");
            PageClient ada = newcomer(server, "ada", "family");
            PageClient carol = newcomer(server, "carol", "family");
            PageClient dave = newcomer(server, "dave", "club");
            assertThat(carol.get("/numbers").text())
                    .contains("no number yet")
                    .contains("/contacts/card/edit?book=contacts&amp;card=me.vcf")
                    .doesNotContain("others are not told");
            for (String name : List.of("ada", "carol", "dave")) {
                DavClient phone = server.as(name);
                String card = "/dav/addressbooks/" + name + "/contacts/me.vcf";
                phone.put(card, phone.get(card).text().replace("END:", "TEL:+1 415 555 0102\r\nEND:"))
                        .expect(204);
            }
            assertThat(carol.get("/numbers").text())
                    .contains("others are not told when you change it")
                    .contains("can say that it is yours: ada.")
                    .doesNotContain("root");
            assertThat(dave.get("/numbers").text())
                    .contains("Ask who invited you here")
                    .doesNotContain("root")
                    .doesNotContain("it is yours: ");
            assertThat(ada.get("/numbers").text()).contains("not verified").doesNotContain("others are not told");
            assertThat(carol.post("/numbers/preview", "old", "+14155550102", "new", "+14155550103")
                            .text())
                    .contains("can say that it is yours: ada.");

            String made = carol.post("/numbers/change", "old", "+14155550102", "new", "+14155550101")
                    .expect(303)
                    .header("Location");
            assertThat(carol.get(made).text())
                    .contains("An administrator has to say")
                    .contains("can say that it is yours: ada.");
            assertThat(carol.get(made.replaceFirst("\\?.*", "/progress")).text())
                    .contains("yours: ada.");
            assertThat(carol.get("/numbers").text()).contains("yours: ada.");
        }
    }

    /** As by a provider whose claim is the e-mail address. */
    @Test
    void a_long_user_name_makes_no_page_wider_than_a_phone() {
        try (TestServer server = TestServer.start(data)) {
            String name = "w".repeat(64);
            server.user(name, "+1 415 555 0100", "family");
            Browser.at(server.uri())
                    .signIn(name, name + "-password")
                    .sees("My numbers")
                    .isGood("long-name");
        }
    }

    @Test
    void who_has_no_own_card_reads_what_to_do() {
        try (TestServer server = TestServer.start(data)) {
            DavClient phone = server.user("alice", "+1 415 555 0100", "family");
            phone.send("DELETE", BOOK + "me.vcf").expect(204);
            PageClient alice = new PageClient(server.client()).signIn("alice", "alice-password");
            assertThat(alice.get("/numbers").text())
                    .contains("You have no own card")
                    .contains("bring it back from its earlier versions")
                    .doesNotContain("no number yet");
        }
    }
}
