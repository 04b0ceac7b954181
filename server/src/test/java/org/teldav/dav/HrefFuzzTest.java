package org.teldav.dav;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

/** Any text as the path of a request: read or refused, and its canonical spelling is one. */
class HrefFuzzTest {
    @FuzzTest(maxDuration = "10m")
    void the_canonical_spelling_names_the_same_and_is_its_own(byte[] path) {
        String raw = new String(path, StandardCharsets.UTF_8);
        Href read;
        try {
            read = Href.parse(raw);
        } catch (DavException refused) {
            assertThat(refused.status()).isEqualTo(400);
            return;
        }
        assertThat(read.segments()).noneMatch(String::isEmpty).doesNotContain(".", "..");
        if (raw.indexOf('%') < 0) {
            assertThat("/" + String.join("/", read.segments()))
                    .isEqualTo(raw.replaceAll("//+", "/").replaceFirst("(?<=.)/$", ""));
        }
        String spelling = read.toString();
        assertThat(spelling).matches("/([-._~%A-Za-z0-9]+/)*[-._~%A-Za-z0-9]*");
        Href again = Href.parse(spelling);
        assertThat(again.segments()).isEqualTo(read.segments());
        assertThat(again.toString()).isEqualTo(spelling);
    }
}
