package org.teldav.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessagesTest {
    private static Set<String> keys(String file) throws IOException {
        Properties words = new Properties();
        try (InputStream in = Messages.class.getResourceAsStream(file)) {
            words.load(Objects.requireNonNull(in));
        }
        return words.stringPropertyNames();
    }

    @Test
    void each_language_has_all_words_and_places_for_the_same_arguments() throws IOException {
        Messages english = Messages.of(Optional.of("en"));
        Messages chinese = Messages.of(Optional.of("zh-CN"));
        assertThat(chinese.language()).isEqualTo("zh-CN");
        Set<String> keys = keys("messages.properties");
        assertThat(keys("messages_zh_CN.properties")).containsExactlyInAnyOrderElementsOf(keys);
        for (String key : keys) {
            for (int argument = 0; argument < 3; argument++) {
                Object[] arguments = {0L, 0L, 0L};
                arguments[argument] = 7777L;
                assertThat(chinese.text(key, arguments).contains("7,777"))
                        .as("argument %d of %s", argument, key)
                        .isEqualTo(english.text(key, arguments).contains("7,777"));
            }
        }
    }

    @Test
    void a_preview_is_a_sentence_for_nobody_for_one_and_for_many() {
        Messages english = Messages.of(Optional.of("de, en;q=0.5"));
        assertThat(english.text("numbers.preview.people", 0L, 0L)).isEqualTo("Nobody in your groups has this number.");
        assertThat(english.text("numbers.preview.people", 27L, 1L))
                .isEqualTo("27 people in your groups have this number; 1 is blocked.");
        assertThat(english.text("numbers.preview.people", 1L, 2L))
                .isEqualTo("1 person in your groups has this number; 2 are blocked.");
        Messages chinese = Messages.of(Optional.of("zh-CN"));
        assertThat(chinese.text("numbers.preview.people", 0L, 0L)).isEqualTo("您的群组中没有人有此号码。");
        assertThat(chinese.text("numbers.preview.people", 1L, 1L)).isEqualTo("您的群组中有 1 人有此号码；1 人已被屏蔽。");
    }

    @ParameterizedTest
    @CsvSource({
        "zh, zh-CN",
        "'zh-SG,zh;q=0.9', zh-CN",
        "zh-Hans-HK, zh-CN",
        "'zh,en;q=0.8', zh-CN",
        "'zh-TW,en', en",
        "'zh-Hant,en', en",
        "'zh-HK', en",
        "'-,zh', en",
        "'fr,zh;q=0', en",
        "'--', en"
    })
    void chinese_is_written_as_on_the_mainland_where_nothing_else_is_said(String languages, String language) {
        assertThat(Messages.of(Optional.of(languages)).language()).isEqualTo(language);
    }

    /** No browser's list is so long, and each of its languages costs time. */
    @Test
    void a_list_without_end_is_not_read() {
        String list = "zh" + ",de".repeat(150);
        assertThat(Messages.of(Optional.of(list)).language()).isEqualTo("zh-CN");
        assertThat(Messages.of(Optional.of(list + ",de".repeat(50))).language()).isEqualTo("en");
    }
}
