package org.teldav.vcard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TelLinesTest {
    private static final String CARD =
            "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:A\r\ntel1.TEL;TYPE=CELL:1\r\nTEL:2\r\nNOTE:x\r\n"
                    + "tel1.X-ABLabel:mine\r\nEND:VCARD\r\n";

    private static String with(String card, TelLines.Tel... tels) {
        return new String(TelLines.with(card.getBytes(UTF_8), List.of(tels)), UTF_8);
    }

    @Test
    void lines_come_behind_the_last_tel_and_in_groups_of_their_own() {
        assertThat(with(
                        CARD,
                        new TelLines.Tel(List.of("WORK", "FAX"), "", "+3"),
                        new TelLines.Tel(List.of(), "at, home", "+4"),
                        TelLines.Tel.old("tel:+5")))
                .isEqualTo(CARD.replace(
                        "TEL:2\r\n",
                        "TEL:2\r\nTEL;TYPE=WORK;TYPE=FAX:+3\r\ntel2.TEL:+4\r\ntel2.X-ABLabel:at\\, home\r\n"
                                + "old1.TEL;VALUE=uri:tel:+5\r\nold1.X-ABLabel:old\r\n"));
    }

    @Test
    void nobody_writes_lines_of_their_own_by_a_type_or_a_label() {
        assertThat(with(
                        CARD,
                        new TelLines.Tel(List.of("CELL:666\r\nNOTE", "X;Y", ""), "a\r\nNOTE:b", "+3"),
                        new TelLines.Tel(List.of(), "x".repeat(61), "+4")))
                .isEqualTo(CARD.replace("TEL:2\r\n", "TEL:2\r\nTEL:+3\r\nTEL:+4\r\n"));
        String longest = "x".repeat(60);
        assertThat(with(CARD, new TelLines.Tel(List.of(), longest, "+4"))).contains(".X-ABLabel:" + longest + "\r\n");
    }

    @Test
    void a_vcard_2_1_gets_no_label_that_would_need_a_charset() {
        String old = CARD.replace("3.0", "2.1");
        assertThat(with(old, new TelLines.Tel(List.of("CELL"), "Büro", "+3")))
                .isEqualTo(old.replace("TEL:2\r\n", "TEL:2\r\nTEL;TYPE=CELL:+3\r\n"));
        assertThat(with(CARD, new TelLines.Tel(List.of("CELL"), "Büro", "+3"))).contains("tel2.X-ABLabel:Büro\r\n");
    }

    @Test
    void a_line_goes_with_the_label_of_a_group_that_is_its_own() {
        assertThat(new String(TelLines.without(CARD.getBytes(UTF_8), Set.of(0)), UTF_8))
                .isEqualTo(CARD.replace("tel1.TEL;TYPE=CELL:1\r\n", "").replace("tel1.X-ABLabel:mine\r\n", ""));
        String shared = CARD.replace("NOTE", "tel1.NOTE");
        assertThat(new String(TelLines.without(shared.getBytes(UTF_8), Set.of(0)), UTF_8))
                .isEqualTo(shared.replace("tel1.TEL;TYPE=CELL:1\r\n", ""));
        String more = with(CARD, new TelLines.Tel(List.of("WORK"), "x", "+3"));
        assertThat(new String(TelLines.without(more.getBytes(UTF_8), Set.of(2)), UTF_8))
                .isEqualTo(CARD);
    }
}
