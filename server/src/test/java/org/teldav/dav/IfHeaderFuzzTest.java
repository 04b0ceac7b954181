package org.teldav.dav;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

/** Any text as an {@code If} header (RFC 4918 §10.4): read or refused; written down again it is the same. */
class IfHeaderFuzzTest {
    @FuzzTest(maxDuration = "10m")
    void what_is_read_means_the_same_when_it_is_written_again(byte[] header) {
        IfHeader read;
        try {
            read = IfHeader.parse(new String(header, StandardCharsets.ISO_8859_1));
        } catch (DavException refused) {
            assertThat(refused.status()).isEqualTo(400);
            return;
        }
        assertThat(read.lists())
                .isNotEmpty()
                .allSatisfy(list -> assertThat(list.conditions()).isNotEmpty());
        assertThat(read.lists().stream()
                        .map(list -> list.resource().isPresent())
                        .distinct())
                .as("tagged, or not")
                .hasSize(1);
        String written = read.lists().stream().map(IfHeaderFuzzTest::written).collect(joining(" "));
        IfHeader again = IfHeader.parse(written);
        assertThat(again).as(written).isEqualTo(read);
        assertThat(again.submitted()).as(written).isEqualTo(read.submitted());
    }

    private static String written(IfHeader.StateList list) {
        return list.resource().map(uri -> "<" + uri + "> ").orElse("")
                + list.conditions().stream().map(IfHeaderFuzzTest::written).collect(joining(" ", "(", ")"));
    }

    private static String written(IfHeader.Condition condition) {
        String not = condition.negated() ? "Not " : "";
        if (condition instanceof IfHeader.StateToken state) {
            return not + state.token().coded();
        }
        return not + "[" + ((IfHeader.StateTag) condition).tag() + "]";
    }
}
