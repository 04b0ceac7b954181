package org.teldav.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teldav.DavAnswer;
import org.teldav.OneEngine;
import org.teldav.TestServer;
import org.teldav.Victim;
import org.teldav.web.page.PageRoutes.Visit;
import org.teldav.web.page.Pages.Access;

/** Every page there is, asked for by those who may not, and every form, sent from elsewhere. The list is the pages' own: a new page fails until it is thought of. */
@OneEngine("about who may do what; that the API asks the store for the user's own only is shown on both")
class PageRoutesTest {
    private static final String NOT_SENT_FROM_HERE = "was not sent from here";
    private static final String MULTIPART = "multipart/form-data; boundary=b";

    @TempDir
    Path data;

    private TestServer server;
    private Victim victim;
    private List<Visit> visits;

    @BeforeEach
    void start() {
        server = TestServer.start(data);
        victim = Victim.live(server);
        visits = PageRoutes.of(server);
        assertThat(visits).hasSizeGreaterThan(60);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private PageClient browser() {
        return new PageClient(server.client());
    }

    /** With a form of the server's, and so with its token. */
    private PageClient stranger() {
        PageClient stranger = browser();
        stranger.get("/sign-in").expect(200);
        return stranger;
    }

    private PageClient signedIn(String name) {
        return browser().signIn(name, name + "-password");
    }

    /** The routes of administrators end in a word of their own. */
    private static Map<String, String> more(Map<String, String> values) {
        Map<String, String> more = new HashMap<>(values);
        more.put("word", "pause");
        return more;
    }

    /** Without what was asked for, and without what each browser gets of its own. */
    private static String bare(DavAnswer answer, Map<String, String> values) {
        return Victim.unnamed(answer.text().replaceAll("name=\"form\" value=\"[^\"]*\"", ""), values);
    }

    private Map<String, String> theirs() {
        return more(victim.theirs());
    }

    private Map<String, String> nobodys() {
        return more(victim.nobodys());
    }

    @Test
    void idor_what_is_another_s_is_answered_the_same_whether_it_exists_and_an_administrator_s_not_at_all() {
        String before = victim.state();
        PageClient mallory = signedIn("mallory");
        mallory.get("/account").expect(200);
        for (Visit visit : visits) {
            if (visit.access() == Access.ADMINISTRATOR) {
                visit.by(mallory, theirs()).expect(404);
            }
            if (visit.access() != Access.ANYBODY && visit.names()) {
                DavAnswer there = visit.by(mallory, theirs());
                DavAnswer not = visit.by(mallory, nobodys());
                assertThat(there.status()).as(visit.toString()).isEqualTo(not.status());
                assertThat(bare(there, theirs())).as(visit.toString()).isEqualTo(bare(not, nobodys()));
                boolean inThePath = visit.pattern().stream().anyMatch(part -> part.startsWith("{"));
                if (inThePath || visit.fields().contains("{card}&")) {
                    assertThat(there.status()).as(visit.toString()).isEqualTo(404);
                }
            }
        }
        assertThat(victim.state()).isEqualTo(before);
    }

    @Test
    void idor_who_is_not_signed_in_is_sent_to_sign_in_whether_it_exists_or_not() {
        String before = victim.state();
        // Who has the token of an invitation is invited: it can't be guessed.
        for (Visit visit : visits.stream()
                .filter(each -> !each.pattern().contains("{token}"))
                .toList()) {
            DavAnswer there = visit.by(stranger(), theirs());
            DavAnswer not = visit.by(stranger(), nobodys());
            assertThat(bare(there, theirs())).as(visit.toString()).isEqualTo(bare(not, nobodys()));
            assertThat(there.status()).as(visit.toString()).isEqualTo(not.status());
            if (visit.access() != Access.ANYBODY) {
                PageClient.isToSignIn(there);
                PageClient.isToSignIn(not);
            }
        }
        assertThat(victim.state()).isEqualTo(before);
    }

    @Test
    void csrf_every_form_that_is_not_sent_from_its_page_is_refused_and_changes_nothing() {
        String before = victim.state();
        PageClient mallory = signedIn("mallory");
        mallory.get("/account").expect(200);
        for (String name : List.of("alice", "root")) {
            PageClient user = signedIn(name);
            user.get("/account").expect(200);
            String own = user.token();
            for (Visit visit : forms()) {
                for (String sent : List.of("", "guessed", own + "x", own.substring(1), mallory.token())) {
                    refused(visit, user.forged("", sent, visit.path(theirs()), visit.form(theirs())));
                }
                for (String header : List.of(
                        "Sec-Fetch-Site: cross-site", "Sec-Fetch-Site: same-site", "Origin: https://evil.example")) {
                    refused(visit, user.forged(header, own, visit.path(theirs()), visit.form(theirs())));
                }
                refused(visit, multipart(user, visit));
            }
            assertThat(user.get("/account").expect(200).text()).contains("Sign out " + name);
        }
        assertThat(victim.state()).isEqualTo(before);
    }

    private List<Visit> forms() {
        return visits.stream().filter(visit -> visit.method().equals("POST")).toList();
    }

    private static void refused(Visit visit, DavAnswer answer) {
        assertThat(answer.status()).as(visit.toString()).isEqualTo(403);
        assertThat(answer.text()).as(visit.toString()).contains(NOT_SENT_FROM_HERE);
    }

    /** The fields as a form with a file sends them, and a token of nobody's. */
    private DavAnswer multipart(PageClient user, Visit visit) {
        StringBuilder body = new StringBuilder();
        String[] form = visit.form(theirs());
        List<String> fields = new ArrayList<>(List.of(form));
        fields.addAll(List.of("form", "guessed"));
        for (int i = 0; i < fields.size(); i += 2) {
            body.append("--b\r\nContent-Disposition: form-data; name=\"")
                    .append(fields.get(i))
                    .append("\"\r\n\r\n")
                    .append(fields.get(i + 1))
                    .append("\r\n");
        }
        body.append("--b--\r\n");
        return server.client()
                .with("Cookie: " + user.cookie())
                .with("Content-Type: " + MULTIPART)
                .send("POST", visit.path(theirs()), body.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Else the forms above would be refused for something else. */
    @Test
    void each_form_is_taken_when_it_is_sent_from_its_page() {
        for (Visit visit : forms()) {
            PageClient user = signedIn(visit.access() == Access.ADMINISTRATOR ? "root" : "alice");
            user.get("/account");
            DavAnswer answer = visit.by(user, theirs());
            assertThat(answer.status()).as(visit.toString()).isNotIn(404, 405, 500);
            assertThat(answer.text()).as(visit.toString()).doesNotContain(NOT_SENT_FROM_HERE);
            if (visit.toString().endsWith("/disabled")) {
                user.post(visit.path(theirs()));
            } else if (visit.pattern().contains("password") && visit.access() == Access.ADMINISTRATOR) {
                user.post(visit.path(theirs()), "password", "alice-password").expect(303);
            }
        }
    }

    @Test
    void open_redirect_no_parameter_of_any_page_leads_elsewhere() {
        List<String> evil = List.of("//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)");
        List<String> names = List.of(
                "next", "back", "return", "url", "done", "book", "card", "old", "new", "q", "from", "limit", "version");
        for (String name : List.of("", "alice", "root")) {
            PageClient user = visitor(name);
            for (Visit visit : visits) {
                for (String there : evil) {
                    leadsNowhereElse(visit, led(user, visit, names, there));
                    if (visit.toString().equals("POST /sign-out")) {
                        user = visitor(name);
                    }
                }
            }
        }
    }

    /** Signed in where there is a name. */
    private PageClient visitor(String name) {
        if (name.isEmpty()) {
            return stranger();
        }
        PageClient user = signedIn(name);
        user.get("/account").expect(200);
        return user;
    }

    private DavAnswer led(PageClient user, Visit visit, List<String> names, String there) {
        String path = "/" + Victim.path(visit.pattern(), theirs());
        List<String> fields = new ArrayList<>();
        StringBuilder query = new StringBuilder("?");
        for (String name : names) {
            fields.addAll(List.of(name, there));
            query.append(name).append('=').append(Page.encoded(there)).append('&');
        }
        return visit.method().equals("GET")
                ? user.get(path + query)
                : user.post(path + query, fields.toArray(String[]::new));
    }

    private static void leadsNowhereElse(Visit visit, DavAnswer answer) {
        assertThat(answer.headers().getOrDefault("Location", "/"))
                .as(visit.toString())
                .matches("/(?![/\\\\])[ -~]*");
        assertThat(answer.headers().getOrDefault("HX-Redirect", "/"))
                .as(visit.toString())
                .matches("/(?![/\\\\])[ -~]*");
        assertThat(answer.headers()).as(visit.toString()).doesNotContainKey("Refresh");
        assertThat(answer.text())
                .as(visit.toString())
                .doesNotContainPattern("(href|action|src|hx-get|content)=\"(//|/\\\\|https?://evil|javascript:)");
    }
}
