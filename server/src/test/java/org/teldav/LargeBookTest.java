package org.teldav;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teldav.cards.CardWriting;
import org.teldav.storage.AddressBook;
import org.teldav.storage.CardPut;
import org.teldav.storage.Store;
import org.teldav.vcard.InvalidCardException;
import org.teldav.vcard.PhoneNumbers;

/** A book of 100,000 cards on a server with 256 MB: read page by page, and never held. */
@OneEngine("HSQLDB's caches are in the heap that it is about")
class LargeBookTest {
    private static final int CARDS = 100_000;
    /** HSQLDB keeps each version of the book's row until the commit, and walks them: more at a time are slower. */
    private static final int TOGETHER = 40;

    private static final String BOOK = "/dav/addressbooks/alice/contacts/";
    private static final Pattern HREF = Pattern.compile("<D:href>([^<]*)</D:href>");

    private final CardWriting writing = new CardWriting(new PhoneNumbers(), Optional.of("US"));

    @TempDir
    Path data;

    @Test
    void a_book_of_100_000_is_listed_synced_and_searched_with_256_mb() {
        try (TestServer server = TestServer.start(data)) {
            server.user("alice", "+1 415 555 0100");
            fill(server.store());
        }
        try (ChildServer server = ChildServer.start(data, "-Xmx256m", "-XX:+UseParallelGC")) {
            DavClient alice = server.as("alice");
            DavAnswer listed = alice.propfind(BOOK, 1, OneUserTest.GETETAG).expect(207);
            assertThat(hrefs(listed)).hasSize(CARDS + 2).contains(BOOK, BOOK + "me.vcf", BOOK + "c99999.vcf");
            initialSync(alice);
            assertThat(hrefs(find(alice, "FN", "equals", "Person 77777"))).containsExactly(BOOK + "c77777.vcf");
            assertThat(hrefs(find(alice, "TEL", "contains", "555 12345"))).isEmpty();
            assertThat(hrefs(find(alice, "EMAIL", "ends-with", "99@example.org")))
                    .hasSize(CARDS / 100);
            assertThat(hrefs(find(alice, "NOTE", "contains", "note of 4242"))).hasSize(11);
            assertThat(hrefs(named(alice, "c77777.vcf"))).containsExactly(BOOK + "c77777.vcf");
            assertThat(server.isAlive()).as(server.log()).isTrue();
        }
    }

    /** All of it at once, then what changed since; and in pages, which together are the same. */
    private static void initialSync(DavClient alice) {
        DavAnswer whole = alice.report(BOOK, OneUserTest.sync("", "")).expect(207);
        assertThat(hrefs(whole)).hasSize(CARDS + 1).doesNotContain(BOOK);
        Matcher token = Pattern.compile("<D:sync-token>([^<]*)<").matcher(whole.text());
        assertThat(token.find()).isTrue();
        alice.put(BOOK + "new.vcf", TestServer.card("new", "New", "1")).expect(201);
        assertThat(alice.report(BOOK, OneUserTest.sync(token.group(1), ""))
                        .expect(207)
                        .hrefs())
                .containsExactly(BOOK + "new.vcf");
        Set<String> paged = new HashSet<>();
        String at = "";
        boolean more = true;
        while (more) {
            DavAnswer page = alice.report(BOOK, OneUserTest.sync(at, "30000")).expect(207);
            Set<String> hrefs = hrefs(page);
            more = hrefs.remove(BOOK);
            assertThat(hrefs).hasSizeLessThanOrEqualTo(30_000);
            paged.addAll(hrefs);
            token = Pattern.compile("<D:sync-token>([^<]*)<").matcher(page.text());
            assertThat(token.find()).isTrue();
            at = token.group(1);
        }
        assertThat(paged).hasSize(CARDS + 2);
    }

    private static DavAnswer find(DavClient alice, String property, String type, String text) {
        return alice.report(
                        BOOK,
                        OneUserTest.query("<C:prop-filter name='" + property + "'><C:text-match match-type='" + type
                                + "'>" + text + "</C:text-match></C:prop-filter>"))
                .expect(207);
    }

    /** RFC 3744 §9.3, by what a client has set, whatever is asked of those that it finds. */
    private static DavAnswer named(DavClient alice, String card) {
        String keeper = "<Z:keeper xmlns:Z='urn:z'><D:href>/dav/principals/users/alice/</D:href></Z:keeper>";
        alice.xml("PROPPATCH", BOOK + card, OneUserTest.set(keeper)).expect(207);
        return alice.report(
                        BOOK,
                        "<D:principal-match xmlns:D='DAV:' xmlns:Z='urn:z'><D:principal-property><Z:keeper/></D:principal-property>"
                                + "</D:principal-match>")
                .expect(207);
    }

    private static Set<String> hrefs(DavAnswer answer) {
        Set<String> hrefs = new HashSet<>();
        Matcher href = HREF.matcher(answer.text());
        while (href.find()) {
            hrefs.add(href.group(1));
        }
        return hrefs;
    }

    private void fill(Store store) {
        AddressBook book = store.read(tx -> tx.books()
                        .find(tx.principals().user("alice").orElseThrow().id(), "contacts"))
                .orElseThrow();
        for (int from = 0; from < CARDS; from += TOGETHER) {
            List<CardPut> part = java.util.stream.IntStream.range(from, from + TOGETHER)
                    .mapToObj(i -> card(book, i))
                    .toList();
            store.write(book.id().home(), tx -> {
                part.forEach(put -> tx.cards().put(put, Instant.now()));
                return true;
            });
        }
    }

    private CardPut card(AddressBook book, int i) {
        String card = "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:u" + i + "\r\nN:Person;" + i + ";;;\r\nFN:Person " + i
                + "\r\nTEL;TYPE=CELL:+1 415 555 0" + (100 + i % 100) + "\r\nEMAIL:p" + i
                + "@example.org\r\nNOTE:a note of " + i + " that makes the card as long as cards are\r\nADR:;;" + i
                + " Market St;San Francisco;CA;94105;USA\r\nEND:VCARD\r\n";
        try {
            return writing.put(
                    book.id(),
                    "c" + i + ".vcf",
                    card.getBytes(StandardCharsets.UTF_8),
                    Optional.of("US"),
                    CardPut.ALWAYS);
        } catch (InvalidCardException e) {
            throw new AssertionError(e);
        }
    }
}
