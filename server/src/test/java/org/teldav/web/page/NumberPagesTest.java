package org.teldav.web.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.openqa.selenium.Point;
import org.teldav.DavClient;
import org.teldav.OneEngine;
import org.teldav.TestServer;

/** A number's way from the page of whose it is to the page of who has it. */
@OneEngine("about what a browser shows; what is behind it has tests of its own on both")
class NumberPagesTest {
    private static final String OLD = "+14155550100";
    private static final String HELD = "/dav/addressbooks/bob/contacts/alice.vcf";
    private static final String CARD = TestServer.card("a", "Alice", "(415) 555-0100");

    @TempDir
    Path data;

    private DavClient bob(TestServer server) {
        server.user("alice", OLD, "family");
        DavClient bob = server.user("bob", "+14155550133", "family");
        bob.put(HELD, CARD).expect(201);
        return bob;
    }

    private String sentCode() throws IOException {
        List<String> lines = Files.readAllLines(data.resolve("sms"));
        return new ObjectMapper()
                .readTree(lines.get(lines.size() - 1))
                .path("text")
                .asText()
                .substring(0, 6);
    }

    @Test
    void alice_changes_her_number_with_the_code_of_the_message_and_bob_undoes_it() throws IOException {
        try (TestServer server =
                TestServer.start(data, "sms.kind = file", "sms.file = \"" + data.resolve("sms") + "\"")) {
            DavClient bob = bob(server);
            Browser browser = Browser.at(server.uri()).signIn("alice", "alice-password");

            browser.press("Change").type("new", "555-01").sees("no complete telephone number");
            browser.type("new", "(415) 555-0111").sees("The server reads +1 415-555-0111");
            browser.isGood("number-change").press("See what will happen");
            browser.sees("1 person in your groups has this number.").sees("the code that is sent to the new number");
            browser.isGood("number-preview").press("Change the number");
            browser.sees("It goes out when you have entered the code").sees("A code was sent to +1 415-555-0111");
            assertThat(bob.get(HELD).text()).isEqualTo(CARD);

            String code = sentCode();
            browser.isGood("number-code").press("Back to my numbers").sees("+1 415-555-0111 not verified");
            browser.type("code", (code.charAt(0) == '0' ? "1" : "0") + code.substring(1))
                    .press("Confirm")
                    .sees("Guesses left: 4");
            browser.isGood("numbers-code").press("Details").type("code", code).press("Confirm");
            browser.sees("1 contact was changed.");
            assertThat(bob.get(HELD).text()).isEqualTo(CARD.replace("0100", "0111"));
            browser.isGood("number-done").press("Back to my numbers").sees("+1 415-555-0111 verified");
            browser.isGood("numbers-changed");

            browser.press("Sign out alice").signIn("bob", "bob-password").press("What changed");
            browser.sees("Name of alice (415) 555-0100 → (415) 555-0111").isGood("journal");
            browser.press("Undo").sees("The contact is as it was.").sees("Undone");
            assertThat(bob.get(HELD).text()).isEqualTo(CARD);
        }
    }

    /** A click that is on its way would miss the button. */
    @Test
    void what_the_server_makes_of_a_number_moves_nothing() {
        try (TestServer server = TestServer.start(data)) {
            bob(server);
            Browser browser = Browser.at(server.uri()).signIn("alice", "alice-password");
            for (int width : new int[] {390, 1280}) {
                browser.width(width).open("/numbers").press("Change");
                Point place = browser.one("form.narrow button").getLocation();
                browser.type("new", "555-01").sees("no complete telephone number");
                assertThat(browser.one("form.narrow button").getLocation()).isEqualTo(place);
                browser.type("new", "(415) 555-0111").sees("The server reads +1 415-555-0111");
                assertThat(browser.one("form.narrow button").getLocation()).isEqualTo(place);
            }
        }
    }

    /** As browsers in English take it: day and time are two steps. */
    private static void typeTime(Browser browser, String field, LocalDateTime time) {
        browser.one("[name=" + field + "]")
                .sendKeys(
                        time.format(DateTimeFormatter.ofPattern("MMddyyyy")),
                        Keys.ARROW_RIGHT,
                        time.format(DateTimeFormatter.ofPattern("hhmma", Locale.ENGLISH)));
    }

