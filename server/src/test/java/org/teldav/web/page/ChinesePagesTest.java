package org.teldav.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teldav.DavClient;
import org.teldav.OneEngine;
import org.teldav.TestServer;

/** The pages as somebody sees them who reads Chinese. */
@OneEngine("about what a browser shows; what is behind it has tests of its own on both")
class ChinesePagesTest {
    private static final List<String> PAGES = List.of(
            "/numbers",
            "/journal",
            "/contacts",
            "/contacts/import",
            "/contacts/duplicates?book=contacts",
            "/contacts/merge?book=contacts&card=one.vcf&other=two.vcf",
            "/contacts/card?book=contacts&card=one.vcf",
            "/contacts/card/edit?book=contacts&card=one.vcf",
            "/choices",
            "/devices",
            "/account",
            "/admin",
            "/admin/users",
            "/admin/groups/family");

    @TempDir
    Path data;

    @Test
    void all_pages_are_good_in_chinese() {
        try (TestServer server = TestServer.start(data)) {
            DavClient root = server.administrator("root");
            server.user("alice", "+1 415 555 0100", "family");
            for (String name : List.of("one", "two")) {
                root.put(
                                "/dav/addressbooks/root/contacts/" + name + ".vcf",
                                TestServer.card(name, "王小明", "+86 10 6552 9988"))
                        .expect(201);
            }
            Browser browser = Browser.at(server.uri()).languages("zh-CN").open("/sign-in");
            browser.isGood("zh-sign-in").type("name", "root").type("password", "root-password");
            browser.press("登录").sees("我的号码");
            for (String page : PAGES) {
                browser.open(page).isGood("zh" + page.split("\\?")[0].replace('/', '-'));
                assertThat(browser.one("html").getDomAttribute("lang")).isEqualTo("zh-CN");
            }
        }
    }
}
