package org.teldav;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** carddav.md, "Who may": what belongs to others. */
class PrivacyTest extends OneUserTest {
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
}
