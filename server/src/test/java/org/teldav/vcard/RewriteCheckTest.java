package org.teldav.vcard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.teldav.vcard.TelRewriter.Step;
import org.teldav.vcard.TelRewriter.Tel;
import org.teldav.vcard.VCardText.ContentLine;

/** The last look at a rewritten card catches what must never be written. */
class RewriteCheckTest {
    private final VCardText before =
            VCardText.parse("BEGIN:VCARD\r\nTEL:12\r\nNOTE:x\r\nEND:VCARD\r\n".getBytes(UTF_8));
    private final ContentLine tel = before.lines("TEL").get(0);
    private final Step step =
            new Step(new Tel(0, tel, "12", Optional.empty(), Optional.empty(), false), "34", Optional.empty());

    private Optional<String> fault(Splice splice, String after) {
        VCardText card = VCardText.parse(after.replace("|", "\r\n").getBytes(UTF_8));
        return new RewriteCheck(before, List.of(splice), card)
                .fault(
                        List.of(),
                        Map.of(tel, step),
                        (wanted, line) -> line.text().equals(wanted.newKey()));
    }

    private Splice value(String text) {
        return new Splice(tel.valueStart(), tel.valueEnd(), text.getBytes(UTF_8));
    }

    @Test
    void a_card_with_the_new_value_alone_passes() {
        assertThat(fault(value("34"), "BEGIN:VCARD|TEL:34|NOTE:x|END:VCARD|")).isEmpty();
        assertThat(fault(value("| 34".replace("|", "\r\n")), "BEGIN:VCARD|TEL:| 34|NOTE:x|END:VCARD|"))
                .isEmpty();
    }

    @Test
    void another_byte_is_a_fault() {
        assertThat(fault(value("34"), "BEGIN:VCARD|TEL:34|NOTE:y|END:VCARD|")).isPresent();
        assertThat(fault(value("34"), "BEGIN:VCARD|tel:34|NOTE:x|END:VCARD|")).isPresent();
        assertThat(fault(value("34"), "BEGIN:VCARD|TEL:34|NOTE:x|END:VCARD||")).isPresent();
        assertThat(fault(value("34"), "BEGIN:VCARD|TEL:34|NOTE:x|END:VCARD")).isPresent();
        assertThat(fault(value("34"), "")).isPresent();
    }

    @Test
    void another_line_is_a_fault() {
        assertThat(fault(value("34\r\nX:1"), "BEGIN:VCARD|TEL:34|X:1|NOTE:x|END:VCARD|"))
                .isPresent();
        Splice joining = new Splice(tel.valueStart(), tel.end(), "34".getBytes(UTF_8));
        assertThat(fault(joining, "BEGIN:VCARD|TEL:34NOTE:x|END:VCARD|")).isPresent();
    }

    @Test
    void another_number_is_a_fault() {
        assertThat(fault(value("56"), "BEGIN:VCARD|TEL:56|NOTE:x|END:VCARD|")).isPresent();
    }
}
