package org.teldav.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.teldav.DavAnswer;
import org.teldav.DavClient;
import org.teldav.OneEngine;
import org.teldav.TestServer;

@OneEngine("about what a browser shows; what is behind it has tests of its own on both")
class ContactsTest {
    private static final String BOOK = "/dav/addressbooks/alice/contacts/";

    @TempDir
    Path data;

    @Test
    void who_imports_a_file_reads_what_became_of_each_card_and_finds_one_of_them() throws IOException {
        try (TestServer server = TestServer.start(data)) {
            server.user("alice", "+1 415 555 0100");
            Browser browser = Browser.at(server.uri()).signIn("alice", "alice-password");
            browser.sees("My numbers")
                    .press("My contacts")
                    .press("Import contacts")
                    .isGood("contacts-import");
            browser.one("[name=file]").sendKeys(file().toString());
            browser.press("Import").sees("497 new").sees("3 refused").isGood("contacts-imported");
            browser.sees("It is no card from BEGIN:VCARD to END:VCARD.")
                    .sees("The vCard has no FN.")
                    .sees("Only vCard 3.0 and 4.0 are stored here.")
                    .sees("Person 100");
            browser.press("To all contacts").sees("498 contacts").isGood("contacts");
            browser.press("Next 100").sees("Person 199").press("Previous 100").sees("Person 009");
            browser.type("q", "555 0342").sees("1 contact").isGood("contacts-found");
            assertThat(browser.all("#found li"))
                    .singleElement()
                    .satisfies(row -> assertThat(row.getText()).contains("Person 342", "p342@example.org"));
            browser.press("Person 342").sees("+1 415 555 0342").isGood("contact");
            browser.press("Delete").sees("go from all your devices").isGood("contact-delete");
            browser.press("Delete it").sees("The contact is deleted.");
            browser.press("My contacts").sees("497 contacts");
            browser.open("/contacts?q=person%20342").sees("No contacts");
        }
    }

    /** With a card that was cut off, one without a name, and one of another version. */
    private Path file() throws IOException {
        StringBuilder cards = new StringBuilder();
        for (int i = 0; i < 500; i++) {
            String card = TestServer.card("uid-" + i, "Person %03d".formatted(i), "+1 415 555 %04d".formatted(i))
                    .replace("END:", "EMAIL:p%03d@example.org\r\nEND:".formatted(i));
            cards.append(
                    switch (i) {
                        case 100 -> card.replace("END:VCARD\r\n", "");
                        case 200 -> card.replaceAll("(?m)^(FN|N):.*\r\n", "");
                        case 300 -> card.replace("VERSION:3.0", "VERSION:2.0");
                        case 400 ->
                            card.replace("VERSION:3.0", "VERSION:2.1")
                                    .replace("FN:Person 400", "FN;ENCODING=QUOTED-PRINTABLE:=50erson 400")
                                    .replace("TEL:", "TEL;CELL:");
                        default -> card;
                    });
        }
        return Files.writeString(data.resolve("phone.vcf"), cards);
    }

    @Test
    void a_number_is_found_by_its_digits_in_whatever_script_and_by_nothing_else() {
        try (TestServer server = TestServer.start(data)) {
            DavClient alice = server.user("alice", "+1 415 555 0100");
            String numbers = "+\u0664\u0664 \u0667\u0667\u0660\u0660 \u0669\u0660\u0660\u0661\u0667\u0667";
            alice.put(BOOK + "bob.vcf", TestServer.card("bob", "Bob", numbers)).expect(201);
            String search = "/api/users/alice/contacts?q=";
            assertThat(alice.get(search + "900177").text()).contains("\"total\":1");
            assertThat(alice.get(search + Page.encoded("\u0661\u0667\u0667")).text())
                    .contains("\"total\":1");
            assertThat(alice.get(search + "-").text()).contains("\"total\":0");
            alice.put(BOOK + "eve.vcf", TestServer.card("eve", "Eve", "+44 7711 111111"))
                    .expect(201);
            assertThat(alice.get(search + "07711").text()).contains("\"total\":1");
            assertThat(alice.get(search + "0").text()).as("of three").contains("\"total\":2");
        }
    }