    @Test
    void a_change_for_some_days_is_planned_and_thought_better_of_and_one_sent_is_taken_back() {
        try (TestServer server = TestServer.start(data)) {
            DavClient bob = bob(server);
            LocalDateTime soon = LocalDateTime.now().plusDays(3);
            Browser browser = Browser.at(server.uri()).signIn("alice", "alice-password");
            browser.press("Change").type("new", "not a number").press("See what will happen");
            browser.sees("no complete telephone number").type("new", "415 555 0111");
            typeTime(browser, "at", soon.plusDays(4));
            typeTime(browser, "until", soon);
            browser.press("See what will happen").sees("The end has to come after the beginning");
            typeTime(browser, "at", soon);
            typeTime(browser, "until", soon.plusDays(4));
            browser.press("See what will happen").sees("The old number comes back on");
            browser.press("Plan the change").sees("The change is planned.").isGood("numbers-planned");
            browser.press("Don’t do it").sees("The planned change is off.");
            assertThat(browser.text()).doesNotContain("Don’t do it");

            browser.press("Change").type("new", "415 555 0111").press("See what will happen");
            browser.press("Change the number").sees("1 contact was changed.");
            assertThat(bob.get(HELD).text()).contains("555-0111");
            browser.press("Take it back").sees("being taken back").sees("1 contact was changed.");
            assertThat(bob.get(HELD).text()).isEqualTo(CARD);

            String id = browser.path().replaceFirst(".*/(\\d+)[^/]*$", "$1");
            browser.press("Sign out alice").signIn("bob", "bob-password");
            browser.sees("+1 415-555-0133 is new").open("/numbers/changes/" + id);
            browser.sees("Nothing here");

            browser.open("/numbers").press("Change").driver().manage().deleteAllCookies();
            browser.type("new", "415").sees("Password");
        }
    }

    /** How often one of the numbers that the page shows goes on in another line. */
    private static final String BROKEN = """
            let broken = 0;
            for (let width = 180; width <= 480; width += 20) {
                document.body.style.width = width + 'px';
                const texts = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
                while (texts.nextNode()) {
                    for (const number of texts.currentNode.data.matchAll(/\\+1 [0-9-]{12}/g)) {
                        const place = document.createRange();
                        place.setStart(texts.currentNode, number.index);
                        place.setEnd(texts.currentNode, number.index + number[0].length);
                        broken += new Set([...place.getClientRects()].map(line => line.top)).size - 1;
                    }
                }
            }
            return broken;
            """;

    @Test
    void no_number_is_broken_in_the_middle_however_narrow_the_screen_is() {
        try (TestServer server = TestServer.start(data)) {
            bob(server);
            server.as("alice")
                    .with("Content-Type: application/json")
                    .send(
                            "POST",
                            "/api/users/alice/numbers/change",
                            ("{\"old\": \"" + OLD + "\", \"new\": \"+14155550111\", \"at\": \""
                                            + Instant.now().plus(Duration.ofDays(3)) + "\"}")
                                    .getBytes(UTF_8))
                    .expect(200);
            Browser browser = Browser.at(server.uri()).signIn("alice", "alice-password");
            assertThat(browser.sees("Planned").driver().executeScript(BROKEN)).isEqualTo(0L);
            browser.press("Change").sees("Step 1 of 3");
            assertThat(browser.driver().executeScript(BROKEN)).isEqualTo(0L);
            browser.press("Sign out alice").signIn("bob", "bob-password");
            server.changeOwnNumber("alice", "+14155550122");
            assertThat(browser.press("What changed").sees("Name of alice").text())
                    .contains("(415) 555-0100 → (415) 555-0122");
            browser.open("/contacts").sees("(415) 555-0122").sees("+1 415-555-0133");
            assertThat(browser.driver().executeScript(BROKEN)).isEqualTo(0L);
        }
    }

    private static PageClient changed(TestServer server, String... numbers) {
        server.user("alice", OLD, "family");
        PageClient alice = new PageClient(server.client()).signIn("alice", "alice-password");
        alice.get("/numbers").expect(200);
        for (int i = 1; i < numbers.length; i++) {
            alice.post("/numbers/change", "old", numbers[i - 1], "new", numbers[i])
                    .expect(303);
        }
        return alice;
    }

