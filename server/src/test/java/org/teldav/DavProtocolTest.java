package org.teldav;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** carddav.md and clients.md, as far as they go without locks and ACL reports. */
class DavProtocolTest {
    private static final String GETETAG = "<D:propfind xmlns:D='DAV:'><D:prop><D:getetag/></D:prop></D:propfind>";

    @TempDir
    static Path data;

    private static TestServer server;
    private static int users;

    private String name;
    private DavClient user;
    private String home;
    private String book;

    @BeforeAll
    static void start() {
        server = TestServer.start(data);
        server.user("other", "+1 415 555 0199");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void a_user_of_ones_own() {
        name = "u" + users++;
        user = server.user(name, "+1 415 555 01" + (10 + users % 90));
        home = "/dav/addressbooks/" + name + "/";
        book = home + "contacts/";
    }

    private static String prop(String... properties) {
        return "<D:propfind xmlns:D='DAV:' xmlns:C='urn:ietf:params:xml:ns:carddav' xmlns:S='http://calendarserver.org/ns/' xmlns:Z='urn:z'>"
                + "<D:prop><" + String.join("/><", properties) + "/></D:prop></D:propfind>";
    }

    private static String sync(String token, String limit) {
        return "<D:sync-collection xmlns:D='DAV:'><D:sync-token>" + token
                + "</D:sync-token><D:sync-level>1</D:sync-level>"
                + (limit.isEmpty() ? "" : "<D:limit><D:nresults>" + limit + "</D:nresults></D:limit>")
                + "<D:prop><D:getetag/></D:prop></D:sync-collection>";
    }

    private String put(String card) {
        return user.put(book + card + ".vcf", TestServer.card(card, "Name " + card, "+1 415 555 0142"))
                .expect(201)
                .etag();
    }

    // RFC 6764, clients.md

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PROPFIND", "OPTIONS", "HEAD", "REPORT", "FOO"})
    void rfc6764_well_known_redirects_every_method_relatively_and_without_a_login(String method) {
        DavAnswer answer = server.client().send(method, "/.well-known/carddav").expect(301);
        assertThat(answer.header("Location")).isEqualTo("/dav/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/dav/", "/dav", "/dav/principals/", "/dav/addressbooks"})
    void rfc5397_the_roots_lead_to_the_principal_and_that_to_the_home(String root) {
        DavAnswer answer = user.propfind(root, 0, prop("D:current-user-principal", "D:resourcetype"))
                .expect(207);
        assertThat(answer.responses()).hasSize(1);
        String principal = answer.value(answer.hrefs().get(0), "current-user-principal");
        assertThat(principal).isEqualTo("/dav/principals/users/" + name + "/");
        DavAnswer of = user.propfind(
                principal, 0, prop("C:addressbook-home-set", "D:displayname", "D:principal-URL", "D:group-membership"));
        assertThat(of.value(principal, "addressbook-home-set")).isEqualTo(home);
        assertThat(of.value(principal, "principal-URL")).isEqualTo(principal);
    }

    @Test
    void an_unauthenticated_request_is_401_with_basic_before_anything_is_looked_up() {
        for (String path : List.of("/", "/dav/", book, home + "nothing/", "/dav/addressbooks/nobody/", "/x/%zz")) {
            DavAnswer answer = server.client().send("PROPFIND", path).expect(401);
            assertThat(answer.header("WWW-Authenticate")).startsWith("Basic realm=");
            server.client().as(name, "wrong").send("PROPFIND", path).expect(401);
            server.client()
                    .with("Authorization: Bearer x")
                    .send("PROPFIND", path)
                    .expect(401);
            server.client()
                    .with("Authorization: Basic %%%")
                    .send("PROPFIND", path)
                    .expect(401);
        }
    }

    @Test
    void clients_5_options_without_credentials_is_the_same_for_any_path() {
        DavAnswer first = server.client().send("OPTIONS", book).expect(200);
        assertThat(first.header("DAV")).contains("addressbook");
        for (String path :
                List.of("/", home, "/dav/principals/users/" + name + "/", "/dav/addressbooks/nobody/x/y.vcf")) {
            DavAnswer answer = server.client().send("OPTIONS", path).expect(200);
            assertThat(answer.header("DAV")).isEqualTo(first.header("DAV"));
            assertThat(answer.header("Allow")).isEqualTo(first.header("Allow"));
        }
        for (String path : List.of(home, book, "/dav/principals/users/" + name + "/")) {
            assertThat(user.send("OPTIONS", path).expect(200).header("DAV")).contains("addressbook");
        }
        assertThat(user.send("OPTIONS", book).header("Allow"))
                .doesNotContain("GET")
                .contains("REPORT");
    }

    // clients.md 8, 9, 10

    @Test
    void clients_8_the_tag_is_the_same_in_put_get_propfind_and_every_report() {
        String etag = put("a");
        assertThat(etag).matches("\"[0-9a-f]+\"");
        assertThat(user.get(book + "a.vcf").expect(200).etag()).isEqualTo(etag);
        assertThat(user.send("HEAD", book + "a.vcf").expect(200).etag()).isEqualTo(etag);
        assertThat(user.propfind(book + "a.vcf", 0, GETETAG).value(book + "a.vcf", "getetag"))
                .isEqualTo(etag);
        assertThat(user.propfind(book, 1, GETETAG).value(book + "a.vcf", "getetag"))
                .isEqualTo(etag);
        assertThat(user.report(book, sync("", "")).value(book + "a.vcf", "getetag"))
                .isEqualTo(etag);
        assertThat(user.report(book, multiget(book + "a.vcf")).value(book + "a.vcf", "getetag"))
                .isEqualTo(etag);
        assertThat(user.report(book, query("")).value(book + "a.vcf", "getetag"))
                .isEqualTo(etag);
    }

    @Test
    void clients_9_a_put_is_answered_without_location() {
        DavAnswer answer =
                user.put(book + "a.vcf", TestServer.card("a", "A", "1")).expect(201);
        assertThat(answer.headers()).doesNotContainKey("Location").containsKey("ETag");
        assertThat(user.put(book + "a.vcf", TestServer.card("a", "B", "1"))
                        .expect(204)
                        .headers())
                .doesNotContainKey("Location")
                .containsKey("ETag");
    }

    @Test
    void clients_10_tokens_do_not_move_when_nothing_changed() {
        put("a");
        String tokens = tokens();
        user.put(book + "a.vcf", TestServer.card("a", "Name a", "+1 415 555 0142"))
                .expect(204);
        user.put(book + "b.vcf", "nonsense").expect(403);
        user.with("If-None-Match: *")
                .put(book + "a.vcf", TestServer.card("a", "Z", "1"))
                .expect(412);
        user.delete(book + "nothing.vcf").expect(404);
        assertThat(tokens()).isEqualTo(tokens);
        user.put(book + "a.vcf", TestServer.card("a", "Other", "1")).expect(204);
        assertThat(tokens()).isNotEqualTo(tokens);
    }

    private String tokens() {
        DavAnswer answer = user.propfind(book, 0, prop("D:sync-token", "S:getctag"));
        return answer.value(book, "sync-token") + " " + answer.value(book, "getctag");
    }

    @Test
    void the_bytes_that_came_are_the_bytes_that_go_out() {
        byte[] odd = ("BEGIN:VCARD\nVERSION:3.0\r\nUID:odd\nFN:O\\,dd \u00e9\ud83d\ude00\u0001\nX-odd;type=x:;;;\r\n"
                        + "item1.tel;type=pref:(415) 555-0142\nitem1.X-ABLabel:_$!<x>!$_\n N:folded\nEND:VCARD")
                .getBytes(StandardCharsets.UTF_8);
        user.put(book + "odd.vcf", odd).expect(201);
        DavAnswer answer = user.get(book + "odd.vcf").expect(200);
        assertThat(answer.body()).isEqualTo(odd);
        assertThat(answer.header("Content-Type")).isEqualTo("text/vcard; charset=utf-8");
        String data = user.report(book, multiget(book + "odd.vcf")).value(book + "odd.vcf", "address-data");
        assertThat(data).as("clients.md 13").isEqualTo(new String(odd, StandardCharsets.UTF_8).replace("\u0001", ""));
    }

    // RFC 9110

    @Test
    void rfc9110_conditions_and_ranges_of_a_get() {
        String etag = put("a");
        String path = book + "a.vcf";
        byte[] whole = user.get(path).body();
        String modified = user.get(path).header("Last-Modified");
        user.with("If-None-Match: " + etag).get(path).expect(304);
        user.with("If-None-Match: W/" + etag).get(path).expect(304);
        user.with("If-None-Match: \"x\", " + etag).get(path).expect(304);
        user.with("If-None-Match: \"x\"").get(path).expect(200);
        user.with("If-None-Match: \"x\"")
                .with("If-Modified-Since: " + modified)
                .get(path)
                .expect(200);
        user.with("If-Modified-Since: " + modified).get(path).expect(304);
        user.with("If-Match: " + etag).get(path).expect(200);
        user.with("If-Match: W/" + etag).get(path).expect(412);
        user.with("If-Match: \"x\"").get(path).expect(412);
        user.with("If-Unmodified-Since: Thu, 01 Jan 1970 00:00:00 GMT")
                .get(path)
                .expect(412);
        DavAnswer part = user.with("Range: bytes=0-4").get(path).expect(206);
        assertThat(part.text()).isEqualTo("BEGIN");
        assertThat(part.header("Content-Range")).isEqualTo("bytes 0-4/" + whole.length);
        assertThat(user.with("Range: bytes=-5").get(path).expect(206).text()).isEqualTo("ARD\r\n");
        DavAnswer beyond = user.with("Range: bytes=9999-").get(path).expect(416);
        assertThat(beyond.header("Content-Range")).isEqualTo("bytes */" + whole.length);
        user.with("Range: bytes=0-4").with("If-Range: \"x\"").get(path).expect(200);
    }

    @Test
    void rfc9110_conditions_of_what_writes() {
        String etag = put("a");
        String path = book + "a.vcf";
        user.with("If-Match: \"x\"").delete(path).expect(412);
        user.with("If-Match: \"x\"")
                .with("Destination: " + book + "b.vcf")
                .send("MOVE", path)
                .expect(412);
        user.with("If-Match: \"x\"")
                .with("Destination: " + book + "b.vcf")
                .send("COPY", path)
                .expect(412);
        user.with("If-Match: \"x\"").xml("PROPPATCH", path, set("<Z:a>1</Z:a>")).expect(412);
        user.with("If-Match: *")
                .put(book + "new.vcf", TestServer.card("n", "N", "1"))
                .expect(412);
        user.with("If: (<urn:uuid:1>)")
                .put(path, TestServer.card("a", "N", "1"))
                .expect(412);
        user.with("If-Match: " + etag).delete(path).expect(204);
        user.get(path).expect(404);
    }

    // RFC 4918

    @Test
    void rfc4918_9_1_an_empty_propfind_is_allprop_and_propname_and_include_work() {
        put("a");
        DavAnswer all = user.send("PROPFIND", book + "a.vcf").expect(207);
        assertThat(all.property(book + "a.vcf", "getetag")).isPresent();
        assertThat(all.property(book + "a.vcf", "current-user-principal")).isEmpty();
        DavAnswer names = user.propfind(book, 0, "<D:propfind xmlns:D='DAV:'><D:propname/></D:propfind>");
        assertThat(names.value(book, "sync-token")).isEmpty();
        DavAnswer included = user.propfind(
                book,
                0,
                "<D:propfind xmlns:D='DAV:'><D:allprop/><D:include><D:sync-token/><x xmlns='urn:z'/></D:include></D:propfind>");
        assertThat(included.value(book, "sync-token")).startsWith("urn:teldav:sync:");
        assertThat(included.property(book, "x", 404)).isPresent();
    }

    @Test
    void clients_2_unknown_properties_are_404_in_their_own_namespace_after_the_200() {
        DavAnswer answer = user.propfind(book, 0, prop("Z:nothing", "D:displayname", "S:pushkey"));
        assertThat(answer.property(book, "nothing", 404).orElseThrow().getNamespaceURI())
                .isEqualTo("urn:z");
        assertThat(answer.property(book, "pushkey", 404).orElseThrow().getNamespaceURI())
                .isEqualTo("http://calendarserver.org/ns/");
        assertThat(answer.text()).contains("HTTP/1.1 200 OK").contains("HTTP/1.1 404 Not Found");
        assertThat(answer.text().indexOf("200 OK")).isLessThan(answer.text().indexOf("404 Not Found"));
        DavAnswer minimal = user.with("Brief: t").propfind(book, 0, prop("Z:nothing", "D:displayname"));
        assertThat(minimal.text()).doesNotContain("404");
    }

    private static String set(String properties) {
        return "<D:propertyupdate xmlns:D='DAV:' xmlns:C='urn:ietf:params:xml:ns:carddav' xmlns:Z='urn:z'><D:set><D:prop>"
                + properties + "</D:prop></D:set></D:propertyupdate>";
    }

    @Test
    void rfc4918_9_2_a_proppatch_is_all_or_nothing_with_424() {
        DavAnswer failed = user.xml(
                        "PROPPATCH",
                        book,
                        set("<D:displayname>New</D:displayname><D:getetag>x</D:getetag><Z:a>1</Z:a>"))
                .expect(207);
        assertThat(failed.property(book, "getetag", 403)).isPresent();
        assertThat(failed.property(book, "displayname", 424)).isPresent();
        assertThat(failed.property(book, "a", 424)).isPresent();
        assertThat(failed.text()).contains("cannot-modify-protected-property");
        DavAnswer after = user.propfind(book, 0, prop("D:displayname", "Z:a"));
        assertThat(after.value(book, "displayname")).isNotEqualTo("New");
        assertThat(after.property(book, "a")).isEmpty();
    }

    @Test
    void rfc4918_4_3_dead_properties_are_kept_as_they_were_sent() {
        put("a");
        for (String path : List.of(home, book, book + "a.vcf")) {
            user.xml(
                            "PROPPATCH",
                            path,
                            set(
                                    "<Z:Authors xml:lang='de' k=\"v\"><Z:Author>J \u00f6 &amp; K</Z:Author> <b xmlns='urn:b'/></Z:Authors>"))
                    .expect(207);
            DavAnswer answer = user.propfind(path, 0, prop("Z:Authors"));
            assertThat(answer.text())
                    .contains(
                            " xml:lang='de' k=\"v\"><Z:Author>J \u00f6 &amp; K</Z:Author> <b xmlns='urn:b'/></Z:Authors>");
            assertThat(answer.value(path, "Authors")).isEqualTo("J \u00f6 & K ");
        }
        assertThat(user.propfind(book, 1, prop("Z:Authors")).value(book + "a.vcf", "Authors"))
                .contains("J \u00f6 & K");
        user.xml("PROPPATCH", book, set("<Z:Authors/>").replace("set>", "remove>"))
                .expect(207);
        assertThat(user.propfind(book, 0, prop("Z:Authors")).property(book, "Authors", 404))
                .isPresent();
    }

    @Test
    void rfc4918_9_8_cards_are_copied_and_moved_between_ones_own_books() {
        String etag = put("a");
        user.send("MKCOL", home + "second/").expect(201);
        user.with("Destination: " + home + "second/a.vcf")
                .send("COPY", book + "a.vcf")
                .expect(201);
        assertThat(user.get(home + "second/a.vcf").expect(200).etag()).isEqualTo(etag);
        DavAnswer sameBook = user.with("Destination: " + book + "b.vcf")
                .send("COPY", book + "a.vcf")
                .expect(403);
        sameBook.expectError("no-uid-conflict");
        assertThat(sameBook.text()).contains(book + "a.vcf");
        user.with("Overwrite: F")
                .with("Destination: " + home + "second/a.vcf")
                .send("MOVE", book + "a.vcf")
                .expect(412);
        user.with("Destination: " + home + "second/a.vcf")
                .send("MOVE", book + "a.vcf")
                .expect(204);
        user.get(book + "a.vcf").expect(404);
        user.with("Destination: " + home + "second/b.vcf")
                .send("MOVE", home + "second/a.vcf")
                .expect(201);
        assertThat(user.get(home + "second/b.vcf").expect(200).etag()).isEqualTo(etag);
        String other = home + "second/b.vcf";
        user.with("Destination: http://elsewhere.example/x.vcf")
                .send("MOVE", other)
                .expect(502);
        user.with("Destination: " + home + "nowhere/x.vcf").send("MOVE", other).expect(409);
        user.with("Destination: /dav/addressbooks/other/contacts/x.vcf")
                .send("MOVE", other)
                .expect(409);
        user.with("Destination: " + other).send("MOVE", other).expect(403);
        user.send("MOVE", other).expect(400);
        user.with("Destination: " + home + "third/")
                .send("MOVE", home + "second/")
                .expect(201);
        user.get(home + "third/b.vcf").expect(200);
    }

    @Test
    void rfc5689_an_address_book_is_made_with_its_properties_or_not_at_all() {
        String body = "<D:mkcol xmlns:D='DAV:' xmlns:C='urn:ietf:params:xml:ns:carddav'><D:set><D:prop>"
                + "<D:resourcetype><D:collection/>%s</D:resourcetype><D:displayname>Work</D:displayname>"
                + "<C:addressbook-description>d\u00e9</C:addressbook-description>%s</D:prop></D:set></D:mkcol>";
        user.xml("MKCOL", home + "work/", body.formatted("<C:addressbook/>", ""))
                .expect(201);
        DavAnswer made = user.propfind(home, 1, prop("D:resourcetype", "D:displayname", "C:addressbook-description"));
        assertThat(made.hrefs()).containsExactly(home, book, home + "work/");
        assertThat(made.value(home + "work/", "displayname")).isEqualTo("Work");
        assertThat(made.value(home + "work/", "addressbook-description")).isEqualTo("d\u00e9");
        user.xml("MKCOL", home + "bad/", body.formatted("<C:calendar/>", ""))
                .expect(403)
                .expectError("valid-resourcetype");
        DavAnswer failed =
                user.xml("MKCOL", home + "bad/", body.formatted("<C:addressbook/>", "<D:getetag>x</D:getetag>"));
        assertThat(failed.expect(424).xml().getLocalName()).isEqualTo("mkcol-response");
        user.send("PROPFIND", home + "bad/").expect(404);
        user.send("MKCOL", book + "inside/").expect(403).expectError("addressbook-collection-location-ok");
        user.send("MKCOL", home + "no/where/").expect(409);
        user.delete(home + "work/").expect(204);
        user.delete(book).expect(403);
    }

    // RFC 6352

    private static String multiget(String... hrefs) {
        return "<C:addressbook-multiget xmlns:D='DAV:' xmlns:C='urn:ietf:params:xml:ns:carddav'><D:prop><D:getetag/><C:address-data/></D:prop><D:href>"
                + String.join("</D:href><D:href>", hrefs) + "</D:href></C:addressbook-multiget>";
    }

    private static String query(String filter) {
        return "<C:addressbook-query xmlns:D='DAV:' xmlns:C='urn:ietf:params:xml:ns:carddav'><D:prop><D:getetag/></D:prop><C:filter>"
                + filter + "</C:filter></C:addressbook-query>";
    }

    @Test
    void clients_14_multiget_answers_every_href_however_it_is_spelled() {
        user.put(book + "a%3Ab%2Bc%40d.vcf", TestServer.card("x", "X", "1")).expect(201);
        DavAnswer answer = user.report(
                        book, multiget(book + "a:b+c@d.vcf", book + "nothing.vcf", "/elsewhere/x.vcf", book + "%zz"))
                .expect(207);
        assertThat(answer.value(book + "a%3Ab%2Bc%40d.vcf", "address-data")).contains("UID:x");
        assertThat(answer.responseStatus(book + "nothing.vcf")).isEqualTo(404);
        assertThat(answer.responseStatus("/elsewhere/x.vcf")).isEqualTo(404);
        assertThat(answer.responseStatus(book + "%zz")).isEqualTo(404);
        assertThat(answer.responses()).hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "infinity"})
    void clients_6_a_report_works_with_any_depth(String depth) {
        put("a");
        for (String body : List.of(multiget(book + "a.vcf"), query(""), sync("", ""))) {
            assertThat(user.with("Depth: " + depth)
                            .report(book, body)
                            .expect(207)
                            .hrefs())
                    .contains(book + "a.vcf");
            assertThat(user.report(book, body).expect(207).hrefs()).contains(book + "a.vcf");
        }
    }

