package org.teldav.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teldav.DavClient;
import org.teldav.OneEngine;
import org.teldav.TestServer;

/** What the API refuses is told in the language of the page. */
@OneEngine("about words, not about what is stored")
class RefusalWordsTest {
    private static final Path SOURCES = Path.of("src/main/java/org/teldav");
    private static final Pattern CODE = Pattern.compile("\\.as\\(\"([a-z-]+)\"|, \"([a-z]+-[a-z-]+)\"\\);");

    @TempDir
    Path data;

    private static Set<String> codes() throws IOException {
        Set<String> codes = new TreeSet<>();
        List<Path> files = new ArrayList<>();
        try (Stream<Path> all = Files.walk(SOURCES)) {
            all.filter(file -> file.toString().endsWith(".java")).forEach(files::add);
        }
        for (Path file : files) {
            String source = Files.readString(file);
            Matcher matcher = CODE.matcher(source);
            while (matcher.find()) {
                if (matcher.group(1) != null) {
                    codes.add(matcher.group(1));
                } else if (source.contains("new ApiException(")) {
                    codes.add(matcher.group(2));
                }
            }
        }
        return codes;
    }

    @Test
    void each_code_has_words() throws IOException {
        Messages english = Messages.of(Optional.of("en"));
        assertThat(codes())
                .hasSizeGreaterThan(50)
                .allSatisfy(code ->
                        assertThat(english.has("error." + code)).as(code).isTrue());
    }

    @Test
    void the_api_says_code_and_arguments_and_a_chinese_page_says_it_in_chinese() {
        try (TestServer server = TestServer.start(data)) {
            DavClient root = server.administrator("root");
            String taken = root.with("Content-Type: application/json")
                    .send("POST", "/api/groups", "{\"name\": \"root\"}".getBytes(StandardCharsets.UTF_8))
                    .expect(409)
                    .text();
            assertThat(taken)
                    .isEqualTo("{\"error\":\"there is a user or group 'root' already\","
                            + "\"code\":\"name-taken\",\"arguments\":[\"root\"]}");
            for (String language : List.of("zh-CN", "en")) {
                PageClient page = new PageClient(server.client().with("Accept-Language: " + language));
                page.signIn("root", "root-password");
                page.get("/admin/groups").expect(200);
                String text =
                        page.post("/admin/groups", "name", "root").expect(409).text();
                assertThat(text)
                        .contains(
                                language.equals("en")
                                        ? "There is a user or group “root” already."
                                        : "已有名为“root”的用户或群组。");
            }
        }
    }
}
