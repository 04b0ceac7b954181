package org.teldav.vcard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 6350 §6.6.5. */
class GroupMembersTest {
    private static String card(String version, String kind, String lines) {
        return "BEGIN:VCARD|VERSION:" + version + "|UID:g|FN:G|N:G|" + kind + "|" + lines + "|END:VCARD|";
    }

    private static String replaced(String card, String uid, String by) {
        return GroupMembers.replaced(card.replace("|", "\r\n").getBytes(UTF_8), uid, by)
                .map(bytes -> new String(bytes, UTF_8).replace("\r\n", "|"))
                .orElse("none");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '!', textBlock = """
            urn:uuid:b               ! b          ! a          ! urn:uuid:a
            urn:uuid:B               ! b          ! urn:uuid:a ! urn:uuid:a
            b                        ! urn:uuid:b ! a          ! a
            mailto:b@x               ! mailto:b@x ! a          ! a
            urn:u| uid:b             ! b          ! a          ! urn:uuid:a
            """)
    void a_member_is_named_as_the_other_was(String before, String uid, String by, String after) {
        for (String name : new String[] {"MEMBER", "item1.MEMBER;PREF=1", "member"}) {
            assertThat(replaced(card("4.0", "KIND:group", name + ":" + before + "|NOTE:b"), uid, by))
                    .isEqualTo(card("4.0", "KIND:group", name + ":" + after + "|NOTE:b"));
        }
    }

    @Test
    void one_that_is_there_is_not_named_twice() {
        String member = "X-ADDRESSBOOKSERVER-MEMBER:urn:uuid:";
        assertThat(replaced(
                        card("3.0", "X-ADDRESSBOOKSERVER-KIND:group", member + "b|" + member + "b|" + member + "c"),
                        "b",
                        "a"))
                .isEqualTo(card("3.0", "X-ADDRESSBOOKSERVER-KIND:group", member + "a|" + member + "c"));
    }

    @Test
    void what_is_no_group_and_who_is_in_none_stay_as_they_are() {
        assertThat(replaced(card("4.0", "KIND:individual", "MEMBER:urn:uuid:b"), "b", "a"))
                .isEqualTo("none");
        assertThat(replaced(card("4.0", "KIND:group", "MEMBER:urn:uuid:c"), "b", "a"))
                .isEqualTo("none");
    }
}
