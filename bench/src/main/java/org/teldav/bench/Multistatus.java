package org.teldav.bench;

import java.io.ByteArrayInputStream;
import java.net.ProtocolException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * What a DAV:multistatus (RFC 4918 §14.16) says, read in full: for setting up, not for what is measured. Immutable.
 *
 * @param hrefs of the responses, in their order
 * @param propertyHrefs for each property that holds a DAV:href, the first one
 * @param addressBook whether a DAV:resourcetype names a CardDAV address book
 * @param syncToken RFC 6578 §6.4, or an empty text
 */
record Multistatus(List<String> hrefs, Map<String, String> propertyHrefs, boolean addressBook, String syncToken) {

    private static final String CARDDAV = "urn:ietf:params:xml:ns:carddav";

    static Multistatus read(Answer answer) throws ProtocolException {
        XMLInputFactory factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        try {
            return new Reading()
                    .read(factory.createXMLStreamReader(new ByteArrayInputStream(answer.body(), 0, answer.length())));
        } catch (XMLStreamException e) {
            throw new ProtocolException("the multistatus is not XML: " + e.getMessage());
        }
    }

    private static final class Reading {

        private final Deque<String> open = new ArrayDeque<>();
        private final StringBuilder text = new StringBuilder();
        private final List<String> hrefs = new ArrayList<>();
        private final Map<String, String> propertyHrefs = new HashMap<>();
        private boolean addressBook;
        private String syncToken = "";

        Multistatus read(XMLStreamReader xml) throws XMLStreamException {
            while (xml.hasNext()) {
                switch (xml.next()) {
                    case XMLStreamConstants.START_ELEMENT -> {
                        addressBook |= CARDDAV.equals(xml.getNamespaceURI())
                                && xml.getLocalName().equals("addressbook")
                                && parent().equals("resourcetype");
                        open.push(xml.getLocalName());
                        text.setLength(0);
                    }
                    case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> text.append(xml.getText());
                    case XMLStreamConstants.END_ELEMENT -> end(open.pop());
                    default -> {}
                }
            }
            return new Multistatus(List.copyOf(hrefs), Map.copyOf(propertyHrefs), addressBook, syncToken);
        }

        private void end(String name) {
            String content = text.toString().strip();
            text.setLength(0);
            if (name.equals("href") && parent().equals("response")) {
                hrefs.add(content);
            } else if (name.equals("href")) {
                propertyHrefs.putIfAbsent(parent(), content);
            } else if (name.equals("sync-token") && parent().equals("multistatus")) {
                syncToken = content;
            }
        }

        private String parent() {
            return open.isEmpty() ? "" : open.peek();
        }
    }
}