    @Test
    void rfc6352_8_6_a_query_finds_by_index_and_by_reading() {
        put("a");
        user.put(book + "b.vcf", TestServer.card("b", "\u00c9milie Stra\u00dfe", "+33 6 12 34 56 78"))
                .expect(201);
        assertThat(find("TEL", "0142")).containsExactly(book + "a.vcf");
        assertThat(find("FN", "\u00e9MILIE")).containsExactly(book + "b.vcf");
        assertThat(find("TEL", "12 34 56")).containsExactly(book + "b.vcf");
        assertThat(find("NICKNAME", "x")).isEmpty();
        assertThat(user.report(book, query("<C:prop-filter name='NICKNAME'><C:is-not-defined/></C:prop-filter>"))
                        .hrefs())
                .contains(book + "a.vcf", book + "b.vcf");
        user.report(
                        book,
                        query(
                                "<C:prop-filter name='FN'><C:text-match collation='i;klingon'>x</C:text-match></C:prop-filter>"))
                .expect(403)
                .expectError("supported-collation");
    }

    private List<String> find(String property, String text) {
        return user.report(
                        book,
                        query("<C:prop-filter name='" + property + "'><C:text-match>" + text
                                + "</C:text-match></C:prop-filter>"))
                .expect(207)
                .hrefs();
    }

