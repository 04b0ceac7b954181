package org.teldav;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** One server for the class, and a new user for each test; another, named {@code other}, is there too. And what clients usually ask. */
@BothEngines
abstract class OneUserTest {
    static final String GETETAG = "<D:propfind xmlns:D='DAV:'><D:prop><D:getetag/></D:prop></D:propfind>";

    @TempDir
    static Path data;

    static TestServer server;
    private static int users;

    String name;
    DavClient user;
    String home;
    String book;

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

    static String prop(String... properties) {
        return "<D:propfind xmlns:D='DAV:' xmlns:C='urn:ietf:params:xml:ns:carddav' xmlns:S='http://calendarserver.org/ns/' xmlns:Z='urn:z'>"
                + "<D:prop><" + String.join("/><", properties) + "/></D:prop></D:propfind>";
    }

    static String set(String properties) {
        return "<D:propertyupdate xmlns:D='DAV:' xmlns:C='urn:ietf:params:xml:ns:carddav' xmlns:Z='urn:z'><D:set><D:prop>"
                + properties + "</D:prop></D:set></D:propertyupdate>";
    }

    static String sync(String token, String limit) {
        return "<D:sync-collection xmlns:D='DAV:'><D:sync-token>" + token
                + "</D:sync-token><D:sync-level>1</D:sync-level>"
                + (limit.isEmpty() ? "" : "<D:limit><D:nresults>" + limit + "</D:nresults></D:limit>")
                + "<D:prop><D:getetag/></D:prop></D:sync-collection>";
    }

    static String multiget(String... hrefs) {
        return "<C:addressbook-multiget xmlns:D='DAV:' xmlns:C='urn:ietf:params:xml:ns:carddav'><D:prop><D:getetag/><C:address-data/></D:prop><D:href>"
                + String.join("</D:href><D:href>", hrefs) + "</D:href></C:addressbook-multiget>";
    }

    static String query(String filter) {
        return "<C:addressbook-query xmlns:D='DAV:' xmlns:C='urn:ietf:params:xml:ns:carddav'><D:prop><D:getetag/></D:prop><C:filter>"
                + filter + "</C:filter></C:addressbook-query>";
    }

    String put(String card) {
        return user.put(book + card + ".vcf", TestServer.card(card, "Name " + card, "+1 415 555 0142"))
                .expect(201)
                .etag();
    }
}
