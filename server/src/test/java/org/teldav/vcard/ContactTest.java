package org.teldav.vcard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.teldav.vcard.Contact.Entry;

class ContactTest {
    private static Contact contact(String lines) {
        return Contact.of(("BEGIN:VCARD\r\nVERSION:3.0\r\nUID:u\r\n" + lines + "END:VCARD\r\n").getBytes(UTF_8));
    }

    @Test
    void people_see_values_with_what_they_are_for() {
        Contact contact =
                contact("N:Li;Mei;;Dr.;\r\nORG:Acme\\, Ltd.;Lab\r\nTEL;TYPE=WORK,VOICE,PREF:+1 415 555 0100\r\n"
                        + "item1.TEL:tel:+14155550101\r\nitem1.X-ABLabel:_$!<Mobile>!$_\r\nEMAIL;TYPE=INTERNET:mei@example.org\r\n"
                        + "ADR;TYPE=HOME:;;1 Main St\\; rear;Springfield;;12345;\r\nNOTE:one\\ntwo\r\n");
        assertThat(contact.name()).isEqualTo("Dr. Mei Li");
        assertThat(contact.about()).containsExactly("Acme, Ltd., Lab");
        assertThat(contact.numbers())
                .containsExactly(new Entry("work", "+1 415 555 0100"), new Entry("Mobile", "+14155550101"));
        assertThat(contact.emails()).containsExactly(new Entry("", "mei@example.org"));
        assertThat(contact.addresses()).containsExactly(new Entry("home", "1 Main St; rear, Springfield, 12345"));
        assertThat(contact.notes()).containsExactly("one\ntwo");
    }

    @Test
    void a_number_that_stands_as_a_uri_is_shown_decoded() {
        assertThat(contact("TEL:tel:*100%23\r\n").numbers()).containsExactly(new Entry("", "*100#"));
    }

    @Test
    void what_is_empty_is_not_shown() {
        assertThat(contact("FN:\r\nN:Li;Mei;;;\r\nORG:;\r\nADR:;;;;;;\r\nNOTE: \r\n"))
                .isEqualTo(contact("N:Li;Mei;;;\r\n"));
        assertThat(contact("FN:\r\nN:Li;Mei;;;\r\n").name()).isEqualTo("Mei Li");
    }

    @Test
    void what_is_no_card_has_nothing_to_see() {
        assertThat(Contact.of(new byte[] {0, 1, 2})).isEqualTo(contact(""));
        assertThat(contact(""))
                .isEqualTo(new Contact(
                        "", List.of(), List.of(), List.of(), List.of(), List.of(), java.util.Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource({
        "png, 64, 64, 100, image/png",
        "png, 64, 64, 499999, image/png",
        "png, 64, 64, 500000, none",
        "png, 50000, 64, 100, none",
        "png, 64, 50000, 100, none",
        "gif, 64, 64, 100, image/gif",
        "gif, 50000, 64, 100, none",
        "gif, 64, 50000, 100, none",
        "jpeg, 0, 0, 100, image/jpeg",
        "webp, 0, 0, 100, image/webp",
        "svg, 0, 0, 100, none",
    })
    void a_photo_is_what_its_bytes_say_and_of_a_bounded_size(
            String kind, int width, int height, int bytes, String type) {
        byte[] photo = Arrays.copyOf(beginning(kind, width, height), bytes);
        String base64 = Base64.getEncoder().encodeToString(photo);
        assertThat(contact("PHOTO;ENCODING=b;TYPE=SVG:" + base64 + "\r\n")
                        .photo()
                        .map(Photo::mediaType)
                        .orElse("none"))
                .isEqualTo(type);
        assertThat(contact("PHOTO:data:image/svg+xml;base64," + base64 + "\r\n")
                        .photo()
                        .map(Photo::dataUri)
                        .orElse("none"))
                .startsWith(type.equals("none") ? "none" : "data:" + type + ";base64,");
    }

    private static byte[] beginning(String kind, int width, int height) {
        byte w = (byte) (width >> 8);
        byte v = (byte) width;
        byte h = (byte) (height >> 8);
        byte g = (byte) height;
        return switch (kind) {
            case "png" ->
                new byte[] {
                    (byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, 0, 0, 13, 'I', 'H', 'D', 'R', 0, 0, w, v, 0, 0, h, g
                };
            case "gif" -> new byte[] {'G', 'I', 'F', '8', '9', 'a', v, w, g, h};
            case "jpeg" -> new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF};
            case "webp" -> new byte[] {'R', 'I', 'F', 'F', 0, 0, 0, 0, 'W', 'E', 'B', 'P'};
            default -> "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>".getBytes(UTF_8);
        };
    }

    @Test
    void a_photo_elsewhere_is_none() {
        assertThat(contact("PHOTO;VALUE=uri:https://example.org/me.png\r\n").photo())
                .isEmpty();
    }
}
