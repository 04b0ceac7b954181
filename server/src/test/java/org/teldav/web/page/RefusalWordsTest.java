package org.teldav.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
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
import org.teldav.storage.ScheduledEdit;

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

    private static final Pattern SAID = Pattern.compile(
            "(?:InvalidCardException\\.(?:invalid|unsupported)\\(|Leaving\\([^\"]*|Unchanged\\(|leave\\(tx, [^\"]*|WANTS_TO_BE_ASKED = |State\\.(?:PLANNED|RUNNING|CANCELLED), |[^.]refused\\()\\s*\"([^\"]+)\"\\s*[,);]");

    /** Whole sentences of cards, as they stand in the sources. */
    private static Set<String> sentences() throws IOException {
        Set<String> sentences = new TreeSet<>();
        for (String room : List.of("vcard", "propagation", "web/CardImport.java")) {
            try (Stream<Path> all = Files.walk(SOURCES.resolve(room))) {
                for (Path file : all.filter(Files::isRegularFile).toList()) {
                    SAID.matcher(Files.readString(file)).results().forEach(said -> sentences.add(said.group(1)));
                }
            }
        }
        return sentences;
    }

    @Test
    void what_is_said_of_a_card_has_words_and_its_numbers_and_line_stand_in_them() throws IOException {
        Messages chinese = Messages.of(Optional.of("zh-CN"));
        assertThat(sentences())
                .hasSizeGreaterThan(15)
                .allSatisfy(sentence -> assertThat(chinese.said(sentence)).isNotEqualTo(sentence));
        assertThat(chinese.said("line 7: The UID must have 1 to 255 characters."))
                .isEqualTo("第 7 行：UID 须为 1 至 255 个字符。");
        assertThat(chinese.said("it is larger than 1048576 bytes (limits.card)"))
                .isEqualTo("超过 1048576 字节");
        assertThat(chinese.said(
                        "line 2: Only vCard 3.0 and 4.0 are stored here. Export it as vCard 3.0, or as a CSV table"
                                + " and import that on the web page."))
                .isEqualTo("第 2 行：这里只保存 vCard 3.0 和 4.0。请将它导出为 vCard 3.0，或导出为 CSV 表格，再在此导入。");
        assertThat(chinese.said("what nobody has words for")).isEqualTo("what nobody has words for");
        assertThat(Messages.of(Optional.of("en")).said("line 7: The vCard has no FN."))
                .isEqualTo("line 7: The vCard has no FN.");
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

    @Test
    void a_chinese_page_says_in_chinese_what_is_met_by_who_does_nothing_wrong() {
        try (TestServer server = TestServer.start(data)) {
            server.user("alice", "+14155550100", "family");
            server.store().write(tx -> {
                long alice = tx.principals().user("alice").orElseThrow().id();
                Instant now = Instant.now();
                long edit = tx.scheduledEdits()
                        .plan(alice, "+14155550100", "+14155550111", now, now.plusSeconds(60), OptionalLong.empty());
                return tx.scheduledEdits()
                        .settle(
                                alice,
                                edit,
                                ScheduledEdit.State.PLANNED,
                                ScheduledEdit.State.FAILED,
                                "the own card is left as it is: no entry has an old number");
            });
            PageClient page = new PageClient(server.client().with("Accept-Language: zh-CN"));
            page.signIn("alice", "alice-password");
            assertThat(page.get("/numbers").expect(200).text()).contains("未能执行：您的名片保持不变。 名片中没有旧号码。");
            assertThat(page.post("/choices", "mode", "sometimes").expect(400).text())
                    .contains("请求无法处理。");
        }
        assertThat(Messages.of(Optional.of("en")).said("there is no own card")).isEqualTo("You have no own card.");
        assertThat(Messages.of(Optional.of("en")).said("what nobody: has words for"))
                .isEqualTo("what nobody: has words for");
    }
}
