package org.teldav.vcard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** RFC 6350 §3.2: lines of 75 octets, where the client keeps to that. */
class RefoldTest extends RewriteCase {
    /** A header of so many octets. */
    private static String header(String start, int octets) {
        return start + ";X-NOTE=" + "a".repeat(octets - start.length() - 9) + ":";
    }

    @Test
    void a_line_over_75_octets_is_folded_with_the_cards_own_ending() {
        String fits = header("TEL;TYPE=CELL", 60);
        assertRewrites(fits + "(415) 555-0100", fits + "+44 7700 900123", MOVE, "US");
        String header = header("TEL;TYPE=CELL", 61);
        assertRewrites(header + "(415) 555-0100", header + "| +44 7700 900123", MOVE, "US");
        byte[] lf = new String(card(header + "(415) 555-0100"), UTF_8)
                .replace("\r", "")
                .getBytes(UTF_8);
        assertThat(new String(changed(lf, MOVE, "US").card(), UTF_8)).contains(header + "\n +44 7700 900123\n");
        String quoted = header("TEL;QUOTED-PRINTABLE", 61);
        assertRewrites(quoted + "(415) 555-0100", quoted + "=|+44 7700 900123", MOVE, "US");
    }

    @Test
    void a_comment_is_folded_away_from_the_number_and_never_inside() {
        String comment = " (" + "c".repeat(58) + ")";
        assertRewrites("TEL:4155550100" + comment, "TEL:| +447700900123" + comment, MOVE, "US");
        assertRewrites(
                "TEL:4155550100" + comment,
                "TEL:| +447700900123 ext. 123| " + comment,
                Map.of(OLD, NEW + ";ext=123"),
                "US");
    }

    /** RFC 6350 §3.2: the line break is none of the 75. */
    @Test
    void a_line_of_75_octets_that_goes_on_in_the_next_is_one_of_a_client_that_folds() {
        String header = header("TEL", 57);
        assertRewrites(header + "(415) 555-0100 (ab|  c)", header + "| +44 7700 900123 (ab|  c)", MOVE, "US");
    }

    @Test
    void a_client_that_does_not_fold_gets_no_fold() {
        String header = header("TEL", 90);
        assertRewrites(header + "(415) 555-0100", header + "+44 7700 900123", MOVE, "US");
        String shorter = header("TEL", 62);
        assertRewrites(shorter + "(415) 555-0100", shorter + "+44 7700 900123", MOVE, "US");
    }
}
