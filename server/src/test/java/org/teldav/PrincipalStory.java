package org.teldav;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;

/** A user with another in a group, and a stranger in a group with that other alone. */
abstract class PrincipalStory extends OneUserTest {
    static final String USERS = "/dav/principals/users/";
    static final String GROUPS = "/dav/principals/groups/";

    String me;
    String mate;
    String stranger;
    String group;

    @BeforeEach
    void a_group_and_a_stranger() {
        group = GROUPS + "g-" + name + "/";
        user = server.user("ann-" + name, "+1 415 555 0171", "g-" + name);
        DavClient ben = server.user("ben-" + name, "+1 415 555 0172", "g-" + name, "h-" + name);
        server.user("eve-" + name, "+1 415 555 0173", "h-" + name);
        home = "/dav/addressbooks/ann-" + name + "/";
        book = home + "contacts/";
        me = USERS + "ann-" + name + "/";
        mate = USERS + "ben-" + name + "/";
        stranger = USERS + "eve-" + name + "/";
        withEmail(user, book, "ann@example.org");
        withEmail(ben, "/dav/addressbooks/ben-" + name + "/contacts/", "ben@example.org");
    }

    static void withEmail(DavClient client, String book, String address) {
        String card = client.get(book + "me.vcf").expect(200).text();
        client.put(book + "me.vcf", card.replace("END:VCARD", "EMAIL:" + address + "\r\nEND:VCARD"))
                .expect(204);
    }

    List<String> found(String path, String body) {
        return user.with("Depth: 0").report(path, body).expect(207).hrefs();
    }
}