    @Test
    void rfc6352_8_6_2_a_query_over_its_limit_says_507_on_the_request_uri() {
        IntStream.range(0, 5).forEach(i -> put("c" + i));
        DavAnswer answer = user.report(
                book,
                query("<C:prop-filter name='FN'><C:text-match>Name c</C:text-match></C:prop-filter>")
                        .replace("</C:filter>", "</C:filter><C:limit><C:nresults>2</C:nresults></C:limit>"));
        assertThat(answer.responses()).hasSize(3);
        assertThat(answer.responseStatus(book)).isEqualTo(507);
        assertThat(answer.text()).contains("number-of-matches-within-limits");
    }

    @Test
    void rfc6352_5_1_a_uid_is_in_a_book_once() {
        put("a");
        DavAnswer answer =
                user.put(book + "b.vcf", TestServer.card("a", "Twin", "1")).expect(403);
        answer.expectError("no-uid-conflict");
        assertThat(answer.text()).contains("<D:href>" + book + "a.vcf</D:href>");
        user.put(book + "a.vcf", TestServer.card("other-uid", "A", "1"))
                .expect(403)
                .expectError("no-uid-conflict");
    }

    // RFC 6578

    @Test
    void rfc6578_deltas_name_what_changed_and_what_is_gone_and_not_the_book_itself() {
        put("a");
        put("b");
        DavAnswer initial = user.report(book, sync("", "")).expect(207);
        assertThat(initial.hrefs()).contains(book + "a.vcf", book + "b.vcf").doesNotContain(book);
        user.delete(book + "a.vcf").expect(204);
        put("c");
        DavAnswer delta = user.report(book, sync(initial.syncToken(), "")).expect(207);
        assertThat(delta.hrefs()).containsExactlyInAnyOrder(book + "a.vcf", book + "c.vcf");
        assertThat(delta.responseStatus(book + "a.vcf")).as("clients.md 3").isEqualTo(404);
        DavAnswer nothing = user.report(book, sync(delta.syncToken(), "")).expect(207);
        assertThat(nothing.responses()).isEmpty();
        assertThat(nothing.syncToken()).isEqualTo(delta.syncToken());
    }

