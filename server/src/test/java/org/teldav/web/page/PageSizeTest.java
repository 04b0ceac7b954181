package org.teldav.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teldav.DavClient;
import org.teldav.OneEngine;
import org.teldav.TestServer;

/** What a browser that has nothing yet loads for each page: less than 100 kB. */
@OneEngine("about bytes of pages, not about what is stored")
class PageSizeTest {
    private static final int MOST = 100_000;
    private static final Pattern FILE = Pattern.compile("(?:href|src)=\"(/assets/[^\"]+)\"");
    private static final List<String> PAGES = List.of(
            "/numbers",
            "/journal",
            "/contacts",
            "/contacts/import",
            "/contacts/duplicates?book=contacts",
            "/contacts/card?book=contacts&card=p1.vcf",
            "/contacts/card/edit?book=contacts&card=p1.vcf",
            "/contacts/merge?book=contacts&card=p1.vcf&other=p2.vcf",
            "/choices",
            "/devices",
            "/account",
            "/admin",
            "/admin/users",
            "/admin/groups",
            "/admin/groups/family");

    @TempDir
    Path data;

    @Test
    void a_page_and_all_that_it_loads_is_less_than_100_kb() {
        try (TestServer server = TestServer.start(data)) {
            DavClient root = server.administrator("root");
            server.user("alice", "+1 415 555 0100", "family");
            for (int i = 0; i < 100; i++) {
                String card = TestServer.card("p" + i, "Person with a rather long name " + i, "+1 415 555 0100")
                        .replace("END:", "EMAIL:person-with-a-long-name-" + i + "@example.org\r\nEND:");
                root.put("/dav/addressbooks/root/contacts/p" + i + ".vcf", card).expect(201);
            }
            PageClient page = new PageClient(server.client()).signIn("root", "root-password");
            for (String path : PAGES) {
                int size = size(server, page, path);
                assertThat(size).as(path).isLessThan(MOST);
            }
        }
    }

    private static int size(TestServer server, PageClient page, String path) {
        byte[] html = page.get(path).expect(200).body();
        Matcher matcher = FILE.matcher(new String(html, StandardCharsets.UTF_8));
        Set<String> files = new LinkedHashSet<>();
        while (matcher.find()) {
            files.add(matcher.group(1));
        }
        assertThat(files).hasSize(3);
        return html.length
                + files.stream()
                        .mapToInt(file -> server.client()
                                .with("Accept-Encoding: gzip")
                                .get(file)
                                .expect(200)
                                .body()
                                .length)
                        .sum();
    }
}
