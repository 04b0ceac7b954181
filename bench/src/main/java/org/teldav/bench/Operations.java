package org.teldav.bench;

import java.io.IOException;
import java.net.ProtocolException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Makes the operations that can be measured, for a book that is filled. */
final class Operations {

    static final String GET = "get";
    static final String PUT = "put";
    static final String PROPFIND = "propfind";
    static final String MULTIGET = "multiget";
    static final String QUERY = "query";
    static final String SYNC_ONE = "sync-one";
    static final String SYNC_INITIAL = "sync-initial";

    /** In the order in which they are measured: those that only read first, while the book is as it was filled. */
    static final List<String> ALL = List.of(GET, PROPFIND, MULTIGET, QUERY, SYNC_INITIAL, PUT, SYNC_ONE);

    private static final int MULTIGET_CARDS = 100;
    private static final int MULTIGET_REQUESTS = 64;
    private static final int QUERIES = 1_000;
    private static final String NAMESPACES = " xmlns=\"DAV:\" xmlns:c=\"urn:ietf:params:xml:ns:carddav\"";
    private static final String CARD_PROPERTIES = "<prop><getetag/><c:address-data/></prop>";

    private final Book book;
    private final int connections;

    Operations(Book book, int connections) {
        this.book = book;
        this.connections = connections;
    }

    /**
     * Makes one of {@link #ALL}, with what has to be done before it.
     *
     * @throws NotSupported if the server says so while it is prepared
     */
    Operation prepare(String name, HttpConnection connection) throws IOException, NotSupported {
        return switch (name) {
            case GET -> new GetCard(book, connections);
            case PUT -> new PutCard(book, connections);
            case PROPFIND -> propfind();
            case MULTIGET -> multiget();
            case QUERY -> query();
            case SYNC_ONE -> syncOne(connection);
            case SYNC_INITIAL -> new AskedAgain(SYNC_INITIAL, syncCollection(""), allMembers(book.members(), true));
            default ->
                throw new BenchFailure(
                        "There is no operation '" + name + "': there are " + String.join(", ", ALL) + ".");
        };
    }

    /** RFC 4918 §9.1, as clients without sync-collection compare a book. */
    private Operation propfind() {
        String body = "<propfind xmlns=\"DAV:\"><prop><getetag/></prop></propfind>";
        byte[] request = book.requests().xml("PROPFIND", book.path(), "1", body);
        return new AskedAgain(PROPFIND, request, allMembers(book.members() + 1, false));
    }

    private MultistatusCheck allMembers(int responses, boolean syncToken) {
        return new MultistatusCheck(responses, responses, book.cards().count(), 0, syncToken, Optional.empty());
    }

    /** RFC 6352 §8.7. */
    private Operation multiget() {
        SplittableRandom random = new SplittableRandom(book.cards().seed());
        int asked = Math.min(MULTIGET_CARDS, book.cards().count());
        List<byte[]> requests = IntStream.range(0, MULTIGET_REQUESTS)
                .mapToObj(i -> random.ints(0, book.cards().count()).distinct().limit(asked))
                .map(indexes -> indexes.mapToObj(index -> "<href>" + book.cardPath(index) + "</href>"))
                .map(hrefs -> hrefs.reduce("", String::concat))
                .map(hrefs -> book.report("0", wrapped("c:addressbook-multiget", CARD_PROPERTIES + hrefs)))
                .toList();
        MultistatusCheck check = new MultistatusCheck(asked, asked, asked, asked, false, Optional.empty());
        return new AskedAgain(
                MULTIGET,
                connections,
                requests,
                requests.stream().map(r -> check).toList());
    }

    /** RFC 6352 §8.6: who has this number? */
    private Operation query() {
        int count = Math.min(QUERIES, book.cards().count());
        List<byte[]> requests = new ArrayList<>();
        List<MultistatusCheck> checks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int index = (int) ((long) i * book.cards().count() / count);
            String filter = "<c:filter><c:prop-filter name=\"TEL\"><c:text-match collation=\"i;unicode-casemap\""
                    + " match-type=\"contains\">" + book.cards().phone(index)
                    + "</c:text-match></c:prop-filter></c:filter>";
            requests.add(book.report("1", wrapped("c:addressbook-query", CARD_PROPERTIES + filter)));
            int hits = book.cards().holders(index);
            checks.add(new MultistatusCheck(
                    hits,
                    hits + book.others(),
                    hits,
                    hits,
                    false,
                    Optional.of(new Scan(book.cards().uid(index)))));
        }
        return new AskedAgain(QUERY, connections, requests, checks);
    }

    /** RFC 6578 §3.2: a token is taken, one card is changed, and then it is asked again and again from that token. */
    private Operation syncOne(HttpConnection connection) throws IOException, NotSupported {
        Answer answer = connection.exchange(syncCollection(""));
        refuse(answer.status(), 207, "the initial sync-collection");
        String token = Multistatus.read(answer).syncToken();
        if (token.isEmpty()) {
            throw new ProtocolException("no sync-token in the answer to the initial sync-collection");
        }
        int status = connection.exchange(book.put(0, book.firstChange())).status();
        refuse(status, status / 100 == 2 ? status : 204, "the PUT of the changed card");
        return new AskedAgain(
                SYNC_ONE,
                syncCollection(token),
                new MultistatusCheck(
                        1, 1, 1, 0, true, Optional.of(new Scan(book.cards().name(0)))));
    }

    private byte[] syncCollection(String token) {
        String escaped = token.replace("&", "&amp;").replace("<", "&lt;");
        return book.report(
                "0",
                wrapped(
                        "sync-collection",
                        "<sync-token>" + escaped + "</sync-token><sync-level>1</sync-level><prop><getetag/></prop>"));
    }

    private static String wrapped(String report, String content) {
        return "<" + report + NAMESPACES + ">" + content + "</" + report + ">";
    }

    private static void refuse(int status, int expected, String what) throws IOException, NotSupported {
        if (NotSupported.saidBy(status)) {
            throw new NotSupported(status);
        }
        if (status != expected) {
            throw new ProtocolException("status " + status + " to " + what);
        }
    }
}
