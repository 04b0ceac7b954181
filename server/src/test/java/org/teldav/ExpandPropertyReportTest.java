package org.teldav;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

/** RFC 3253 §3.8: properties of what an href names, in its place. */
class ExpandPropertyReportTest extends PrincipalStory {
    private static String expand(String properties) {
        return "<D:expand-property xmlns:D='DAV:'>" + properties + "</D:expand-property>";
    }

    @Test
    void rfc3253_3_8_hrefs_are_replaced_by_what_they_name() {
        DavAnswer answer = user.report(
                        group,
                        expand(
                                "<D:property name='group-member-set'><D:property name='displayname'/>"
                                        + "<D:property name='group-membership'><D:property name='displayname'/></D:property>"
                                        + "</D:property><D:property name='displayname'/><D:property name='nothing' namespace='urn:z'/>"))
                .expect(207);
        Element members = answer.property(group, "group-member-set").orElseThrow();
        assertThat(DavAnswer.children(members))
                .extracting(Element::getLocalName)
                .containsExactly("response", "response");
        assertThat(DavAnswer.children(members))
                .extracting(response -> DavAnswer.children(response).get(0).getTextContent())
                .containsExactly(me, mate);
        assertThat(answer.text())
                .contains("Name of ben-" + name)
                .doesNotContain("eve-")
                .doesNotContain("h-" + name);
        assertThat(answer.property(group, "nothing", 404).orElseThrow().getNamespaceURI())
                .isEqualTo("urn:z");
        assertThat(answer.value(group, "displayname")).isNotBlank();
    }

    @Test
    void rfc3253_3_8_what_is_not_expanded_stands_as_it_is() {
        DavAnswer answer = user.report(
                        book + "me.vcf",
                        expand(
                                "<D:property name='owner'/><D:property name='getetag'/>"
                                        + "<D:property name='current-user-principal'><D:property name='addressbook-home-set'"
                                        + " namespace='urn:ietf:params:xml:ns:carddav'><D:property name='displayname'/></D:property></D:property>"))
                .expect(207);
        assertThat(answer.value(book + "me.vcf", "owner")).isEqualTo(me);
        assertThat(answer.value(book + "me.vcf", "getetag"))
                .isEqualTo(user.get(book + "me.vcf").etag());
        assertThat(answer.value(book + "me.vcf", "current-user-principal")).contains(me, home);
    }

    @Test
    void rfc3253_3_8_expansion_is_bounded_in_depth_and_size() {
        String open = "<D:property name='group-member-set'><D:property name='group-membership'>";
        String close = "</D:property></D:property>";
        String name = "<D:property name='displayname'/>";
        user.report(group, expand(open.repeat(5) + name + close.repeat(5))).expect(403);
        DavAnswer four = user.report(group, expand(open.repeat(3) + name + close.repeat(3)))
                .expect(207);
        assertThat(four.text().split("<D:response>")).hasSizeLessThan(1100);
        for (int i = 0; i < 15; i++) {
            server.user("m" + i + "-" + this.name, "+1 415 555 0174", "g-" + this.name);
        }
        DavAnswer large = user.report(group, expand(open.repeat(3) + name + close.repeat(3)))
                .expect(207);
        assertThat(large.text()).contains("number-of-matches-within-limits");
        assertThat(large.text().split("<D:propstat>")).hasSizeLessThan(1002);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<D:property/>",
                "<D:property name=''/>",
                "<D:property name='a b'/>",
                "<D:property name='a/>&lt;x'/>",
                "<D:property name='x:y'/>",
                "<D:property name='lang' namespace='http://www.w3.org/XML/1998/namespace'/>"
            })
    void rfc3253_3_8_a_name_that_is_none_is_400(String property) {
        user.report(group, expand(property)).expect(400);
    }
}
