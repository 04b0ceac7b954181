package org.teldav.bench.torture;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * What a multistatus tells of a book: the answer of a sync-collection (RFC 6578 §3.2) or of a PROPFIND. Immutable.
 *
 * @param members path and ETag
 * @param removed paths
 * @param more whether there is more to be asked for (507)
 * @param token empty where there is none
 */
record SyncPage(Map<String, String> members, List<String> removed, boolean more, String token) {
    static final String GETETAG = "<d:propfind xmlns:d=\"DAV:\"><d:prop><d:getetag/></d:prop></d:propfind>";
    static final String SYNC_TOKEN = "<d:propfind xmlns:d=\"DAV:\"><d:prop><d:sync-token/></d:prop></d:propfind>";

    /** The body of a request. @param limit of results; 0 for none */
    static String report(String token, int limit) {
        return "<d:sync-collection xmlns:d=\"DAV:\"><d:sync-token>" + token
                + "</d:sync-token><d:sync-level>1</d:sync-level>"
                + (limit == 0 ? "" : "<d:limit><d:nresults>" + limit + "</d:nresults></d:limit>")
                + "<d:prop><d:getetag/></d:prop></d:sync-collection>";
    }

    /** @return empty where the text is no XML */
    static Optional<SyncPage> read(String book, Reply reply) {
        XMLInputFactory factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        byte[] bytes = reply.body().getBytes(StandardCharsets.ISO_8859_1);
        try {
            return Optional.of(new Reading(book).read(factory.createXMLStreamReader(new ByteArrayInputStream(bytes))));
        } catch (XMLStreamException e) {
            return Optional.empty();
        }
    }

    private static final class Reading {
        private final String book;
        private final Deque<String> open = new ArrayDeque<>();
        private final StringBuilder text = new StringBuilder();
        private final Map<String, String> members = new TreeMap<>();
        private final List<String> removed = new ArrayList<>();
        private boolean more;
        private String token = "";
        private String href = "";
        private String status = "";
        private String etag = "";

        Reading(String book) {
            this.book = book;
        }

        SyncPage read(XMLStreamReader xml) throws XMLStreamException {
            while (xml.hasNext()) {
                switch (xml.next()) {
                    case XMLStreamConstants.START_ELEMENT -> {
                        open.push(xml.getLocalName());
                        text.setLength(0);
                    }
                    case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> text.append(xml.getText());
                    case XMLStreamConstants.END_ELEMENT ->
                        end(open.pop(), text.toString().strip());
                    default -> {}
                }
            }
            return new SyncPage(Map.copyOf(members), List.copyOf(removed), more, token);
        }

        private void end(String name, String content) {
            boolean ofResponse = "response".equals(open.peek());
            switch (name) {
                case "href" -> href = ofResponse ? content : href;
                case "status" -> status = ofResponse ? content : status;
                case "getetag" -> etag = content;
                case "sync-token" -> token = content;
                case "response" -> response();
                default -> {}
            }
        }

        private void response() {
            if (href.equals(book)) {
                more |= status.contains(" 507");
            } else if (status.contains(" 404")) {
                removed.add(href);
            } else {
                members.put(href, etag);
            }
            href = "";
            status = "";
            etag = "";
        }
    }
}
