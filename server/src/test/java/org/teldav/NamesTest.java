package org.teldav;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** carddav.md, "Address space": names and slashes. */
class NamesTest extends OneUserTest {
    private static final String LOCK = "<D:lockinfo xmlns:D='DAV:'><D:lockscope><D:exclusive/></D:lockscope>"
            + "<D:locktype><D:write/></D:locktype></D:lockinfo>";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a b.vcf",
                "a+b.vcf",
                "a@b.vcf",
                "a;b=c.vcf",
                "it's.vcf",
                "h#?.vcf",
                "\u00e9\ud83d\ude00.vcf",
                "100%.vcf",
                "a/b.vcf",
                "noending",
                "%2F.vcf"
            })
    void names_survive_and_have_one_spelling(String card) {
        String path = org.teldav.dav.Href.member(book, card, false);
        user.put(path, TestServer.card("x", "X", "1")).expect(201);
        user.get(path).expect(200);
        assertThat(user.propfind(book, 1, GETETAG).hrefs()).contains(path);
        assertThat(user.report(book, sync("", "")).hrefs()).contains(path);
        assertThat(user.report(book, multiget(path)).value(path, "address-data"))
                .contains("UID:x");
        user.delete(path).expect(204);
    }

    @Test
    void collections_are_served_with_or_without_a_slash_and_never_redirected() {
        String bare = book.substring(0, book.length() - 1);
        assertThat(user.propfind(bare, 0, GETETAG).expect(207).hrefs()).containsExactly(book);
        assertThat(user.report(bare, sync("", "")).expect(207).syncToken()).isNotEmpty();
    }

    /** A client that forgot to encode a card's name must not reach the book (RFC 9110 §7.1). */
    @Test
    void a_request_target_with_a_fragment_is_refused() {
        String other = home + "other/";
        user.send("MKCOL", other).expect(201);
        user.delete(other + "#1.vcf").expect(400);
        user.delete(other + "#").expect(400);
        user.propfind(other, 0, GETETAG).expect(207);
    }

    /** Jetty makes one character of all octets that it can't read. */
    @Test
    void a_request_target_that_is_not_utf_8_names_nothing() {
        raw("PUT", "\u00e9.vcf", TestServer.card("x", "X", "1")).expect(400);
        user.put(book + "%EF%BF%BD.vcf", TestServer.card("x", "X", "1")).expect(201);
        raw("DELETE", "\u00e8.vcf", "").expect(400);
        user.get(book + "%EF%BF%BD.vcf").expect(200);
    }

    private DavAnswer raw(String method, String card, String body) {
        String login =
                Base64.getEncoder().encodeToString((name + ":" + name + "-password").getBytes(StandardCharsets.UTF_8));
        return user.raw(
                (method + " " + book + card + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Basic "
                                + login + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                        .getBytes(StandardCharsets.ISO_8859_1));
    }

    /** As a request-target does: RFC 4918 §8.3 has one grammar for both. */
    @ParameterizedTest
    @ValueSource(strings = {"\u00e9\ud83d\ude00.vcf", "\u00dc.vcf"})
    void headers_take_a_name_in_utf_8_that_is_not_percent_encoded(String unencoded) {
        put("a");
        String path = org.teldav.dav.Href.member(book, unencoded, false);
        user.with("Destination: " + book + unencoded)
                .send("MOVE", book + "a.vcf")
                .expect(201);
        String etag = user.get(path).expect(200).etag();
        user.with("If: <" + book + unencoded + "> ([" + etag + "])")
                .delete(path)
                .expect(204);
    }

    /** A slash that is encoded is a part of a name (RFC 3986 §2.2): what leads to a collection is its own path only. */
    @ParameterizedTest
    @ValueSource(strings = {"/dav/dav%2Faddressbooks/", "/dav/principals/principals%2Fusers/"})
    void a_collection_has_no_second_name(String path) {
        user.propfind(path, 0, GETETAG).expect(404);
        user.propfind(path.replaceFirst("[a-z]+%2F", ""), 0, GETETAG).expect(207);
    }

    /** A client compares the hrefs in an answer with what it asked for, and those have one spelling: what is found by another would not be its own. */
    @Test
    void the_name_of_a_user_or_a_group_has_one_spelling_in_paths_however_it_is_written_in_a_login() {
        String loud = name.toUpperCase(Locale.ROOT);
        server.user("mate-" + name, "+1 415 555 0170", "group-of-" + name);
        server.store()
                .<Boolean>write(tx -> tx.principals()
                        .join(
                                tx.principals()
                                        .group("group-of-" + name)
                                        .orElseThrow()
                                        .id(),
                                tx.principals().user(name).orElseThrow().id(),
                                Instant.now()));
        put("a");
        DavClient shouting = server.client().as(loud, name + "-password");
        String principals = "/dav/principals/users/";
        for (String path : List.of(home, book, principals + name + "/", principals + "mate-" + name + "/")) {
            shouting.propfind(path, 0, GETETAG).expect(207);
            shouting.propfind(path.replace(name, loud), 0, GETETAG).expect(404);
        }
        String group = "/dav/principals/groups/group-of-" + name + "/";
        shouting.propfind(group, 0, GETETAG).expect(207);
        shouting.propfind(group.replace(name, loud), 0, GETETAG).expect(404);

        String other = book.replace(name, loud);
        shouting.put(other + "b.vcf", TestServer.card("b", "B", "1")).expect(409);
        shouting.with("Destination: " + other + "b.vcf")
                .send("COPY", book + "a.vcf")
                .expect(409);
        shouting.xml("LOCK", other + "b.vcf", LOCK).expect(409);
        shouting.with("If: <" + other + "a.vcf> (["
                        + shouting.get(book + "a.vcf").etag() + "])")
                .delete(book + "a.vcf")
                .expect(412);
        assertThat(shouting.report(book, multiget(other + "a.vcf")).responseStatus(other + "a.vcf"))
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"#1.vcf", "a#", "a?b.vcf"})
    void a_destination_with_a_fragment_or_a_query_is_refused(String forgotten) {
        put("a");
        user.with("Destination: " + book + forgotten)
                .send("MOVE", book + "a.vcf")
                .expect(400);
        user.get(book + "a.vcf").expect(200);
    }

    /** Not cut: what is answered with 200 is kept whole (RFC 4918 §9.2). */
    @Test
    void a_name_that_is_longer_than_is_kept_is_refused_and_the_one_before_stays() {
        String face = "\ud83d\ude00";
        String longest = face.repeat(500);
        user.xml("PROPPATCH", book, set("<D:displayname>" + longest + "</D:displayname>"))
                .expect(207);
        assertThat(user.xml("PROPPATCH", book, set("<D:displayname>a" + face.repeat(600) + "</D:displayname>"))
                        .expect(207)
                        .property(book, "displayname", 507))
                .isPresent();
        assertThat(user.propfind(book, 0, prop("D:displayname")).value(book, "displayname"))
                .isEqualTo(longest);
    }
}
