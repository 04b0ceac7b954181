package org.teldav.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.util.encoders.Base32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teldav.DavAnswer;
import org.teldav.DavClient;
import org.teldav.OneEngine;
import org.teldav.TestServer;
import org.teldav.web.Json;

/** <em>My devices</em>, <em>Account</em> and <em>Administration</em>, as people use them. */
@OneEngine("about what a browser shows; what is behind it has tests of its own on both")
class DevicePagesTest {
    private static final String BOOK = "/dav/addressbooks/alice/contacts/";
    private static final String PROPFIND = "<D:propfind xmlns:D=\"DAV:\"><D:prop><D:getetag/></D:prop></D:propfind>";

    @TempDir
    Path data;

    @Test
    void a_device_is_connected_syncs_and_is_disconnected() {
        try (TestServer server = TestServer.start(data)) {
            server.user("alice", "+1 415 555 0100", "family");
            Browser browser = Browser.at(server.uri()).signIn("alice", "alice-password");
            browser.sees("Sign out alice").open("/devices").sees("No device").isGood("devices-none");
            browser.type("label", "Alice’s phone").press("Connect a device").sees("shown this once");
            String password = browser.isGood("device-new").one("#password").getText();
            assertThat(password).matches("[a-z0-9]{4}(-[a-z0-9]{4}){6}");
            assertThat(browser.path()).isEqualTo("/devices");
            assertThat(browser.one("#server").getText()).isEqualTo(server.uri());
            assertThat(browser.one("#davx5").getDomAttribute("href"))
                    .isEqualTo(server.uri().replace("http://", "carddav://alice@"));
            List<?> profile = profile(browser);
            assertThat(profile.get(0)).isEqualTo("application/x-apple-aspen-config");
            assertThat((String) profile.get(1))
                    .contains(
                            "<key>CardDAVPassword</key>\n<string>" + password + "</string>",
                            "<key>CardDAVUsername</key>\n<string>alice</string>",
                            "<key>CardDAVUseSSL</key>\n<false/>",
                            "<key>CardDAVHostName</key>\n<string>127.0.0.1</string>",
                            "<string>/dav/principals/users/alice/</string>");
            DavClient phone = server.client().as("alice", password);
            assertThat(phone.propfind(BOOK, 1, PROPFIND).expect(207).hrefs()).contains(BOOK + "me.vcf");
            phone.get(BOOK + "me.vcf").expect(200);
            browser.press("I have it").sees("last used").isGood("devices");
            assertThat(browser.text()).doesNotContain(password);
            browser.press("Disconnect").sees("is disconnected").sees("No device");
            phone.get(BOOK + "me.vcf").expect(401);
        }
    }

    /** As a browser does at a reload: it sends the same form again. */
    @Test
    void a_page_with_a_password_that_is_loaded_anew_connects_no_second_device() {
        try (TestServer server = TestServer.start(data)) {
            server.user("alice", "+1 415 555 0100", "family");
            PageClient page = new PageClient(server.client()).signIn("alice", "alice-password");
            for (int device = 1; device <= 2; device++) {
                String newest = PageClient.newest(page.get("/devices").expect(200));
                page.post("/devices", "label", " Phone ", "newest", newest).expect(200);
                assertThat(page.post("/devices", "label", " Phone ", "newest", newest)
                                .expect(409)
                                .text())
                        .contains("“Phone” is connected already");
                assertThat(Json.parse(server.as("alice")
                                        .get("/api/users/alice/devices")
                                        .expect(200)
                                        .body())
                                .path("devices"))
                        .as("a second of that name is wanted where the form is a new one")
                        .hasSize(device);
            }
        }
    }

