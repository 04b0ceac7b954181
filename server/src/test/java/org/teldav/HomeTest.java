package org.teldav;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** clients.md 11, 12, 16, 17: what clients need to be told. */
class HomeTest extends OneUserTest {
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
}