    @Test
    void clients_4_a_page_ends_with_507_and_a_token_that_goes_on_exactly_there() {
        IntStream.range(0, 7).forEach(i -> put("c" + i));
        user.delete(book + "c3.vcf").expect(204);
        String token = "";
        List<String> seen = new java.util.ArrayList<>();
        boolean more = true;
        while (more) {
            DavAnswer page = user.report(book, sync(token, "3")).expect(207);
            more = page.hrefs().contains(book);
            if (more) {
                assertThat(page.responseStatus(book)).isEqualTo(507);
                assertThat(page.responses()).hasSize(4);
            }
            page.hrefs().stream().filter(href -> !href.equals(book)).forEach(seen::add);
            token = page.syncToken();
        }
        assertThat(seen).doesNotHaveDuplicates().contains(book + "c0.vcf", book + "c6.vcf");
        assertThat(token).isEqualTo(user.report(book, sync("", "")).syncToken());
    }

    // clients.md 11, 12, 16, 17

    @Test
    void clients_11_12_privileges_and_reports_are_told() {
        DavAnswer answer = user.propfind(
                book, 0, prop("D:current-user-privilege-set", "D:supported-report-set", "C:supported-address-data"));
        String text = answer.text();
        assertThat(text)
                .contains(
                        "<D:read/>",
                        "<D:write/>",
                        "<D:write-content/>",
                        "<D:write-properties/>",
                        "<D:bind/>",
                        "<D:unbind/>")
                .contains("<D:sync-collection/>", "<C:addressbook-multiget/>", "<C:addressbook-query/>")
                .contains("content-type=\"text/vcard\" version=\"3.0\"");
    }