    @Test
    void a_change_beyond_those_of_the_day_says_why_it_waits_and_one_that_settles_does_not() {
        String third = "+14155550122";
        try (TestServer server = TestServer.start(data.resolve("limit"), "propagation.daily-limit = 1")) {
            PageClient alice = changed(server, OLD, "+14155550111", third);
            assertThat(alice.get("/numbers").text()).contains("Waiting").doesNotContain("About to start");
            Matcher change = Pattern.compile("/numbers/changes/\\d+")
                    .matcher(alice.get("/numbers").text());
            assertThat(change.find()).isTrue();
            assertThat(alice.get(change.group()).text())
                    .contains("<strong>Waiting</strong>")
                    .contains("as many changes within 24 hours as you may; this one goes out on ");
            assertThat(alice.post("/numbers/preview", "old", third, "new", "+14155550133")
                            .text())
                    .contains("as many changes within 24 hours as you may; this one goes out on ");
        }
        try (TestServer server = TestServer.start(data.resolve("settle"), "propagation.settle = 1 h")) {
            PageClient alice = changed(server, OLD, "+14155550111");
            assertThat(alice.get("/numbers").text()).contains("About to start");
            assertThat(alice.post("/numbers/preview", "old", "+14155550111", "new", third)
                            .text())
                    .contains("It goes out on ")
                    .doesNotContain("24 hours");
        }
    }

    @Test
    void bob_wants_to_be_asked_and_blocks_somebody_and_says_yes_to_alice() {
        try (TestServer server = TestServer.start(data)) {
            DavClient bob = bob(server);
            server.user("carol", "+14155550144", "family");
            server.user("stranger", "+14155550166");
            Browser browser =
                    Browser.at(server.uri()).signIn("bob", "bob-password").press("Choices");
            browser.one("[name=mode][value=ask]").click();
            browser.one("[name=old_number][value=keep]").click();
            browser.one("[name=audience][value=contacts]").click();
            browser.press("Save").sees("Your choices are saved.");
            browser.type("name", "stranger").press("Block").sees("Nobody in your groups is “stranger”");
            browser.type("name", "carol").press("Block").sees("Blocked.").isGood("choices");
            assertThat(browser.all(":checked"))
                    .extracting(input -> input.getDomAttribute("value"))
                    .containsExactly("contacts", "replaced", "ask", "keep");
            browser.press("Unblock").sees("You have blocked nobody.");
            bob.with("Content-Type: application/json")
                    .send(
                            "PUT",
                            "/api/users/bob/prefs",
                            "{\"book\": \"contacts\", \"mode\": \"never\"}".getBytes(UTF_8))
                    .expect(200);
            browser.open("/choices").sees("In the book contacts: My contacts: Stay as they are");
            browser.isGood("choices-exception").press("Take back").sees("The exception is gone.");

            server.changeOwnNumber("alice", "+14155550111");
            assertThat(bob.get(HELD).text()).isEqualTo(CARD);
            browser.press("What changed")
                    .sees("Name of alice has another number")
                    .sees("You want to be asked.")
                    .sees("No contact of yours was changed yet.")
                    .isGood("journal-offer");
            browser.press("Accept").sees("The contact has the new number.");
            assertThat(bob.get(HELD).text()).contains("(415) 555-0111").contains("(415) 555-0100");

            server.changeOwnNumber("alice", "+14155550122");
            browser.open("/journal").press("Refuse").sees("The contact stays as it is.");
            assertThat(bob.get(HELD).text()).doesNotContain("555-0122");
        }
    }

    @Test
    void without_scripts_a_number_is_changed_all_the_same() {
        try (TestServer server = TestServer.start(data)) {
            DavClient bob = bob(server);
            server.user("carol", "+14155550144", "family");
            Browser browser = Browser.at(server.uri());
            browser.scripts(false);
            browser.signIn("alice", "alice-password").press("Choices");
            browser.type("name", "carol").press("Block").press("My numbers").press("Change");
            browser.type("new", "(415) 555-0111").press("See what will happen");
            browser.sees("1 person in your groups has this number; 1 is blocked.")
                    .press("Edit");
            assertThat(browser.one("[name=new]").getDomAttribute("value")).isEqualTo("(415) 555-0111");
            browser.press("See what will happen").press("Change the number").sees("Your change");
            assertThat(browser.driver().executeScript("return typeof htmx")).isEqualTo("undefined");
            server.drain();
            browser.driver().navigate().refresh();
            browser.sees("1 contact was changed.");
            assertThat(bob.get(HELD).text()).contains("555-0111");
        }
    }
}
