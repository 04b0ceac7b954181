package org.teldav.dav;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.namespace.QName;

/** Any bytes as the XML of a request: read or refused, and what is kept of it stands alone in an answer (RFC 4918 §4.3). */
class XmlRequestFuzzTest {
    /** Of a document, so that many elements in many don't make an input slow. */
    private static final int ELEMENTS = 20;

    private static final int LONG = 1 << 18;

    private static final QName LANG = new QName(XMLConstants.XML_NS_URI, "lang");
    private static final String ANSWER = "<D:multistatus xmlns:D=\"DAV:\" xmlns:C=\"urn:ietf:params:xml:ns:carddav\""
            + " xmlns:S=\"http://calendarserver.org/ns/\" xmlns:T=\"urn:teldav\">";

    @FuzzTest(maxDuration = "10m")
    void what_is_read_can_be_put_into_an_answer_and_means_the_same(byte[] body) {
        Optional<XmlElement> root = read(body);
        if (root.isEmpty()) {
            return;
        }
        Deque<Inherited> todo = new ArrayDeque<>();
        todo.add(new Inherited(root.get(), "", 1));
        for (int i = 0; i < ELEMENTS && !todo.isEmpty(); i++) {
            Inherited each = todo.remove();
            // in the answer it is one deeper
            if (each.depth() > 1 || height(each.element()) < XmlRequest.MAX_DEPTH) {
                requireStandsAlone(each);
            }
            requireNameable(each.element().name());
            each.element().children().forEach(child -> todo.add(new Inherited(child, each.lang(), each.depth() + 1)));
        }
    }

    /** What grows with the square of the bytes takes minutes here. */
    @FuzzTest(maxDuration = "10m")
    void what_comes_again_and_again_takes_time_in_proportion(byte[] piece) {
        if (piece.length == 0 || piece.length > 100) {
            return;
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream(LONG);
        body.writeBytes("<a>".getBytes(StandardCharsets.UTF_8));
        while (body.size() < LONG) {
            body.writeBytes(piece);
        }
        body.writeBytes("</a>".getBytes(StandardCharsets.UTF_8));
        read(body.toByteArray())
                .ifPresent(root -> assertThat(root.source().xml()).startsWith("<a>"));
    }

    /** @param outer the language around it */
    private record Inherited(XmlElement element, String outer, int depth) {
        String lang() {
            return element.attributes().getOrDefault(LANG, outer);
        }
    }

    private static Optional<XmlElement> read(byte[] body) {
        try {
            return Optional.of(XmlRequest.parse(body));
        } catch (DavException refused) {
            assertThat(refused.status()).isIn(400, 413);
            return Optional.empty();
        }
    }

    private static void requireStandsAlone(Inherited was) {
        String source = was.element().source().xml();
        XmlElement answer = XmlRequest.parse((ANSWER + source + "</D:multistatus>").getBytes(StandardCharsets.UTF_8));
        assertThat(answer.children()).as(source).hasSize(1);
        XmlElement is = answer.children().get(0);
        Map<QName, String> attributes = new HashMap<>(was.element().attributes());
        if (!was.lang().isEmpty()) {
            attributes.put(LANG, was.lang());
        }
        assertThat(is.attributes()).as(source).isEqualTo(attributes);
        requireSame(is, was.element(), source);
    }

    /** As what is not there is named in an answer. */
    private static void requireNameable(QName name) {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        XmlOutput out = new XmlOutput(answer);
        out.root(Xml.dav("prop")).empty(name).end(Xml.dav("prop")).flush();
        assertThat(XmlRequest.parse(answer.toByteArray()).children())
                .extracting(XmlElement::name)
                .containsExactly(name);
    }

    private static void requireSame(XmlElement is, XmlElement was, String source) {
        assertThat(is.name()).as(source).isEqualTo(was.name());
        assertThat(is.text()).as(source).isEqualTo(was.text());
        assertThat(is.children()).as(source).hasSameSizeAs(was.children());
        for (int i = 0; i < is.children().size(); i++) {
            XmlElement child = was.children().get(i);
            assertThat(is.children().get(i).attributes()).as(source).isEqualTo(child.attributes());
            requireSame(is.children().get(i), child, source);
        }
    }

    private static int height(XmlElement element) {
        return 1
                + element.children().stream()
                        .mapToInt(XmlRequestFuzzTest::height)
                        .max()
                        .orElse(0);
    }
}
