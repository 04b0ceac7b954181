package org.teldav;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** RFC 4918 and RFC 5689: properties, collections, COPY and MOVE. */
class WebDavTest extends OneUserTest {
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
    void rfc4918_4_3_dead_properties_are_kept_as_they_were_sent() {
        put("a");
        for (String path : List.of(home, book, book + "a.vcf")) {
            DavAnswer patched = user.xml(
                            "PROPPATCH",
                            path,
                            set(
                                    "<Z:Authors xml:lang='de' k=\"v\"><Z:Author>J \u00f6 &amp; K</Z:Author> <b xmlns='urn:b'/></Z:Authors>"))
                    .expect(207);
            assertThat(patched.value(path, "Authors")).isEmpty();
            DavAnswer answer = user.propfind(path, 0, prop("Z:Authors", "D:resourcetype"));
            assertThat(answer.text())
                    .doesNotContain("HTTP/1.1 404")
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
    void rfc4918_9_1_dead_properties_are_in_allprop_and_propname_and_included_ones_are_told_once() {
        put("a");
        for (String path : List.of(home, book, book + "a.vcf")) {
            user.xml("PROPPATCH", path, set("<Z:Authors>K</Z:Authors>")).expect(207);
            DavAnswer names = user.propfind(path, 0, "<D:propfind xmlns:D='DAV:'><D:propname/></D:propfind>");
            assertThat(names.value(path, "Authors")).isEmpty();
            DavAnswer all = user.propfind(
                    path,
                    0,
                    "<D:propfind xmlns:D='DAV:'><D:allprop/><D:include><D:resourcetype/><Authors xmlns='urn:z'/></D:include></D:propfind>");
            assertThat(all.value(path, "Authors")).isEqualTo("K");
            assertThat(all.text()).containsOnlyOnce("<D:resourcetype>").containsOnlyOnce(">K<");
        }
    }

    @Test
    void rfc4918_9_1_4_propname_names_a_property_only_where_it_has_a_value() {
        String names = "<D:propfind xmlns:D='DAV:'><D:propname/></D:propfind>";
        assertThat(user.propfind(book, 0, names).property(book, "addressbook-description"))
                .isEmpty();
        user.xml("PROPPATCH", book, set("<C:addressbook-description>All</C:addressbook-description>"))
                .expect(207);
        assertThat(user.propfind(book, 0, names).property(book, "addressbook-description"))
                .isPresent();
    }

    @Test
    void rfc4918_9_1_a_dead_property_keeps_no_other_from_being_included() {
        user.xml("PROPPATCH", book, set("<Z:Authors>K</Z:Authors>")).expect(207);
        DavAnswer all = user.propfind(
                book,
                0,
                "<D:propfind xmlns:D='DAV:'><D:allprop/><D:include><D:sync-token/><x xmlns='urn:z'/></D:include></D:propfind>");
        assertThat(all.value(book, "sync-token")).startsWith("urn:teldav:sync:");
        assertThat(all.property(book, "x", 404)).isPresent();
    }

    @Test
    void rfc4918_4_3_the_language_of_a_books_name_and_description_is_kept() {
        String second = home + "second/";
        user.send("MKCOL", second).expect(201);
        String both = prop("D:displayname", "C:addressbook-description");
        DavAnswer none = user.propfind(second, 0, both);
        assertThat(none.text()).doesNotContain("xml:lang");
        assertThat(none.property(second, "addressbook-description", 404)).isPresent();
        assertThat(none.property(second, "addressbook-description")).isEmpty();
        user.xml(
                        "PROPPATCH",
                        second,
                        set("<D:displayname xml:lang='de'>B\u00fcro</D:displayname>"
                                        + "<C:addressbook-description>Alle &amp; jeder</C:addressbook-description>")
                                .replace("<D:set>", "<D:set xml:lang='de-CH'>"))
                .expect(207);
        user.with("Destination: " + home + "third/").send("COPY", second).expect(201);
        for (String path : List.of(second, home + "third/")) {
            assertThat(user.propfind(path, 0, both).text())
                    .contains("<D:displayname xml:lang=\"de\">B\u00fcro</D:displayname>")
                    .contains("<C:addressbook-description xml:lang=\"de-CH\">Alle &amp; jeder</C:");
        }
        String tooLong = set("<D:displayname xml:lang='" + "a".repeat(101) + "'>x</D:displayname>");
        assertThat(user.xml("PROPPATCH", second, tooLong).expect(207).property(second, "displayname", 507))
                .isPresent();
        user.xml("PROPPATCH", second, set("<D:displayname>Office</D:displayname>"))
                .expect(207);
        assertThat(user.propfind(second, 0, both).text())
                .contains("<D:displayname>Office</D:displayname>")
                .contains("xml:lang=\"de-CH\"");
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

    /** Beside it nothing else is changed, and nothing of it is kept. */
    @Test
    void rfc4918_9_2_a_name_that_is_too_long_to_be_kept_whole_is_refused_and_not_cut() {
        String longest = "\ud83d\ude00".repeat(500);
        for (String name : List.of("D:displayname", "C:addressbook-description")) {
            String local = name.substring(2);
            user.xml("PROPPATCH", book, set("<" + name + ">" + longest + "</" + name + ">"))
                    .expect(207);
            DavAnswer answer = user.xml(
                    "PROPPATCH", book, set("<" + name + ">" + longest + "!</" + name + "><x xmlns='urn:z'>1</x>"));
            assertThat(answer.expect(207).property(book, local, 507)).isPresent();
            assertThat(answer.property(book, "x", 424)).isPresent();
            assertThat(user.propfind(book, 0, prop(name)).value(book, local)).isEqualTo(longest);
        }
    }

    /** A cache or a proxy takes the length for that of the body which a GET would have had, and waits for it. */
    @Test
    void rfc9110_8_6_a_length_without_a_body_is_that_of_the_body_of_a_get() {
        put("a");
        for (String path : List.of(book + "a.vcf", book + "none.vcf", book, home, "/dav/nothing", book + "%zz")) {
            for (String condition : List.of("If-Match: *", "If-Match: \"x\"", "Accept: text/vcard;version=5.0")) {
                DavAnswer get = user.with(condition).get(path);
                DavAnswer head = user.with(condition).send("HEAD", path).expect(get.status());
                assertThat(without(head, "Date")).as("%s %s", condition, path).isEqualTo(without(get, "Date"));
                assertThat(head.header("Content-Length")).isEqualTo(Integer.toString(get.body().length));
            }
        }
        DavAnswer unchanged = user.with("If-None-Match: *").get(book + "a.vcf").expect(304);
        assertThat(unchanged.header("Content-Length"))
                .isEqualTo(user.get(book + "a.vcf").header("Content-Length"));
    }

    private static Map<String, String> without(DavAnswer answer, String header) {
        Map<String, String> headers = new TreeMap<>(answer.headers());
        headers.remove(header);
        return headers;
    }

    @Test
    void rfc9110_9_3_7_options_of_the_whole_server() {
        DavAnswer anonymous = server.client().send("OPTIONS", "*").expect(200);
        DavAnswer known = user.send("OPTIONS", "*").expect(200);
        assertThat(without(known, "Date")).isEqualTo(without(anonymous, "Date"));
        user.send("PROPFIND", "*").expect(400);
    }
}
