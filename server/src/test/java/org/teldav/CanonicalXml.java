package org.teldav;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.w3c.dom.Attr;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/**
 * XML as lines that are equal when two documents mean the same to a DAV client: names by namespace and not by prefix, attributes in the order of their names, no white space
 * between elements. The properties of a {@code prop} and the responses of a {@code multistatus} have no order (RFC 4918 §14.16, §14.18); everything else has, propstats too,
 * since clients read the first one (clients.md 2).
 */
final class CanonicalXml {
    private static final Set<String> UNORDERED = Set.of("{DAV:}prop", "{DAV:}multistatus");

    private CanonicalXml() {}

    static List<String> lines(Element element) {
        List<String> lines = new ArrayList<>();
        write(element, "", lines);
        return lines;
    }

    private static void write(Element element, String indent, List<String> lines) {
        List<Element> children = DavAnswer.children(element);
        String head = indent + name(element) + attributes(element);
        if (children.isEmpty()) {
            lines.add(head + text(element));
            return;
        }
        lines.add(head);
        List<List<String>> inner = new ArrayList<>();
        NodeList nodes = element.getChildNodes();
        for (int i = 0; i < nodes.getLength(); i++) {
            inner.add(child(nodes.item(i), indent + "  "));
        }
        if (UNORDERED.contains(name(element))) {
            inner.sort(Comparator.comparing(Object::toString));
        }
        inner.forEach(lines::addAll);
    }

    private static List<String> child(Node node, String indent) {
        List<String> lines = new ArrayList<>();
        if (node instanceof Element element) {
            write(element, indent, lines);
        } else if (!node.getTextContent().isBlank()) {
            lines.add(indent + quoted(node.getTextContent()));
        }
        return lines;
    }

    private static String text(Element element) {
        return element.getTextContent().isEmpty() ? "" : " " + quoted(element.getTextContent());
    }

    /** The line ends of a vCard are a matter of bytes, for which other tests look. */
    private static String quoted(String text) {
        return '"' + text.replace("\r\n", "\n").replace("\n", "\\n") + '"';
    }

    private static String attributes(Element element) {
        TreeMap<String, String> sorted = new TreeMap<>();
        NamedNodeMap attributes = element.getAttributes();
        for (int i = 0; i < attributes.getLength(); i++) {
            Attr attribute = (Attr) attributes.item(i);
            if (!attribute.getName().startsWith("xmlns")) {
                sorted.put(name(attribute), attribute.getValue());
            }
        }
        return sorted.isEmpty() ? "" : " " + sorted;
    }

    private static String name(Node node) {
        return node.getNamespaceURI() == null
                ? node.getLocalName()
                : '{' + node.getNamespaceURI() + '}' + node.getLocalName();
    }
}
