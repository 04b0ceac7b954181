package org.teldav.dav;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import javax.xml.namespace.QName;
import org.junit.jupiter.api.Test;

class XmlOutputTest {
    private static String written(Consumer<XmlOutput> writer) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        XmlOutput out = new XmlOutput(bytes);
        writer.accept(out);
        out.flush();
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void what_xml_can_not_hold_is_left_out_and_the_rest_is_escaped() {
        String text = "a<b>&\"c\r\n\t\u0001\u000b\ufffe\ud800x\ud83d\ude00\u00e9\u4e2d";
        String expected = "a&lt;b&gt;&amp;&quot;c&#13;\n\tx\ud83d\ude00\u00e9\u4e2d";
        assertThat(written(out -> out.text(text))).isEqualTo(expected);
    }

    @Test
    void bytes_come_out_as_the_same_text() {
        String text = "BEGIN:VCARD\r\nFN:J\u00f6 & <\ud83d\ude00>\u0001\uffff\r\n";
        String whole = written(out -> out.text(text));
        assertThat(written(out -> bytes(out, text.getBytes(StandardCharsets.UTF_8))))
                .isEqualTo(whole);
    }

    private static XmlOutput bytes(XmlOutput out, byte[] utf8) {
        return out.text(utf8, 0, utf8.length);
    }

    /** RFC 6350 §3.2: an XML document with half a character would be none. */
    @Test
    void rfc6350_3_2_a_fold_in_the_midst_of_a_character_comes_after_it() {
        for (String character : new String[] {"\u00e9", "\u4e2d", "\ud83d\ude00"}) {
            byte[] utf8 = character.getBytes(StandardCharsets.UTF_8);
            for (int at = 1; at < utf8.length; at++) {
                for (String fold : new String[] {"\r\n ", "\n\t"}) {
                    ByteArrayOutputStream card = new ByteArrayOutputStream();
                    card.writeBytes("FN:a".getBytes(StandardCharsets.UTF_8));
                    card.write(utf8, 0, at);
                    card.writeBytes(fold.getBytes(StandardCharsets.UTF_8));
                    card.write(utf8, at, utf8.length - at);
                    card.writeBytes("b\r\n".getBytes(StandardCharsets.UTF_8));
                    assertThat(written(out -> bytes(out, card.toByteArray())))
                            .isEqualTo("FN:a" + character + fold.replace("\r", "&#13;") + "b&#13;\n");
                }
            }
        }
    }

    @Test
    void what_xml_can_not_hold_is_left_out_where_a_fold_splits_it_too() {
        byte[] utf8 = {
            'a',
            (byte) 0xEF,
            (byte) 0xBF,
            '\r',
            '\n',
            ' ',
            (byte) 0xBE,
            'b',
            (byte) 0xEF,
            '\n',
            '\t',
            (byte) 0xBF,
            (byte) 0xBF
        };
        assertThat(written(out -> bytes(out, utf8))).isEqualTo("a&#13;\n b\n\t");
    }

    @Test
    void bytes_that_are_no_characters_are_left_out() {
        byte[] utf8 = {'a', (byte) 0x80, 'b', (byte) 0xC3, 'c', (byte) 0xE2, (byte) 0x82, '\r', '\n', 'd', (byte) 0xF0};
        assertThat(written(out -> bytes(out, utf8))).isEqualTo("abc&#13;\nd");
    }

    @Test
    void a_part_of_an_array_is_written_without_the_rest() {
        byte[] utf8 = "x<\u00e9>y".getBytes(StandardCharsets.UTF_8);
        assertThat(written(out -> out.text(utf8, 1, utf8.length - 1))).isEqualTo("&lt;\u00e9&gt;");
    }

    @Test
    void a_text_longer_than_the_buffer_is_whole() {
        String text = "0123456789\u00e9\r\n".repeat(5000);
        String expected = text.replace("\r", "&#13;");
        assertThat(written(out -> out.text(text))).isEqualTo(expected);
        assertThat(written(out -> bytes(out, text.getBytes(StandardCharsets.UTF_8))))
                .isEqualTo(expected);
    }

    /** The first buffer is of 2^14 bytes, each later one of 2^16. */
    @Test
    void what_stands_across_the_end_of_a_buffer_is_whole() {
        String text = "a\u00e9<\ud83d\ude00\r\n";
        String expected = "<D:prop>" + text + "a\u00e9&lt;\ud83d\ude00&#13;\n".repeat(2) + "<D:\u00fc/>";
        for (int buffers : new int[] {1 << 14, (1 << 14) + (1 << 16), (1 << 14) + (2 << 16)}) {
            for (int before = buffers - expected.getBytes(StandardCharsets.UTF_8).length; before <= buffers; before++) {
                String filling = "x".repeat(before);
                assertThat(written(out -> bytes(
                                        out.raw(filling)
                                                .raw("<D:prop>")
                                                .markup(text)
                                                .text(text),
                                        text.getBytes(StandardCharsets.UTF_8))
                                .empty(Xml.dav("\u00fc"))))
                        .as("%d bytes before", before)
                        .isEqualTo(filling + expected);
            }
        }
    }

    @Test
    void a_foreign_namespace_is_declared_where_it_stands_and_escaped() {
        assertThat(written(out -> out.empty(new QName("urn:\"<&", "x"))))
                .isEqualTo("<x:x xmlns:x=\"urn:&quot;&lt;&amp;\"/>");
        assertThat(written(out -> out.empty(new QName("", "x")))).isEqualTo("<x/>");
        assertThat(written(out -> out.empty(Xml.carddav("addressbook")))).isEqualTo("<C:addressbook/>");
    }
}
