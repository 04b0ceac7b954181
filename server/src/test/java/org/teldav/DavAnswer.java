package org.teldav;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** An answer as a test looks at it. XML is read by the JDK's own parser: what isn't well-formed fails here. */
@SuppressWarnings("ArrayRecordComponent")
public record DavAnswer(int status, Map<String, String> headers, byte[] body) {
    private static final String DAV = "DAV:";

    public DavAnswer expect(int expected) {
        assertThat(status).as("status; body: %s", text()).isEqualTo(expected);
        return this;
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    public String header(String name) {
        assertThat(headers).containsKey(name);
        return headers.get(name);
    }

    public String etag() {
        return header("ETag");
    }

    /** The precondition in a {@code DAV:error}. */
    public DavAnswer expectError(String localName) {
        Element root = xml();
        assertThat(root.getLocalName()).isEqualTo("error");
        assertThat(children(root).stream().map(Node::getLocalName)).contains(localName);
        return this;
    }

    public Element xml() {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            Document document = factory.newDocumentBuilder().parse(new ByteArrayInputStream(body));
            return document.getDocumentElement();
        } catch (Exception e) {
            throw new AssertionError("not well-formed: " + text(), e);
        }
    }

    /** The hrefs of the responses, in their order. */
    public List<String> hrefs() {
        return responses().stream().map(response -> childText(response, "href")).toList();
    }

    public List<Element> responses() {
        return children(xml()).stream()
                .filter(child -> child.getLocalName().equals("response"))
                .toList();
    }

    public Element response(String href) {
        return responses().stream()
                .filter(response -> childText(response, "href").equals(href))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no response for " + href + " in " + text()));
    }

    /** The status of a response that has no propstat. */
    public int responseStatus(String href) {
        return code(childText(response(href), "status"));
    }

    /** The property's element, where the propstat says 200. */
    public Optional<Element> property(String href, String localName) {
        return property(href, localName, 200);
    }

    public Optional<Element> property(String href, String localName, int status) {
        for (Element propstat : children(response(href))) {
            if (propstat.getLocalName().equals("propstat") && code(childText(propstat, "status")) == status) {
                NodeList props = propstat.getElementsByTagNameNS(DAV, "prop");
                for (Element property : children((Element) props.item(0))) {
                    if (property.getLocalName().equals(localName)) {
                        return Optional.of(property);
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** The text of a property that must be there. */
    public String value(String href, String localName) {
        return property(href, localName)
                .map(Node::getTextContent)
                .orElseThrow(() -> new AssertionError("no " + localName + " of " + href + " in " + text()));
    }

    /** The token at the end of a sync-collection. */
    public String syncToken() {
        return childText(xml(), "sync-token");
    }

    public static List<Element> children(Element element) {
        List<Element> children = new ArrayList<>();
        NodeList nodes = element.getChildNodes();
        for (int i = 0; i < nodes.getLength(); i++) {
            if (nodes.item(i) instanceof Element child) {
                children.add(child);
            }
        }
        return children;
    }

    private static String childText(Element element, String localName) {
        return children(element).stream()
                .filter(child -> child.getLocalName().equals(localName))
                .map(Node::getTextContent)
                .findFirst()
                .orElse("");
    }

    private static int code(String statusLine) {
        assertThat(statusLine).matches("HTTP/1\\.1 \\d{3} [A-Z].*");
        return Integer.parseInt(statusLine.substring(9, 12));
    }
}
