package org.teldav.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teldav.DavClient;
import org.teldav.OneEngine;
import org.teldav.TestServer;
import org.teldav.Victim;
import org.teldav.web.page.PageRoutes.Visit;
import org.teldav.web.page.Pages.Access;

/** What people write into names, cards and addresses, on every page that there is, in a browser: it is text, runs nothing, and fetches nothing from anywhere. */
@OneEngine("about what a browser shows")
class BrowserAttackTest {
    private static final String WICKED = "\"'><img src=x onerror=attacked=1><svg onload=attacked=1>";
    private static final String SHOWN = "onerror=attacked=1";
    private static final String REFLECTED =
            "&q=%1$s&new=%1$s&old=%1$s&at=%1$s&until=%1$s&done=%1$s&next=%1$s&book=%1$s&card=%1$s&seen=%1$s&from=%1$s&limit=%1$s";

    /** They are saved, and not shown. */
    private static final Set<String> FILES =
            Set.of("GET /contacts/card/file", "GET /contacts/export", "GET /account/export");

    private static final String WATCH = "window.violations = [];"
            + "document.addEventListener('securitypolicyviolation', e => violations.push(e.violatedDirective + ' ' + e.blockedURI));"
            + "window.alert = window.confirm = window.prompt = () => { window.attacked = 1; };";

    /** Whatever could run or fetch something that is not the server's own. */
    private static final String FOUND = "return [...document.querySelectorAll('*')].filter(e =>"
            + " [...e.attributes].some(a => a.name.startsWith('on'))"
            + " || ['IFRAME', 'OBJECT', 'EMBED', 'BASE', 'SVG'].includes(e.tagName.toUpperCase())"
            + " || e.tagName === 'SCRIPT' && !e.hasAttribute('src')"
            + " || ['href', 'src', 'action', 'formaction'].some(n => e.hasAttribute(n)"
            + " && !/^([/](?![/\\\\])|#|data:image[/](png|jpeg|gif|webp);)/.test(e.getAttribute(n))))"
            + ".map(e => e.outerHTML).concat(window.attacked ? ['attacked'] : []).concat(window.violations);";

    @TempDir
    Path data;

    private TestServer server;
    private ServerSocketChannel elsewhere;
    private Map<String, String> theirs;
    private int shown;

    @BeforeEach
    void start() throws IOException {
        elsewhere = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        elsewhere.configureBlocking(false);
        server = TestServer.start(data);
        theirs = new HashMap<>(Victim.live(server, WICKED).theirs());
        theirs.put("word", "pause");
        DavClient alice = server.as("alice");
        String path =
                "/dav/addressbooks/alice/" + Page.encoded(theirs.get("book")) + "/" + Page.encoded(theirs.get("card"));
        alice.put(path, card()).expect(204);
        for (String place : List.of("book", "uid")) {
            String named = place.equals("book") ? theirs.get("book") : "x" + WICKED;
            Victim.json(
                            alice,
                            "PUT",
                            "/api/users/alice/prefs",
                            org.teldav.web.Json.bytes(org.teldav.web.Json.object()
                                    .put("mode", "never")
                                    .put(place, named)))
                    .expect(200);
        }
    }

    @AfterEach
    void close() throws IOException {
        server.close();
        elsewhere.close();
    }

    private String card() throws IOException {
        String there = "http://127.0.0.1:" + ((InetSocketAddress) elsewhere.getLocalAddress()).getPort() + "/x.png";
        return TestServer.card("x" + WICKED, "Xenia" + WICKED, "+1 415 555 0101")
                .replace(
                        "END:",
                        String.join(
                                        "\r\n",
                                        "ORG:" + WICKED,
                                        "TITLE:<script>attacked=1</script>",
                                        "NICKNAME:<iframe src=\"" + there + "\">",
                                        "NOTE:<a href=\"javascript:attacked=1\">here</a><img src=\"" + there + "\">",
                                        "URL:javascript:attacked=1",
                                        "EMAIL:" + WICKED,
                                        "TEL;VALUE=uri:javascript:attacked=1",
                                        "ADR:;;" + WICKED + ";;;;",
                                        "PHOTO;VALUE=uri:" + there,
                                        "PHOTO;VALUE=uri:javascript:attacked=1",
                                        "PHOTO;VALUE=uri:data:text/html;base64,PHNjcmlwdD5hdHRhY2tlZD0xPC9zY3JpcHQ+",
                                        "PHOTO;ENCODING=b;TYPE=SVG:PHN2ZyBvbmxvYWQ9ImF0dGFja2VkPTEiLz4=",
                                        "LOGO;VALUE=uri:" + there,
                                        "SOUND;VALUE=uri:" + there)
                                + "\r\nEND:");
    }

    @Test
    void xss_what_somebody_writes_runs_nothing_and_fetches_nothing_on_any_page() throws IOException {
        Browser browser = Browser.at(server.uri());
        Object watching = browser.driver()
                .executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", WATCH))
                .get("identifier");
        try {
            visits(browser, Access.ANYBODY);
            browser.open("/sign-in").type("name", WICKED).type("password", "x").press("Sign in");
            browser.sees("Sign in");
            isClean(browser, "POST /sign-in");
            browser.signIn("alice", "alice-password").sees("Sign out alice");
            visits(browser, Access.USER);
            forms(browser);
            browser.press("Sign out alice").sees("Sign in").signIn("root", "root-password");
            browser.sees("Sign out root");
            visits(browser, Access.ADMINISTRATOR);
            assertThat(shown).as("pages that show it").isGreaterThan(10);
            assertThat(elsewhere.accept()).as("somebody was told who looks").isNull();
        } finally {
            browser.driver()
                    .executeCdpCommand(
                            "Page.removeScriptToEvaluateOnNewDocument", Map.of("identifier", String.valueOf(watching)));
        }
    }

    private void visits(Browser browser, Access access) {
        for (Visit visit : PageRoutes.of(server)) {
            if (visit.access() == access && visit.method().equals("GET") && !FILES.contains(visit.toString())) {
                String path = visit.path(theirs);
                browser.open(path + (path.contains("?") ? "" : "?") + REFLECTED.formatted(Page.encoded(WICKED)));
                isClean(browser, visit.toString());
            }
        }
    }

    /** What they show again of what was typed. */
    private void forms(Browser browser) throws IOException {
        browser.open("/choices").type("name", WICKED).press("Block");
        isClean(browser, "POST /choices/block");
        Path file =
                Files.writeString(data.resolve("x.vcf"), card().replace("VERSION:3.0", "VERSION:" + WICKED) + card());
        browser.open("/contacts/import").one("[name=file]").sendKeys(file.toString());
        browser.press("Import").sees("1 refused").sees(SHOWN);
        isClean(browser, "POST /contacts/import");
    }

    private void isClean(Browser browser, String where) {
        Object found = browser.driver().executeScript(FOUND);
        assertThat((List<?>) found).as(where).isEmpty();
        shown += browser.text().contains(SHOWN) ? 1 : 0;
    }
}
