package org.teldav.dav;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class XmlRequestTest {
    private static XmlElement parse(String xml) {
        return XmlRequest.parse(xml.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void elements_attributes_and_text_are_read_with_their_namespaces() {
        XmlElement root = parse("<D:a xmlns:D='DAV:' x='1'> <b xmlns='urn:b'>t<![CDATA[<]]>&amp;</b><!-- c --></D:a>");
        assertThat(root.name()).isEqualTo(Xml.dav("a"));
        assertThat(root.attribute("x")).contains("1");
        assertThat(root.children()).hasSize(1);
        assertThat(root.children().get(0).name().getNamespaceURI()).isEqualTo("urn:b");
        assertThat(root.children().get(0).text()).isEqualTo("t<&");
    }

    @Test
    void a_text_goes_on_behind_comments() {
        assertThat(parse("<a>t<!-- 1 -->u<!-- 2 -->v<?p 3?>w</a>").text()).isEqualTo("tuvw");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<a>",
                "<a/><b/>",
                "<a:b/>",
                "<!DOCTYPE a><a/>",
                "<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>",
                "<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>",
                "<a>&nbsp;</a>",
                "<a>\u0000</a>",
                "<:a/>",
                "<a :b='1'/>",
                "<?xml version='1.1'?><a/>",
                "<?xml version='1.0' encoding='klingon'?><a/>",
                "<?xml version='1.0' encoding='utf-8?><a/>",
                "plain"
            })
    void what_is_not_well_formed_or_has_a_doctype_is_a_400(String xml) {
        assertThatThrownBy(() -> parse(xml))
                .isInstanceOfSatisfying(
                        DavException.class, e -> assertThat(e.status()).isEqualTo(400));
    }

    @Test
    void bytes_that_are_not_utf_8_are_a_400() {
        byte[] bytes = "<a>\u00e9</a>".getBytes(StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> XmlRequest.parse(bytes)).isInstanceOf(DavException.class);
    }

    @Test
    void other_encodings_that_say_so_are_read() {
        for (String encoding : List.of("encoding=\"ISO-8859-1\"", "encoding = 'iso-8859-1' standalone='yes'")) {
            String latin = "<?xml version=\"1.0\" " + encoding + "?><a>\u00e9</a>";
            assertThat(XmlRequest.parse(latin.getBytes(StandardCharsets.ISO_8859_1))
                            .text())
                    .isEqualTo("\u00e9");
        }
    }

    /** XML 1.0 appendix F.1. */
    @Test
    void a_byte_order_mark_says_the_encoding() {
        for (Charset charset : List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16BE, StandardCharsets.UTF_16LE)) {
            assertThat(XmlRequest.parse("\uFEFF<a>\u00e9</a>".getBytes(charset)).text())
                    .as("%s", charset)
                    .isEqualTo("\u00e9");
        }
    }

    /** As it is written by .NET where the text is made first and its octets later. */
    @Test
    void octets_that_say_that_they_are_utf_16_and_are_not_are_utf_8() {
        for (String encoding : List.of("utf-16", "UTF-16LE", "unicode")) {
            String text = "<?xml version=\"1.0\" encoding=\"" + encoding + "\"?><a>\u00e9</a>";
            assertThat(parse(text).text()).as(encoding).isEqualTo("\u00e9");
        }
    }

    @Test
    void nesting_stops_at_64() {
        assertThat(parse("<a>".repeat(64) + "</a>".repeat(64)).children()).hasSize(1);
        assertThat(parse("<a>" + "<b/>".repeat(65) + "</a>").children()).hasSize(65);
        assertThatThrownBy(() -> parse("<a>".repeat(65) + "</a>".repeat(65))).isInstanceOf(DavException.class);
        assertThatThrownBy(() -> parse("<a>".repeat(40_000))).isInstanceOf(DavException.class);
    }

    @Test
    void elements_and_attributes_stop_at_200_000() {
        assertThat(parse("<a>" + "<b/>".repeat(199_999) + "</a>").children()).hasSize(199_999);
        assertThat(parse("<a>" + "<b c=''/>".repeat(99_999) + "</a>").children())
                .hasSize(99_999);
        for (String parts : List.of("<b/>".repeat(200_000), "<b c=''/>".repeat(100_000))) {
            assertThatThrownBy(() -> parse("<a>" + parts + "</a>"))
                    .isInstanceOf(DavException.class)
                    .hasMessageContaining("more than 200000 elements and attributes");
        }
    }

    @Test
    void the_source_of_an_element_is_as_it_was_sent_and_stands_alone() {
        XmlElement root = parse("<D:set xmlns:D=\"DAV:\" xmlns:Z='urn:z&amp;' xml:lang='de'><D:prop>"
                + "<Z:Authors  a = '1'><Z:Author>J &amp; K<!-- c --></Z:Author ></Z:Authors><Z:e/><Z:f xml:lang=\"en\">x</Z:f>"
                + "</D:prop></D:set>");
        XmlElement prop = root.children().get(0);
        String declared = " xmlns:D=\"DAV:\" xmlns:Z=\"urn:z&amp;\"";
        assertThat(prop.children().get(0).source().xml())
                .isEqualTo("<Z:Authors" + declared
                        + " xml:lang=\"de\"  a = '1'><Z:Author>J &amp; K<!-- c --></Z:Author ></Z:Authors>");
        assertThat(prop.children().get(1).source().xml()).isEqualTo("<Z:e" + declared + " xml:lang=\"de\"/>");
        assertThat(prop.children().get(2).source().xml()).isEqualTo("<Z:f" + declared + " xml:lang=\"en\">x</Z:f>");
    }

    /** Two declarations of one prefix in a tag would be no XML (RFC 4918 §4.3). */
    @Test
    void the_source_of_an_element_has_the_namespaces_around_it_that_it_does_not_declare_itself() {
        XmlElement root = parse("<a xmlns='urn:a' xmlns:x='urn:x'><b/><c xmlns:x='urn:y'/><d xmlns=''><e/></d></a>");
        assertThat(root.children())
                .extracting(child -> child.source().xml())
                .containsExactly(
                        "<b xmlns=\"urn:a\" xmlns:x=\"urn:x\"/>",
                        "<c xmlns=\"urn:a\" xmlns:x='urn:y'/>",
                        "<d xmlns:x=\"urn:x\" xmlns=''><e/></d>");
        assertThat(root.children().get(2).children().get(0).source().xml()).isEqualTo("<e xmlns:x=\"urn:x\"/>");
    }

    @Test
    void the_source_is_right_in_a_body_longer_than_the_reader_s_buffer() {
        String filler = "<x>" + "y\u00e9\ud83d\ude00".repeat(5000) + "</x>";
        XmlElement root = parse("<a>" + filler + "<b k='v'>\u00e9</b>" + filler + "<c/></a>");
        assertThat(root.children().get(1).source().xml()).isEqualTo("<b k='v'>\u00e9</b>");
        assertThat(root.children().get(2).source().xml()).isEqualTo(filler);
        assertThat(root.children().get(3).source().xml()).isEqualTo("<c/>");
    }

    /** A megabyte of them would be kept for each element inside. */
    @Test
    void more_namespaces_around_an_element_than_anybody_needs_are_refused() {
        String many = IntStream.range(0, XmlRequest.MAX_NAMESPACES)
                .mapToObj(i -> " xmlns:n" + i + "='urn:" + i + "'")
                .collect(Collectors.joining());
        assertThat(parse("<a" + many + "><n7:b/></a>")
                        .children()
                        .get(0)
                        .source()
                        .xml())
                .contains(" xmlns:n99=\"urn:99\"");
        assertThatExceptionOfType(DavException.class)
                .isThrownBy(() -> parse("<a" + many + "><b xmlns='urn:b'/></a>"))
                .satisfies(e -> assertThat(e.status()).isEqualTo(400));
    }

    /** These would take seconds. */
    @Test
    void a_tag_with_more_namespaces_than_the_reader_can_bear_is_not_even_begun() {
        String many = IntStream.range(0, 60_000)
                .mapToObj(i -> " xmlns:n" + i + "='u'")
                .collect(Collectors.joining());
        assertThatExceptionOfType(DavException.class)
                .isThrownBy(() -> parse("<a" + many + "/>"))
                .withMessageContaining(String.valueOf(XmlRequest.MAX_DECLARATIONS));
    }
}
