package org.teldav.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teldav.DavAnswer;
import org.teldav.OneEngine;
import org.teldav.TestServer;

/** A form that is refused marks the field that is wrong, and says there why: who hears the page comes to the field, and not past the sentence above it (WCAG 2.2, 3.3.1). */
@OneEngine("about what the page shows")
class FieldErrorsTest {
    private static final String INVALID = "aria-invalid=\"true\"";

    @TempDir
    Path data;

    private TestServer server;
    private PageClient alice;

    @BeforeEach
    void start() {
        server = TestServer.start(data);
        server.user("alice", "+1 415 555 0100");
        alice = new PageClient(server.client()).signIn("alice", "alice-password");
        alice.get("/devices").expect(200);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private static String field(DavAnswer page, String name) {
        assertThat(page.text()).contains("role=\"alert\" id=\"wrong\"");
        Matcher field =
                Pattern.compile("<input [^>]*name=\"" + name + "\"[^>]*>").matcher(page.text());
        assertThat(field.find()).as(name).isTrue();
        return field.group();
    }

    @Test
    void a_number_that_is_none_is_marked_and_no_time_is() {
        DavAnswer wrong = alice.post("/numbers/preview", "old", "+14155550100", "new", "12", "at", "2099-01-01T10:00")
                .expect(400);
        assertThat(field(wrong, "new")).contains(INVALID, "aria-describedby=\"wrong checked\"");
        assertThat(field(wrong, "at")).contains("aria-describedby=\"zone\"").doesNotContain(INVALID);
    }

    @Test
    void a_time_that_is_past_is_marked_and_the_number_is_not() {
        DavAnswer wrong = alice.post(
                        "/numbers/preview", "old", "+14155550100", "new", "+1 415 555 0123", "at", "2001-01-01T10:00")
                .expect(400);
        assertThat(field(wrong, "at")).contains(INVALID, "aria-describedby=\"wrong zone\"");
        assertThat(field(wrong, "until")).doesNotContain(INVALID);
        assertThat(field(wrong, "new")).contains("aria-describedby=\"checked\"").doesNotContain(INVALID);
        DavAnswer none = alice.post(
                        "/numbers/preview", "old", "+14155550100", "new", "+1 415 555 0123", "until", "tomorrow")
                .expect(400);
        assertThat(field(none, "until")).contains(INVALID, "aria-describedby=\"wrong zone\"");
    }

    @Test
    void a_name_a_label_and_a_file_are_marked() {
        assertThat(field(alice.post("/choices/block", "name", "nobody").expect(404), "name"))
                .contains(INVALID, "aria-describedby=\"wrong\"");
        assertThat(field(alice.post("/devices", "label", "my\u202Ephone").expect(400), "label"))
                .contains(INVALID, "aria-describedby=\"wrong\"");
        assertThat(field(alice.post("/contacts/import", "book", "contacts").expect(400), "file"))
                .contains(INVALID, "aria-describedby=\"wrong kinds\"");
    }
}
