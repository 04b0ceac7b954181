package org.teldav;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A card with nearly as many numbers as one may have: in one statement each index row has nine parameters, and its key alone five. */
class ManyNumbersTest extends OneUserTest {
    private static final int NUMBERS = 4_990;

    @Test
    void all_numbers_of_a_card_are_stored_replaced_and_removed() {
        String path = book + "many.vcf";
        user.put(path, card("+4930")).expect(201);
        assertThat(found("+49300004989")).containsExactly(path);
        user.put(path, card("+4940")).expect(204);
        assertThat(found("+49300004989")).isEmpty();
        assertThat(found("+49400004989")).containsExactly(path);
        user.put(path, TestServer.card("many", "Many", "+49301234567")).expect(204);
        assertThat(found("+49400004989")).isEmpty();
        assertThat(found("+49301234567")).containsExactly(path);
    }

    /** By the index. */
    private List<String> found(String number) {
        String match = "<C:text-match match-type='equals'>" + number + "</C:text-match>";
        return user.report(book, query("<C:prop-filter name='TEL'>" + match + "</C:prop-filter>"))
                .expect(207)
                .hrefs();
    }

    private static String card(String area) {
        return "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:many\r\nN:Many;;;;\r\nFN:Many\r\n"
                + IntStream.range(0, NUMBERS)
                        .mapToObj(i -> String.format(Locale.ROOT, "TEL:%s%07d\r\n", area, i))
                        .collect(joining())
                + "END:VCARD\r\n";
    }
}
