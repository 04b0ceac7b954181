package org.teldav;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.w3c.dom.Element;

/** A client that knows of a collection only what sync-collection told it. */
final class SyncReader {
    private final String collection;
    private final int limit;
    private final Map<String, String> members = new TreeMap<>();
    private String token = "";

    /** @param limit of results in a page; 0 for none */
    SyncReader(String collection, int limit) {
        this.collection = collection;
        this.limit = limit;
    }

    static SyncReader any(Random random, String collection) {
        return new SyncReader(collection, random.nextInt(4) == 0 ? 0 : 1 + random.nextInt(6));
    }

    /** One that sleeps with what this one knows now. */
    SyncReader copy() {
        SyncReader copy = new SyncReader(collection, limit);
        copy.members.putAll(members);
        copy.token = token;
        return copy;
    }

    Map<String, String> members() {
        return members;
    }

    /** Reads a page; whether there is more. What the server doesn't know any more is asked for anew. */
    boolean page(DavClient client) {
        DavAnswer answer =
                client.report(collection, OneUserTest.sync(token, limit == 0 ? "" : Integer.toString(limit)));
        if (answer.status() != 207) {
            assertThat(answer.status()).as(answer.text()).isIn(403, 404);
            boolean again = !token.isEmpty();
            if (answer.status() == 403) {
                answer.expectError("valid-sync-token");
                assertThat(again).as("an initial sync works").isTrue();
            }
            members.clear();
            token = "";
            return again;
        }
        boolean more = false;
        int told = 0;
        for (Element response : answer.responses()) {
            String href = DavAnswer.children(response).get(0).getTextContent();
            more |= href.equals(collection);
            told += href.equals(collection) ? 0 : 1;
            if (!href.equals(collection)) {
                apply(answer, href, response);
            }
        }
        assertThat(limit == 0 || told <= limit)
                .as("%d of at most %d", told, limit)
                .isTrue();
        assertThat(more && told == 0).as("an empty page with more to come").isFalse();
        token = answer.syncToken();
        return more;
    }

    private void apply(DavAnswer answer, String href, Element response) {
        boolean status = DavAnswer.children(response).stream()
                .anyMatch(child -> child.getLocalName().equals("status"));
        if (status) {
            assertThat(answer.responseStatus(href)).isEqualTo(404);
            members.remove(href);
        } else {
            members.put(
                    href,
                    answer.property(href, "getetag")
                            .map(Element::getTextContent)
                            .orElse(""));
        }
    }

    /** Reads to the end. */
    void drain(DavClient client) {
        boolean more = true;
        while (more) {
            more = page(client);
        }
    }

    /** What is in the collection. */
    static Map<String, String> expected(DavClient client, String collection) {
        Map<String, String> members = new TreeMap<>();
        DavAnswer listed = client.propfind(collection, 1, OneUserTest.GETETAG);
        if (listed.status() == 207) {
            for (String href : listed.hrefs()) {
                if (!href.equals(collection)) {
                    members.put(
                            href,
                            listed.property(href, "getetag")
                                    .map(Element::getTextContent)
                                    .orElse(""));
                }
            }
        }
        return members;
    }
}
