package org.teldav;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

/** RFC 3744 §9: its four reports, and that no stranger is in any of them. */
class PrincipalReportsTest extends PrincipalStory {
    private static String search(String attributes, String... conditions) {
        return "<D:principal-property-search xmlns:D='DAV:' xmlns:S='http://calendarserver.org/ns/'"
                + " xmlns:C='urn:ietf:params:xml:ns:carddav' " + attributes + ">" + String.join("", conditions)
                + "<D:prop><D:displayname/><C:addressbook-home-set/></D:prop></D:principal-property-search>";
    }

    private static String condition(String property, String match) {
        return "<D:property-search><D:prop><" + property + "/></D:prop>" + match + "</D:property-search>";
    }

    private static String text(String text) {
        return "<D:match>" + text + "</D:match>";
    }

    @Test
    void rfc3744_9_4_a_search_finds_those_in_a_group_with_one_and_nobody_else() {
        String everybody = search("", condition("D:displayname", text("")));
        assertThat(found(USERS, everybody)).containsExactly(me, mate);
        assertThat(found("/dav/principals/", everybody)).containsExactly(me, mate, group);
        assertThat(found("/", everybody)).containsExactly(me, mate, group);
        assertThat(found(home, everybody)).isEmpty();
        String everywhere =
                everybody.replace("</D:principal-property-search>", "<D:apply-to-principal-collection-set/>$0");
        everywhere = everybody.replace(
                "</D:principal-property-search>",
                "<D:apply-to-principal-collection-set/></D:principal-property-search>");
        assertThat(found(home, everywhere)).containsExactly(me, mate, group);
        assertThat(found(GROUPS, everybody)).containsExactly(group);
        DavAnswer answer = user.report(USERS, everybody);
        assertThat(answer.value(mate, "displayname")).isEqualTo("Name of ben-" + name);
        assertThat(answer.property(mate, "addressbook-home-set", 404)).isPresent();
        assertThat(answer.property(me, "addressbook-home-set", 200)).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "'',BEN-,contains,1",
        "'',Name of b,starts-with,1",
        "'',ben,starts-with,0",
        "'',eve,contains,0",
        "'',Name of,contains,2"
    })
    void rfc3744_9_4_names_match_caselessly_in_part(String attributes, String text, String type, int matches) {
        String match = "<D:match match-type='" + type + "'>" + text + "</D:match>";
        assertThat(found(USERS, search(attributes, condition("D:displayname", match))))
                .hasSize(matches);
    }

    @Test
    void rfc3744_9_4_conditions_all_hold_or_any() {
        String ann = condition("D:displayname", text("ann-" + name));
        String ben = condition("D:displayname", text("ben-" + name));
        assertThat(found(USERS, search("", ann, ben))).isEmpty();
        assertThat(found(USERS, search("test='allof'", ann, ben))).isEmpty();
        assertThat(found(USERS, search("test='anyof'", ann, ben))).containsExactly(me, mate);
        String both = "<D:property-search><D:prop><D:displayname/><C:addressbook-home-set/></D:prop>" + text("ann-")
                + "</D:property-search>";
        assertThat(found(USERS, search("", both))).containsExactly(me);
        assertThat(found(USERS, search("", condition("D:getetag", text(""))))).isEmpty();
    }

    @Test
    void an_address_finds_its_user_but_is_not_found_out_letter_by_letter() {
        assertThat(found(USERS, search("", condition("S:email-address-set", text("BEN@example.org")))))
                .containsExactly(mate);
        assertThat(found(USERS, search("", condition("S:email-address-set", text("example.org")))))
                .containsExactly(me);
        assertThat(found(USERS, search("", condition("S:email-address-set", text("")))))
                .containsExactly(me);
    }

    @Test
    void rfc3744_9_4_a_search_that_is_none_is_400() {
        for (String body : List.of(
                search(""),
                search("test='some'", condition("D:displayname", text("x"))),
                search("", condition("D:displayname", "")),
                search("", "<D:property-search><D:prop/>" + text("x") + "</D:property-search>"),
                search("", condition("D:displayname", text("x")).repeat(51)))) {
            user.report(USERS, body).expect(400);
        }
        user.report(book, search("", condition("D:displayname", text(""))))
                .expect(403)
                .expectError("supported-report");
    }

    @Test
    void rfc3744_9_5_what_can_be_searched_is_told_and_can_be() {
        DavAnswer answer = user.report(USERS, "<D:principal-search-property-set xmlns:D='DAV:'/>")
                .expect(200);
        assertThat(answer.xml().getLocalName()).isEqualTo("principal-search-property-set");
        for (Element property : DavAnswer.children(answer.xml())) {
            assertThat(DavAnswer.children(property))
                    .extracting(Element::getLocalName)
                    .containsExactly("prop", "description");
            assertThat(DavAnswer.children(property).get(1).getTextContent()).isNotBlank();
        }
        assertThat(answer.text()).contains("<D:displayname/>", "<S:email-address-set/>", "<C:addressbook-home-set/>");
        assertThat(found(USERS, search("", condition("C:addressbook-home-set", text("/ANN-")))))
                .containsExactly(me);
    }

    @Test
    void rfc3744_9_3_principal_match_finds_oneself_and_one_s_groups() {
        String self =
                "<D:principal-match xmlns:D='DAV:'><D:self/><D:prop><D:displayname/></D:prop></D:principal-match>";
        assertThat(found("/dav/principals/", self)).containsExactly(me, group);
        assertThat(found(USERS, self)).containsExactly(me);
        assertThat(found("/", self)).containsExactly(me, group);
        assertThat(found(home, self)).isEmpty();
        assertThat(user.report(USERS, self).value(me, "displayname")).isEqualTo("Name of ann-" + name);
    }

    @Test
    void rfc3744_9_3_principal_match_finds_what_names_one_in_a_property() {
        user.send("MKCOL", home + "work/").expect(201);
        String owned =
                "<D:principal-match xmlns:D='DAV:'><D:principal-property><D:%s/></D:principal-property></D:principal-match>";
        String directory = home + "group-g-" + name + "/";
        assertThat(found(home, owned.formatted("owner")))
                .as("the owner of the directory is a group that one is in")
                .containsExactly(book, book + "me.vcf", home + "work/", directory);
        assertThat(found(book, owned.formatted("owner"))).containsExactly(book + "me.vcf");
        assertThat(found("/dav/principals/", owned.formatted("owner"))).containsExactly(me);
        assertThat(found("/dav/principals/", owned.formatted("group-member-set")))
                .containsExactly(group);
        assertThat(found("/dav/principals/", owned.formatted("displayname"))).isEmpty();
        String none = "<D:principal-match xmlns:D='DAV:'>%s</D:principal-match>";
        user.report(USERS, none.formatted("")).expect(400);
        user.report(USERS, none.formatted("<D:self/><D:principal-property><D:owner/></D:principal-property>"))
                .expect(400);
        user.report(USERS, none.formatted("<D:principal-property/>")).expect(400);
    }

    @Test
    void rfc3744_9_3_principal_match_answers_dead_properties_as_propfind_does() {
        for (String path : List.of(home, book, book + "me.vcf")) {
            user.xml("PROPPATCH", path, set("<Z:ours xml:lang='fr'>" + path.length() + "</Z:ours>"))
                    .expect(207);
        }
        String match =
                "<D:principal-match xmlns:D='DAV:' xmlns:Z='urn:z'><D:principal-property><D:owner/></D:principal-property>"
                        + "%s</D:principal-match>";
        for (String asked : List.of(
                "<D:prop><Z:ours/></D:prop>",
                "<D:prop><Z:ours/><D:getetag/><Z:none/></D:prop>",
                "<D:allprop/>",
                "<D:propname/>")) {
            DavAnswer deep =
                    user.report("/dav/addressbooks/", match.formatted(asked)).expect(207);
            DavAnswer near = user.report(book, match.formatted(asked)).expect(207);
            String propfind = "<D:propfind xmlns:D='DAV:' xmlns:Z='urn:z'>" + asked + "</D:propfind>";
            for (String path : List.of(home, book, book + "me.vcf")) {
                String told = response(user.propfind(path, 0, propfind), path);
                assertThat(told).contains("ours");
                assertThat(response(deep, path)).isEqualTo(told);
            }
            assertThat(response(near, book + "me.vcf")).isEqualTo(response(deep, book + "me.vcf"));
        }
    }

    @Test
    void rfc3744_9_3_principal_match_finds_what_names_one_in_a_dead_property() {
        put("a");
        put("b");
        for (String path : List.of(home, book, book + "a.vcf")) {
            user.xml("PROPPATCH", path, set("<Z:keeper><D:href> " + me + " </D:href><D:href>/x/</D:href></Z:keeper>"))
                    .expect(207);
        }
        user.xml("PROPPATCH", book + "b.vcf", set("<Z:keeper><D:href>" + mate + "</D:href></Z:keeper>"))
                .expect(207);
        user.xml("PROPPATCH", book + "me.vcf", set("<Z:keeper>" + me + "</Z:keeper>"))
                .expect(207);
        String kept =
                "<D:principal-match xmlns:D='DAV:' xmlns:Z='urn:z'><D:principal-property><Z:keeper/></D:principal-property>"
                        + "%s</D:principal-match>";
        assertThat(found("/", kept.formatted(""))).containsExactly(home, book, book + "a.vcf");
        assertThat(found(book, kept.formatted("<D:prop><D:getetag/></D:prop>"))).containsExactly(book + "a.vcf");
    }

    private static String response(DavAnswer answer, String href) {
        String before = "<D:response><D:href>" + href + "</D:href>";
        assertThat(answer.text()).contains(before);
        return answer.text().substring(answer.text().indexOf(before)).split("</D:response>")[0];
    }

    @Test
    void rfc3744_9_2_acl_principal_prop_set_tells_of_those_in_the_acl() {
        String body =
                "<D:acl-principal-prop-set xmlns:D='DAV:'><D:prop><D:displayname/></D:prop></D:acl-principal-prop-set>";
        for (String path : List.of(home, book, book + "me.vcf")) {
            assertThat(found(path, body)).containsExactly(me);
        }
        assertThat(found(mate, body)).containsExactly(mate, group);
        assertThat(found("/dav/", body)).isEmpty();
        assertThat(user.report(book, body).value(me, "displayname")).isEqualTo("Name of ann-" + name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "infinity"})
    void rfc3744_9_the_reports_are_for_depth_0_only(String depth) {
        DavClient deep = user.with("Depth: " + depth);
        deep.report(USERS, search("", condition("D:displayname", text("")))).expect(400);
        deep.report(USERS, "<D:expand-property xmlns:D='DAV:'/>").expect(400);
        deep.report(USERS, "<D:principal-search-property-set xmlns:D='DAV:'/>").expect(400);
        deep.report(USERS, "<D:acl-principal-prop-set xmlns:D='DAV:'/>").expect(400);
        deep.report(USERS, "<D:principal-match xmlns:D='DAV:'><D:self/></D:principal-match>")
                .expect(400);
    }

    @Test
    void rfc3253_3_1_5_each_resource_names_the_reports_that_it_answers() {
        List<String> all = List.of(
                "sync-collection",
                "addressbook-multiget",
                "addressbook-query",
                "expand-property",
                "acl-principal-prop-set",
                "principal-match",
                "principal-property-search",
                "principal-search-property-set");
        for (String path : List.of("/", "/dav/principals/", USERS, me, mate, group, home, book, book + "me.vcf")) {
            String told = user.propfind(path, 0, prop("D:supported-report-set"))
                    .expect(207)
                    .text();
            for (String report : all) {
                String namespace = report.startsWith("addressbook") ? "urn:ietf:params:xml:ns:carddav" : "DAV:";
                DavAnswer answer = user.report(path, "<x:" + report + " xmlns:x='" + namespace + "'/>");
                boolean refused = answer.status() == 403 && answer.text().contains("supported-report");
                assertThat(told.contains(":" + report + "/>"))
                        .as(path + " " + report)
                        .isEqualTo(!refused);
            }
        }
    }

    @Test
    void strangers_are_in_no_listing() {
        for (String path : List.of("/", "/dav/", "/dav/principals/", USERS, GROUPS)) {
            assertThat(user.propfind(path, 1, prop("D:displayname")).text())
                    .doesNotContain("eve-")
                    .doesNotContain("/h-");
        }
        assertThat(user.propfind(USERS, 1, prop("D:displayname")).hrefs()).containsExactly(USERS, me, mate);
        user.send("PROPFIND", stranger).expect(404);
    }
}