    @Test
    void an_older_version_is_brought_back() {
        try (TestServer server = TestServer.start(data)) {
            DavClient alice = server.user("alice", "+1 415 555 0100");
            alice.put(BOOK + "bob.vcf", TestServer.card("bob", "Bob Old", "+1 415 555 0177"))
                    .expect(201);
            alice.put(BOOK + "bob.vcf", TestServer.card("bob", "Bob New", "+1 415 555 0178"))
                    .expect(204);
            Browser browser = Browser.at(server.uri()).signIn("alice", "alice-password");
            browser.sees("My numbers")
                    .open("/contacts/card?book=contacts&card=bob.vcf")
                    .sees("Bob New");
            browser.press("Earlier versions").isGood("contact-history");
            browser.driver().findElement(By.partialLinkText("Compare version")).click();
            browser.sees("Bob Old").sees("415 555 0178").isGood("contact-version");
            browser.press("Bring this version back")
                    .sees("This version is back.")
                    .sees("+1 415 555 0177");
            assertThat(alice.get(BOOK + "bob.vcf").text())
                    .isEqualTo(TestServer.card("bob", "Bob Old", "+1 415 555 0177"));
        }
    }

    @Test
    void a_contact_is_edited_and_who_looked_before_is_told_so() {
        try (TestServer server = TestServer.start(data)) {
            DavClient alice = server.user("alice", "+1 415 555 0100");
            String card = TestServer.card("bob", "Bob", "+1 415 555 0177").replace("END:", "X-OTHER:kept\r\nEND:");
            alice.put(BOOK + "bob.vcf", card).expect(201);
            Browser browser = Browser.at(server.uri()).signIn("alice", "alice-password");
            browser.sees("My numbers")
                    .open("/contacts/card?book=contacts&card=bob.vcf")
                    .press("Edit");
            browser.sees("Full name").isGood("contact-edit");
            browser.type("given", "Robert").type("family", "Bobson").type("number", "+1 415 555 0178");
            browser.type("email", "bob@example.org")
                    .press("Save")
                    .sees("The contact is saved.")
                    .sees("Robert Bobson");
            String edited = card.replace("N:Bob;;", "N:Bobson;Robert;")
                    .replace("FN:Bob", "FN:Robert Bobson")
                    .replace("0177", "0178")
                    .replace("END:", "EMAIL;TYPE=INTERNET:bob@example.org\r\nEND:");
            assertThat(alice.get(BOOK + "bob.vcf").text()).isEqualTo(edited);
            browser.press("Edit").sees("Full name");
            alice.put(BOOK + "bob.vcf", edited.replace("0178", "0179")).expect(204);
            browser.type("name", "Rob")
                    .press("Save")
                    .sees("was changed meanwhile")
                    .isGood("contact-edit-overtaken");
            assertThat(browser.one("[name=name]").getDomProperty("value")).isEqualTo("Rob");
            assertThat(alice.get(BOOK + "bob.vcf").text()).isEqualTo(edited.replace("0178", "0179"));
            browser.press("Begin again with what is there now")
                    .type("name", "Rob")
                    .press("Save");
            browser.sees("The contact is saved.").sees("415 555 0179");
        }
    }

    @Test
    void a_contact_that_a_phone_deletes_meanwhile_takes_nothing_along_that_was_typed() {
        try (TestServer server = TestServer.start(data)) {
            DavClient alice = server.user("alice", "+1 415 555 0100");
            String card = TestServer.card("bob", "Bob", "+1 415 555 0177");
            alice.put(BOOK + "bob.vcf", card).expect(201);
            Browser browser = Browser.at(server.uri()).signIn("alice", "alice-password");
            browser.sees("My numbers")
                    .open("/contacts/card/edit?book=contacts&card=bob.vcf")
                    .type("name", "Robert Bobson");
            alice.delete(BOOK + "bob.vcf").expect(204);
            browser.press("Save").sees("was deleted meanwhile").isGood("contact-edit-gone");
            assertThat(browser.one("[name=name]").getDomProperty("value")).isEqualTo("Robert Bobson");
            browser.press("Earlier versions").sees("Compare version");
            alice.get(BOOK + "bob.vcf").expect(404);
        }
    }