    @Test
    void clients_16_me_card_is_stored_or_refused() {
        put("a");
        String mine = "<S:me-card xmlns:S='http://calendarserver.org/ns/'><D:href>%s</D:href></S:me-card>";
        DavAnswer set =
                user.xml("PROPPATCH", home, set(mine.formatted(book + "a.vcf"))).expect(207);
        assertThat(set.property(home, "me-card")).isPresent();
        assertThat(user.propfind(home, 0, prop("S:me-card")).value(home, "me-card"))
                .isEqualTo(book + "a.vcf");
        String principal = "/dav/principals/users/" + name + "/";
        assertThat(user.propfind(principal, 0, prop("C:principal-address")).value(principal, "principal-address"))
                .isEqualTo(book + "a.vcf");
        for (String bad : List.of(book + "nothing.vcf", "/dav/addressbooks/other/contacts/me.vcf", "", "http://x/")) {
            DavAnswer refused =
                    user.xml("PROPPATCH", home, set(mine.formatted(bad))).expect(207);
            assertThat(refused.property(home, "me-card", 403)).as(bad).isPresent();
        }
        assertThat(user.propfind(home, 0, prop("S:me-card")).value(home, "me-card"))
                .isEqualTo(book + "a.vcf");
    }

    @Test
    void clients_17_the_first_book_of_a_home_is_contacts() {
        user.send("MKCOL", home + "aaa/").expect(201);
        assertThat(user.propfind(home, 1, GETETAG).hrefs()).containsExactly(home, book, home + "aaa/");
    }

