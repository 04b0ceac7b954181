package org.teldav;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.teldav.storage.AddressBook;
import org.teldav.storage.Card;
import org.teldav.storage.CardVersion;
import org.teldav.storage.IndexRow;
import org.teldav.storage.Transaction;

/** Issue 3, point 8: further books, and what goes between them (RFC 4918 §9.6, §9.8, §9.9; RFC 6352 §5.2). */
class FurtherBooksTest extends OneUserTest {
    private String second;

    @BeforeEach
    void a_second_book() {
        second = home + "second/";
        user.send("MKCOL", second).expect(201);
    }

    private DavAnswer to(String method, String path, String destination) {
        return user.with("Destination: " + destination).send(method, path);
    }

    private AddressBook stored(Transaction tx, String bookName) {
        long id = tx.principals().user(name).orElseThrow().id();
        return tx.books().find(id, bookName).orElseThrow();
    }

    private Card card(String bookName, String cardName) {
        return server.store()
                .read(tx -> tx.cards().find(stored(tx, bookName).id(), cardName))
                .orElseThrow();
    }

    private List<IndexRow> index(String bookName, String cardName) {
        return server.store()
                .read(tx -> tx.cards().index(card(bookName, cardName).id()));
    }

    private List<CardVersion> history(String bookName, String cardName) {
        return server.store().read(tx -> tx.cards().history(stored(tx, bookName).id(), cardName));
    }

    private String text(CardVersion version) {
        return new String(server.store()
                .read(tx -> tx.cards().version(version.id(), version.syncNumber()))
                .orElseThrow());
    }

    @Test
    void a_moved_card_keeps_etag_and_index_and_leaves_its_history_where_it_was() {
        put("a");
        String edited = TestServer.card("a", "Second", "+1 415 555 0143");
        String etag = user.put(book + "a.vcf", edited).expect(204).etag();
        List<IndexRow> rows = index("contacts", "a.vcf");
        to("MOVE", book + "a.vcf", second + "b.vcf").expect(201);
        assertThat(user.get(second + "b.vcf").expect(200).etag()).isEqualTo(etag);
        assertThat(index("second", "b.vcf")).isEqualTo(rows).isNotEmpty();
        assertThat(history("contacts", "a.vcf")).hasSize(2);
        assertThat(text(history("contacts", "a.vcf").get(0))).isEqualTo(edited);
        user.put(second + "b.vcf", TestServer.card("a", "Third", "1")).expect(204);
        assertThat(text(history("second", "b.vcf").get(0))).isEqualTo(edited);
        assertThat(user.report(
                                second,
                                query("<C:prop-filter name='FN'><C:text-match>Third</C:text-match></C:prop-filter>"))
                        .hrefs())
                .containsExactly(second + "b.vcf");
    }

    @Test
    void both_books_tell_of_a_move_to_those_who_sync() {
        put("a");
        String from = user.report(book, sync("", "")).syncToken();
        String to = user.report(second, sync("", "")).syncToken();
        to("MOVE", book + "a.vcf", second + "a.vcf").expect(201);
        assertThat(user.report(book, sync(from, "")).responseStatus(book + "a.vcf"))
                .isEqualTo(404);
        assertThat(user.report(second, sync(to, "")).value(second + "a.vcf", "getetag"))
                .isEqualTo(user.get(second + "a.vcf").etag());
    }

    @Test
    void a_new_number_reaches_cards_that_were_moved_or_copied() {
        String friend = "f-" + name;
        server.user(friend, "+1 415 555 0181", "circle-" + name);
        DavClient holder = server.user("h-" + name, "+1 415 555 0182", "circle-" + name);
        String books = "/dav/addressbooks/h-" + name + "/";
        holder.send("MKCOL", books + "work/").expect(201);
        holder.put(books + "contacts/f.vcf", TestServer.card("f", "Friend", "(415) 555-0181"))
                .expect(201);
        holder.with("Destination: " + books + "work/f.vcf")
                .send("MOVE", books + "contacts/f.vcf")
                .expect(201);
        holder.with("Destination: " + books + "copied/")
                .send("COPY", books + "work/")
                .expect(201);
        server.changeOwnNumber(friend, "+1 415 555 0183");
        for (String path : List.of("work/f.vcf", "copied/f.vcf")) {
            assertThat(holder.get(books + path).text()).contains("(415) 555-0183");
        }
    }

    @Test
    void rfc6352_6_3_2_1_a_uid_that_the_destination_has_is_a_conflict_that_is_named() {
        put("a");
        user.put(second + "twin.vcf", TestServer.card("a", "Twin", "1")).expect(201);
        for (String method : List.of("COPY", "MOVE")) {
            DavAnswer answer = to(method, book + "a.vcf", second + "a.vcf").expect(403);
            answer.expectError("no-uid-conflict");
            assertThat(answer.text()).contains("<D:href>" + second + "twin.vcf</D:href>");
        }
        user.get(book + "a.vcf").expect(200);
    }

    @Test
    void rfc4918_10_6_overwrite_is_heeded() {
        put("a");
        user.put(second + "a.vcf", TestServer.card("a", "There", "1")).expect(201);
        DavClient careful = user.with("Overwrite: F").with("Destination: " + second + "a.vcf");
        careful.send("COPY", book + "a.vcf").expect(412);
        careful.send("MOVE", book + "a.vcf").expect(412);
        assertThat(user.get(second + "a.vcf").text()).contains("There");
        user.with("Overwrite: T")
                .with("Destination: " + second + "a.vcf")
                .send("COPY", book + "a.vcf")
                .expect(204);
        assertThat(user.get(second + "a.vcf").etag())
                .isEqualTo(user.get(book + "a.vcf").etag());
        assertThat(text(history("second", "a.vcf").get(0))).contains("There");
        user.with("Overwrite: x")
                .with("Destination: " + second + "a.vcf")
                .send("COPY", book + "a.vcf")
                .expect(400);
    }