    @Test
    void a_device_whose_password_ends_says_when_and_one_that_is_gone_that_it_is() {
        try (TestServer server = TestServer.start(data)) {
            DavClient alice = server.user("alice", "+1 415 555 0100", "family");
            device(alice, "{\"label\": \"Lent\", \"expires\": \"2099-12-31T12:00:00Z\"}");
            long id = device(alice, "{\"label\": \"Phone\"}");
            PageClient page = new PageClient(server.client()).signIn("alice", "alice-password");
            Instant ended = Instant.parse("2020-12-31T12:00:00Z");
            server.store().write(tx -> {
                long user = tx.principals().user("alice").orElseThrow().id();
                return tx.appPasswords()
                        .add(user, "Old", "0".repeat(64), Optional.of(ended), 10, ended.minusSeconds(1));
            });
            assertThat(page.get("/devices").expect(200).text())
                    .containsOnlyOnce("until Dec 31, 2099")
                    .containsOnlyOnce("ended Dec 31, 2020");
            page.post("/devices/" + id + "/remove").expect(303);
            assertThat(page.post("/devices/" + id + "/remove").expect(404).text())
                    .as("the other ones stay in sight")
                    .contains("There is no such device.", "Lent")
                    .doesNotContain("Phone");
        }
    }

    private static long device(DavClient user, String json) {
        DavAnswer made = user.with("Content-Type: application/json")
                .send("POST", "/api/users/alice/devices", json.getBytes(StandardCharsets.UTF_8));
        return Json.parse(made.expect(201).body()).path("id").asLong();
    }

    /** The form's own fields, as its button would send them: type and content of what comes. */
    private static List<?> profile(Browser browser) {
        return (List<?>) browser.driver()
                .executeAsyncScript("const done = arguments[arguments.length - 1];"
                        + "const form = document.querySelector('form[action=\"/devices/profile\"]');"
                        + "fetch(form.action, {method: 'POST', body: new URLSearchParams(new FormData(form))})"
                        + ".then(answer => answer.text().then(text =>"
                        + " done([answer.headers.get('content-type'), text])));");
    }

    @Test
    void the_second_factor_is_turned_on_asked_for_and_turned_off_and_the_password_changed() throws Exception {
        try (TestServer server = TestServer.start(data)) {
            server.user("alice", "+1 415 555 0100", "family");
            Browser browser = Browser.at(server.uri()).signIn("alice", "alice-password");
            browser.sees("Sign out alice").open("/account").isGood("account");
            browser.one("form[action='/account/second-factor'] input[name=current]")
                    .sendKeys("alice-password");
            String secret = browser.press("Turn it on")
                    .sees("Scan this")
                    .isGood("second-factor")
                    .one("#secret")
                    .getText();
            browser.type("code", "000000").press("Confirm").sees("That is not the code");
            browser.type("code", code(secret, Duration.ZERO)).press("Confirm").sees("shown this once");
            List<String> recovery = browser.isGood("recovery-codes").all("#codes code").stream()
                    .map(item -> item.getText())
                    .toList();
            assertThat(recovery).hasSize(10);
            server.as("alice").get(BOOK + "me.vcf").expect(401);

            browser.press("Sign out alice").sees("Password").signIn("alice", "alice-password");
            browser.sees("Your code").isGood("sign-in-code").open("/numbers");
            assertThat(browser.path()).as("the password alone opens nothing").startsWith("/sign-in");
            browser.open("/sign-in/code")
                    .type("code", "000000")
                    .press("Sign in")
                    .sees("That is not the code");
            browser.type("code", code(secret, Duration.ofSeconds(30)))
                    .press("Sign in")
                    .sees("+1 415-555-0100");
            browser.open("/account").sees("Recovery codes left: 10").isGood("account-factor");
            browser.one("form[action='/account/second-factor/off'] input[name=code]")
                    .sendKeys(recovery.get(0));
            browser.press("Turn it off").sees("The second factor is off");
            server.as("alice").get(BOOK + "me.vcf").expect(200);

            browser.type("current", "alice-password").type("password", "another one of it");
            browser.type("again", "another one of it")
                    .press("Change the password")
                    .sees("password is changed");
            server.client()
                    .as("alice", "another one of it")
                    .get(BOOK + "me.vcf")
                    .expect(200);
            server.as("alice").get(BOOK + "me.vcf").expect(401);
        }
    }

