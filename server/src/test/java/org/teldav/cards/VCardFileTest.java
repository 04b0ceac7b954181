package org.teldav.cards;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VCardFileTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            <FN:A~>                        | card 1 (A)
            <FN:A~><FN:B~>                 | card 1 (A), card 4 (B)
            ^<FN:A~>                       | card 1 (A)
            ~~<FN:A~>~~<FN:B~>~            | card 3 (A), card 8 (B)
            <FN:A~<FN:B~>                  | part 1 (A), card 3 (B)
            <FN:A~                         | part 1 (A)
            rubbish~more~<FN:A~>           | part 1, card 3 (A)
            <FN:A~>rubbish                 | card 1 (A), part 4
            <item1.FN;X=1:A~>              | card 1 (A)
            <N:B~>                         | card 1
            <FN:A~NOTE:x~ END:VCARD~TEL:1~> | card 1 (A)
            <FN:A~NOTE:x~ BEGIN:VCARD~>    | card 1 (A)
            begin:vcard~fn:A~end:vcard     | card 1 (A)
            """)
    void a_file_is_taken_apart_at_begin_and_end_and_a_broken_card_takes_no_other_with_it(String file, String parts)
            throws IOException {
        String text = file.replace("<", "BEGIN:VCARD~")
                .replace(">", "END:VCARD~")
                .replace("~", "\r\n")
                .replace("^", "\uFEFF");
        List<String> read = new ArrayList<>();
        StringBuilder all = new StringBuilder();
        VCardFile cards = new VCardFile(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        for (var part = cards.next(); part.isPresent(); part = cards.next()) {
            read.add((part.get().whole() ? "card " : "part ")
                    + part.get().label().substring("line ".length()));
            all.append(new String(part.get().content(), StandardCharsets.UTF_8));
        }
        assertThat(String.join(", ", read)).isEqualTo(parts);
        assertThat(all.toString().replaceAll("\\s", ""))
                .isEqualTo(text.replace("\uFEFF", "").replaceAll("\\s", ""));
    }
}