    /** By a second click on the button, or by a phone that was faster. */
    @Test
    void a_contact_that_is_deleted_already_is_shown_with_its_earlier_versions_and_one_that_never_was_is_not() {
        try (TestServer server = TestServer.start(data)) {
            DavClient alice = server.user("alice", "+1 415 555 0100");
            alice.put(BOOK + "bob.vcf", TestServer.card("bob", "Bob", "+1 415 555 0177"))
                    .expect(201);
            PageClient page = new PageClient(server.client()).signIn("alice", "alice-password");
            Matcher version = Pattern.compile("name=\"version\" value=\"(\\d+)\"")
                    .matcher(page.get("/contacts/card/delete?book=contacts&card=bob.vcf")
                            .expect(200)
                            .text());
            assertThat(version.find()).isTrue();
            for (int click = 1; click <= 2; click++) {
                DavAnswer answer = page.post(
                        "/contacts/card/delete", "book", "contacts", "card", "bob.vcf", "version", version.group(1));
                assertThat(answer.expect(303).header("Location")).startsWith("/contacts/card/history?");
            }
            page.post("/contacts/card/delete", "book", "contacts", "card", "eve.vcf", "version", "1")
                    .expect(404);
        }
    }

    @Test
    void what_others_wrote_into_a_card_is_text_and_runs_nothing() {
        String script = "<script>document.title='run'</script>";
        String image = "<img src=x onerror=document.title='run'>";
        String svg = Base64.getEncoder()
                .encodeToString("<svg xmlns='http://www.w3.org/2000/svg' onload='document.title=1'/>".getBytes());
        try (TestServer server = TestServer.start(data)) {
            DavClient alice = server.user("alice", "+1 415 555 0100");
            String card =
                    "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:x\r\nFN:" + script + "\r\nORG:" + image + "\r\nNOTE:" + script
                            + "\r\nTEL;TYPE=\"" + image.replace("=", "-") + "\":" + script + "\r\nEMAIL:" + image
                            + "\r\nPHOTO;ENCODING=b;TYPE=SVG:" + svg
                            + "\r\nPHOTO;VALUE=uri:https://example.org/me.png\r\nEND:VCARD\r\n";
            alice.put(BOOK + "x.vcf", card).expect(201);
            alice.put(BOOK + "x.vcf", card.replace("UID:x", "UID:x\r\nTITLE:" + script))
                    .expect(204);
            Browser browser =
                    Browser.at(server.uri()).signIn("alice", "alice-password").sees("My numbers");
            String place = "?book=contacts&card=x.vcf";
            for (String path : new String[] {
                "/contacts",
                "/contacts?q=%3Cscript%3E",
                "/contacts/card" + place,
                "/contacts/card/delete" + place,
                "/contacts/card/edit" + place,
                "/contacts/card/history" + place
            }) {
                browser.open(path).sees(path.contains("edit") ? "Edit " + script : script);
                runsNothing(browser);
            }
            browser.driver().findElement(By.partialLinkText("Compare version")).click();
            browser.sees("TITLE:" + script);
            runsNothing(browser);
        }
    }

    private static void runsNothing(Browser browser) {
        Object found = browser.driver()
                .executeScript("return document.querySelectorAll('script:not([src]), img, svg, [onerror]').length");
        assertThat(((Number) found).intValue()).isZero();
        assertThat(browser.driver().getTitle()).endsWith("TelDAV").isNotEqualTo("run");
    }
}
