package org.teldav.dav;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.namespace.QName;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads the XML body of a request into elements: without DTDs or entities from elsewhere, nested at most {@value #MAX_DEPTH} deep, in linear time.
 * Thread-safe.
 */
public final class XmlRequest {
    /** Deeper elements are refused. */
    public static final int MAX_DEPTH = 64;
    /** More namespace declarations around an element, and in its own tag, are refused: each of its dead properties would carry them. */
    public static final int MAX_NAMESPACES = 100;
    /** Bodies that say {@code xmlns} more often are refused: the JDK's reader takes time with the square of what is declared in one tag. */
    public static final int MAX_DECLARATIONS = 10_000;

    /** Bodies of more elements and attributes are refused: the smallest takes some fifty times its bytes in memory. The hrefs of a book of 100,000 cards pass. */
    public static final int MAX_PARTS = 200_000;

    /** Of XML 1.0 §2.8. */
    private static final Pattern ENCODING = Pattern.compile("<\\?xml\\s[^>]*?\\sencoding\\s*=\\s*([\"'])([^\"']*)\\1");

    /** Bytes that it stands within. */
    private static final int DECLARATION = 200;

    private static final QName LANG = new QName(XMLConstants.XML_NS_URI, "lang");
    private static final XMLInputFactory FACTORY = factory();

    private XmlRequest() {}

    /**
     * The root element.
     *
     * @throws DavException 400 where the body is not well-formed, has a DOCTYPE or is not XML 1.0; 413 where it is nested too deep or has too many elements and attributes
     */
    public static XmlElement parse(byte[] body) {
        String text = decode(body);
        requireFewDeclarations(text);
        try {
            XMLStreamReader reader = FACTORY.createXMLStreamReader(new StringReader(text));
            try {
                return new Reading(reader, text).document();
            } finally {
                reader.close();
            }
        } catch (XMLStreamException e) {
            throw notWellFormed(e.getLocation() == null ? -1 : e.getLocation().getLineNumber());
        }
    }

    private static void requireFewDeclarations(String text) {
        int found = 0;
        for (int at = text.indexOf("xmlns"); at >= 0; at = text.indexOf("xmlns", at + 5)) {
            if (++found > MAX_DECLARATIONS) {
                throw DavException.badRequest(
                        "the XML of the request has more than " + MAX_DECLARATIONS + " namespaces");
            }
        }
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        return factory;
    }

    private static DavException notWellFormed(int line) {
        return DavException.badRequest(
                "the XML of the request is not well-formed" + (line > 0 ? " (line " + line + ")" : ""));
    }

    /** XML 1.0 appendix F, as far as WebDAV clients go: a byte order mark, else what the declaration says, else UTF-8. */
    private static String decode(byte[] body) {
        Charset charset = StandardCharsets.UTF_8;
        if (body.length >= 2
                && ((body[0] & 0xFF) == 0xFE && (body[1] & 0xFF) == 0xFF
                        || (body[0] & 0xFF) == 0xFF && (body[1] & 0xFF) == 0xFE)) {
            charset = StandardCharsets.UTF_16;
        } else {
            charset = declared(body);
        }
        try (InputStreamReader reader = new InputStreamReader(
                new ByteArrayInputStream(body),
                charset.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT))) {
            StringBuilder text = new StringBuilder(body.length);
            char[] buffer = new char[8192];
            for (int n = reader.read(buffer); n >= 0; n = reader.read(buffer)) {
                text.append(buffer, 0, n);
            }
            return text.length() > 0 && text.charAt(0) == '\uFEFF' ? text.substring(1) : text.toString();
        } catch (IOException e) {
            throw DavException.badRequest("the XML of the request is not valid " + charset.name());
        }
    }

    /** A declaration that is read octet by octet is not in UTF-16, though it says so, as .NET's writers of strings have it do. */
    private static Charset declared(byte[] body) {
        Matcher declaration =
                ENCODING.matcher(new String(body, 0, Math.min(body.length, DECLARATION), StandardCharsets.ISO_8859_1));
        try {
            Charset named = declaration.lookingAt() ? Charset.forName(declaration.group(2)) : StandardCharsets.UTF_8;
            return named.name().startsWith("UTF-16") ? StandardCharsets.UTF_8 : named;
        } catch (IllegalArgumentException e) {
            throw DavException.badRequest("the encoding of the XML is not known");
        }
    }

    /** One reading; the positions of tags in the text are kept so that an element's source can be cut out. */
    private static final class Reading {
        private final XMLStreamReader reader;
        private final String text;
        private final TagScanner tags;
        private int depth;
        private int parts;

        Reading(XMLStreamReader reader, String text) {
            this.reader = reader;
            this.text = text;
            this.tags = new TagScanner(text);
        }

        XmlElement document() throws XMLStreamException {
            if ("1.1".equals(reader.getVersion())) {
                throw DavException.badRequest("the XML of a request is XML 1.0 (RFC 4918 §17)");
            }
            XmlElement root = null;
            while (reader.hasNext()) {
                int event = reader.next();
                if (event == XMLStreamConstants.DTD) {
                    throw DavException.badRequest("a DOCTYPE is not accepted");
                }
                if (event == XMLStreamConstants.START_ELEMENT) {
                    root = element(NamespaceScope.NONE, "");
                }
            }
            if (root == null) {
                throw notWellFormed(-1);
            }
            return root;
        }

        private XmlElement element(NamespaceScope outerNamespaces, String outerLang) throws XMLStreamException {
            if (++depth > MAX_DEPTH) {
                throw new DavException(413, "the XML of the request is nested deeper than " + MAX_DEPTH);
            }
            parts += 1 + reader.getAttributeCount();
            if (parts > MAX_PARTS) {
                throw new DavException(
                        413, "the XML of the request has more than " + MAX_PARTS + " elements and attributes");
            }
            QName name = named(reader.getName());
            Map<QName, String> attributes = attributes();
            NamespaceScope namespaces = namespaces(outerNamespaces);
            String lang = attributes.getOrDefault(LANG, outerLang);
            tags.next();
            int start = tags.start();
            int tagEnd = tags.end();
            boolean empty = tags.isEmptyElement();
            List<XmlElement> children = new ArrayList<>();
            String content = content(children, namespaces, lang);
            if (!empty) {
                tags.next();
            }
            int end = tags.end();
            depth--;
            boolean addLang = !lang.isEmpty() && !attributes.containsKey(LANG);
            return new XmlElement(
                    name,
                    attributes,
                    lang.isEmpty() ? Optional.empty() : Optional.of(lang),
                    children,
                    content,
                    () -> alone(start, tagEnd, end, inherited(outerNamespaces, namespaces), addLang ? lang : ""));
        }

        private String content(List<XmlElement> children, NamespaceScope namespaces, String lang)
                throws XMLStreamException {
            String first = "";
            StringBuilder more = null;
            while (true) {
                switch (reader.next()) {
                    case XMLStreamConstants.START_ELEMENT -> children.add(element(namespaces, lang));
                    case XMLStreamConstants.END_ELEMENT -> {
                        return more == null ? first : more.toString();
                    }
                    case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                        if (first.isEmpty()) {
                            first = reader.getText();
                        } else {
                            more = (more == null ? new StringBuilder(first) : more).append(reader.getText());
                        }
                    }
                    case XMLStreamConstants.ENTITY_REFERENCE ->
                        throw DavException.badRequest("an entity that is not XML's own is not accepted");
                    default -> {
                        // comments and processing instructions say nothing to the server
                    }
                }
            }
        }

        /** The JDK's reader takes a colon before a name for a part of it, against Namespaces in XML §4. */
        private static QName named(QName name) {
            if (name.getLocalPart().startsWith(":")) {
                throw DavException.badRequest("a name in the XML of the request starts with a colon");
            }
            return name;
        }

        private Map<QName, String> attributes() {
            if (reader.getAttributeCount() == 0) {
                return Map.of();
            }
            Map<QName, String> attributes = new LinkedHashMap<>();
            for (int i = 0; i < reader.getAttributeCount(); i++) {
                attributes.put(named(reader.getAttributeName(i)), reader.getAttributeValue(i));
            }
            return attributes;
        }

        private NamespaceScope namespaces(NamespaceScope outer) {
            NamespaceScope namespaces = outer;
            for (int i = 0; i < reader.getNamespaceCount(); i++) {
                String prefix = reader.getNamespacePrefix(i);
                String uri = reader.getNamespaceURI(i);
                namespaces = namespaces.and(prefix == null ? "" : prefix, uri == null ? "" : uri);
            }
            if (namespaces.size() > MAX_NAMESPACES) {
                throw DavException.badRequest(
                        "more than " + MAX_NAMESPACES + " namespaces are declared around an element");
            }
            return namespaces;
        }

        /** Of those around an element the ones that it doesn't declare itself; it has no use for a default that is none. */
        private static Map<String, String> inherited(NamespaceScope outer, NamespaceScope inner) {
            Map<String, String> inherited = outer.byPrefix();
            inherited.remove("", "");
            for (NamespaceScope own = inner;
                    own.size() > outer.size();
                    own = own.outer().orElseThrow()) {
                inherited.remove(own.prefix());
            }
            return inherited;
        }

        private String alone(int start, int tagEnd, int end, Map<String, String> namespaces, String lang) {
            String tag = text.substring(start, tagEnd);
            StringBuilder declarations = new StringBuilder();
            namespaces.forEach((prefix, uri) -> declarations
                    .append(prefix.isEmpty() ? " xmlns" : " xmlns:" + prefix)
                    .append("=\"")
                    .append(XmlOutput.escape(uri))
                    .append('"'));
            if (!lang.isEmpty()) {
                declarations
                        .append(" xml:lang=\"")
                        .append(XmlOutput.escape(lang))
                        .append('"');
            }
            int nameEnd = 1;
            while (" \t\r\n/>".indexOf(tag.charAt(nameEnd)) < 0) {
                nameEnd++;
            }
            return tag.substring(0, nameEnd) + declarations + tag.substring(nameEnd) + text.substring(tagEnd, end);
        }
    }
}