    @Test
    void rfc4918_9_8_3_a_book_is_copied_with_or_without_its_cards() {
        String etag = put("a");
        user.xml("PROPPATCH", book, set("<D:displayname>Shown</D:displayname><Z:dead>kept</Z:dead>"))
                .expect(207);
        to("COPY", book, home + "all/").expect(201);
        assertThat(user.get(home + "all/a.vcf").expect(200).etag()).isEqualTo(etag);
        user.get(home + "all/me.vcf").expect(200);
        user.with("Depth: 0")
                .with("Destination: " + home + "none/")
                .send("COPY", book)
                .expect(201);
        assertThat(user.propfind(home + "none/", 1, GETETAG).hrefs()).containsExactly(home + "none/");
        for (String copy : List.of(home + "all/", home + "none/")) {
            DavAnswer properties = user.propfind(copy, 0, prop("D:displayname", "Z:dead", "D:resourcetype"));
            assertThat(properties.value(copy, "displayname")).isEqualTo("Shown");
            assertThat(properties.value(copy, "dead")).isEqualTo("kept");
        }
        user.get(book + "a.vcf").expect(200);
        user.with("Depth: 1")
                .with("Destination: " + home + "x/")
                .send("COPY", book)
                .expect(400);
    }

    @Test
    void rfc4918_9_8_4_a_copy_replaces_a_book_as_a_whole_or_not_at_all() {
        put("a");
        user.put(second + "old.vcf", TestServer.card("old", "Old", "1")).expect(201);
        user.with("Overwrite: F")
                .with("Destination: " + second)
                .send("COPY", book)
                .expect(412);
        user.get(second + "old.vcf").expect(200);
        String token = user.report(second, sync("", "")).syncToken();
        to("COPY", book, second).expect(204);
        user.get(second + "old.vcf").expect(404);
        user.get(second + "a.vcf").expect(200);
        user.report(second, sync(token, "")).expect(403).expectError("valid-sync-token");
        to("COPY", second, book).expect(403);
        to("COPY", second, second).expect(403);
        user.get(book + "a.vcf").expect(200);
    }

    @Test
    void rfc6352_5_2_a_book_is_in_a_home_and_nowhere_else() {
        for (String method : List.of("COPY", "MOVE")) {
            for (String where : List.of(book + "x/", "/dav/x/", "/dav/principals/users/x/")) {
                to(method, second, where).expect(403).expectError("addressbook-collection-location-ok");
            }
            to(method, second, home + "no/where/").expect(409);
            to(method, second, "/dav/addressbooks/other/x/").expect(409);
        }
        user.propfind(second, 0, GETETAG).expect(207);
    }

    @Test
    void an_oversized_book_is_not_copied_whole() {
        byte[] large = TestServer.card("l", "Large", "1")
                .replace("END:VCARD", "NOTE:" + "x".repeat(9 << 20) + "\r\nEND:VCARD")
                .getBytes();
        for (int i = 0; i < 4; i++) {
            user.put(second + i + ".vcf", new String(large).replace("UID:l", "UID:" + i))
                    .expect(201);
        }
        DavAnswer answer = to("COPY", second, home + "copy/").expect(507);
        assertThat(answer.text()).contains("32 MiB");
        user.propfind(home + "copy/", 0, GETETAG).expect(404);
        user.with("Depth: 0")
                .with("Destination: " + home + "copy/")
                .send("COPY", second)
                .expect(201);
    }

    @Test
    void rfc6578_3_2_a_renamed_book_goes_on_with_its_tokens_and_a_new_one_of_its_name_does_not() {
        user.put(second + "a.vcf", TestServer.card("a", "A", "1")).expect(201);
        String token = user.report(second, sync("", "")).syncToken();
        to("MOVE", second, home + "third/").expect(201);
        user.put(home + "third/b.vcf", TestServer.card("b", "B", "1")).expect(201);
        DavAnswer delta = user.report(home + "third/", sync(token, "")).expect(207);
        assertThat(delta.hrefs()).containsExactly(home + "third/b.vcf");
        user.send("MKCOL", second).expect(201);
        user.report(second, sync(token, "")).expect(403).expectError("valid-sync-token");
        to("MOVE", home + "third/", second).expect(204);
        assertThat(user.report(second, sync(token, "")).expect(207).hrefs()).containsExactly(second + "b.vcf");
    }

    @Test
    void the_default_book_stays() {
        user.delete(book).expect(403);
        to("MOVE", book, home + "x/").expect(403);
        to("MOVE", second, book).expect(403);
        user.get(book + "me.vcf").expect(200);
        user.delete(second).expect(204);
        user.send("PROPFIND", second).expect(404);
        assertThat(user.propfind(home, 1, GETETAG).hrefs()).containsExactly(home, book);
    }

    @Test
    void a_moved_own_card_stays_the_own_card() {
        to("MOVE", book + "me.vcf", second + "mine.vcf").expect(201);
        assertThat(user.propfind(home, 0, prop("S:me-card")).value(home, "me-card"))
                .isEqualTo(second + "mine.vcf");
        to("MOVE", second, home + "third/").expect(201);
        assertThat(user.propfind(home, 0, prop("S:me-card")).value(home, "me-card"))
                .isEqualTo(home + "third/mine.vcf");
    }
}