    // who may

    @ParameterizedTest
    @ValueSource(
            strings = {
                "OPTIONS",
                "GET",
                "HEAD",
                "PUT",
                "DELETE",
                "PROPFIND",
                "PROPPATCH",
                "MKCOL",
                "REPORT",
                "COPY",
                "MOVE"
            })
    void another_user_s_things_are_as_if_they_were_not_there(String method) {
        String there = "/dav/addressbooks/other/";
        String nowhere = "/dav/addressbooks/nobody-at-all/";
        for (String path : List.of("", "contacts/", "contacts/me.vcf", "contacts/x.vcf", "new/")) {
            DavClient client = user.with("Depth: 0").with("Destination: " + book + "stolen.vcf");
            byte[] body = (method.equals("PUT") ? TestServer.card("s", "S", "1") : "").getBytes(StandardCharsets.UTF_8);
            DavAnswer theirs = client.send(method, there + path, body);
            DavAnswer none = client.send(method, nowhere + path, body);
            assertThat(theirs.status()).isEqualTo(none.status());
            assertThat(theirs.text()).isEqualTo(none.text());
            assertThat(theirs.headers().get("Allow")).isEqualTo(none.headers().get("Allow"));
            if (!method.equals("OPTIONS")) {
                assertThat(theirs.status()).isIn(403, 404, 409);
            }
        }
    }

    @Test
    void those_in_a_group_see_each_other_s_principal_and_nothing_more() {
        DavClient ann = server.user("ann-" + name, "+1 415 555 0171", "club-" + name);
        server.user("ben-" + name, "+1 415 555 0172", "club-" + name);
        String ben = "/dav/principals/users/ben-" + name + "/";
        DavAnswer answer = ann.propfind(ben, 0, prop("D:displayname", "C:addressbook-home-set", "S:me-card"));
        assertThat(answer.expect(207).property(ben, "displayname")).isPresent();
        assertThat(answer.property(ben, "addressbook-home-set")).isEmpty();
        assertThat(answer.property(ben, "me-card")).isEmpty();
        String group = "/dav/principals/groups/club-" + name + "/";
        assertThat(ann.propfind(group, 0, prop("D:group-member-set")).text()).contains(ben);
        user.send("PROPFIND", ben).expect(404);
        user.send("PROPFIND", group).expect(404);
    }

    // names and slashes

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
}
