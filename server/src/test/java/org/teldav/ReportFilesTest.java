package org.teldav;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Requests in files named by the section of the RFC, whose first comment says what the answer is: a status; with 207 the names of the cards, with an error its
 * precondition; {@code 507} and {@code 404 name} for responses with a status alone; {@code has} for what stands in the answer.
 */
class ReportFilesTest extends OneUserTest {
    private static final Path FILES = Path.of("src/test/resources/org/teldav/reports");
    private static final String RENEE = String.join(
            "\r\n",
            "BEGIN:VCARD",
            "VERSION:3.0",
            "UID:renee",
            "FN:Renée Dubois",
            "N:Dubois;Renée;;Dr.;",
            "NICKNAME:me,Ren",
            "item1.TEL;TYPE=CELL,VOICE:(415) 555-0",
            " 100",
            "item1.X-ABLabel:_$!<Mobile>!$_",
            "TEL;type=WORK;type=pref:+33 1 23 45 67 89",
            "EMAIL;TYPE=\"HOME\":renee@example.com",
            "END:VCARD",
            "");
    private static final String LENA = String.join(
            "\r\n",
            "BEGIN:VCARD",
            "VERSION:4.0",
            "UID:lena",
            "FN:λένας große",
            "NOTE;X-QUOTE=say ^'^^^nnow^':x",
            "TEL;VALUE=uri;TYPE=\"home,voice\":tel:+1-415-555-0143",
            "END:VCARD",
            "");

    static Stream<String> files() throws IOException {
        try (Stream<Path> files = Files.list(FILES)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList().stream();
        }
    }

    @BeforeEach
    void cards() {
        user.put(book + "renee.vcf", RENEE).expect(201);
        user.put(book + "lena.vcf", LENA).expect(201);
        user.put(
                        book + "plain.vcf",
                        "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:plain\r\nN:;;;;\r\nFN:Plain\r\nTEL:1\r\nEND:VCARD\r\n")
                .expect(201);
    }

    @ParameterizedTest
    @MethodSource("files")
    void the_answer_is_what_the_file_says(String file) throws IOException {
        String text = Files.readString(FILES.resolve(file));
        List<String> expected = text.substring(4, text.indexOf("-->"))
                .strip()
                .lines()
                .map(String::stripLeading)
                .toList();
        String[] first = expected.get(0).split(" ");
        DavAnswer answer = user.report(book, text.replace("BOOK", book)).expect(Integer.parseInt(first[0]));
        if (!first[0].equals("207")) {
            Arrays.stream(first).skip(1).forEach(answer::expectError);
            return;
        }
        List<String> cards =
                Arrays.stream(first).skip(1).map(name -> book + name + ".vcf").toList();
        assertThat(answer.hrefs().stream()
                        .filter(href -> answer.property(href, "getetag").isPresent()
                                || answer.property(href, "address-data").isPresent())
                        .toList())
                .containsExactlyInAnyOrderElementsOf(cards);
        for (String line : expected.subList(1, expected.size())) {
            more(answer, line);
        }
        assertThat(answer.responses())
                .hasSize(cards.size()
                        + (int) expected.stream()
                                .skip(1)
                                .filter(line -> line.matches("[45]0.*"))
                                .count());
    }

    private void more(DavAnswer answer, String line) {
        if (line.startsWith("has ")) {
            String part = line.substring(4).replace("\\r\\n", "\r\n");
            assertThat(answer.xml().getTextContent()).contains(part);
        } else if (line.equals("507")) {
            assertThat(answer.responseStatus(book)).isEqualTo(507);
            assertThat(answer.text()).contains("<D:error><D:number-of-matches-within-limits/></D:error>");
        } else {
            assertThat(answer.responseStatus(book + line.substring(4))).isEqualTo(404);
        }
    }
}