    private static String code(String secret, Duration later) throws InvalidKeyException {
        var generator = new TimeBasedOneTimePasswordGenerator();
        return generator.generateOneTimePasswordString(
                new SecretKeySpec(Base32.decode(secret), generator.getAlgorithm()),
                Instant.now().plus(later));
    }

    @Test
    void an_administrator_adds_people_to_groups_decides_on_numbers_and_holds_changes() {
        try (TestServer server = TestServer.start(data)) {
            DavClient root = server.administrator("root");
            server.user("alice", "+1 415 555 0100", "family");
            server.user("bob", "+1 415 555 0100", "family");
            server.user("dave", "+1 415 555 0100", "family");
            Browser browser = Browser.at(server.uri()).signIn("root", "root-password");
            browser.press("Administration").sees("claimed by bob").press("dave and alice share it");
            browser.sees("Decided.").press("It is bob’s alone").sees("None waits.");
            assertThat(root.get("/api/users/alice").text()).doesNotContain("\"verified\"");
            assertThat(root.get("/api/users/bob").text()).contains("\"verified\"");
            server.changeOwnNumber("bob", "+1 415 555 0109");
            browser.open("/admin").sees("Pause all changes").isGood("admin");
            browser.press("Pause all changes").sees("All changes are paused");
            browser.press("Resume all changes").sees("Resumed.");

            browser.press("Users").sees("Add a user").isGood("admin-users");
            browser.type("name", "carol").type("full_name", "Carol C.").type("password", "short-one?");
            browser.type("tel", "+1 415 555 0177")
                    .press("Add a user")
                    .sees("The user is added.")
                    .press("carol")
                    .sees("In no group");
            browser.isGood("admin-user").type("full_name", "Carol Dodgson").press("Rename");
            browser.sees("The name is changed.");
            assertThat(root.get("/api/users/carol").text()).contains("\"full_name\":\"Carol Dodgson\"");
            browser.press("Disable").sees("is disabled");
            DavClient carol = server.client().as("carol", "short-one?");
            carol.get("/dav/addressbooks/carol/contacts/me.vcf").expect(401);
            browser.press("Enable").sees("is enabled");
            carol.get("/dav/addressbooks/carol/contacts/me.vcf").expect(200);

            browser.open("/admin/users").type("name", "eve").type("password", "evenings-out");
            browser.type("tel", "+1 415 555 0177").press("Add a user").sees("Somebody else holds the number already");

            browser.press("Groups").sees("family").isGood("admin-groups");
            browser.type("name", "choir").press("Add a group").sees("The group is added.");
            browser.press("choir")
                    .type("user", "nobody")
                    .press("Add to the group")
                    .sees("There is no user “nobody”");
            browser.type("user", "carol").press("Add to the group").sees("Added to the group.");
            browser.isGood("admin-group").type("display_name", "Chor").press("Rename");
            browser.sees("The name is changed.");
            assertThat(root.get("/api/groups/choir").text()).contains("\"display_name\":\"Chor\"");
            assertThat(root.get("/api/groups/choir").expect(200).text()).contains("\"carol\"");
            browser.press("Remove").sees("Removed from the group.");
            assertThat(root.get("/api/groups/choir").expect(200).text()).doesNotContain("\"carol\"");
        }
    }

    @Test
    void all_there_is_of_a_user_is_one_file() throws IOException {
        try (TestServer server = TestServer.start(data)) {
            server.user("alice", "+1 415 555 0100", "family");
            DavAnswer answer = new PageClient(server.client())
                    .signIn("alice", "alice-password")
                    .get("/account/export")
                    .expect(200);
            assertThat(answer.header("Content-Type")).isEqualTo("application/zip");
            List<String> names = new ArrayList<>();
            try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(answer.body()))) {
                for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                    names.add(entry.getName());
                }
            }
            assertThat(names).contains("user.json", "devices.json", "books/1-contacts.vcf");
        }
    }
}
