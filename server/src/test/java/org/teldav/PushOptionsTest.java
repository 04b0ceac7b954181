package org.teldav;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the operator decides of push, and what a restart leaves as it was. */
@BothEngines
class PushOptionsTest {
    private static final String HOME = "/dav/addressbooks/alice/";
    private static final String BOOK = HOME + "contacts/";
    private static final String DIRECTORY = HOME + "group-family/";

    @TempDir
    Path data;

    private static DavAnswer post(TestServer server, String collection) {
        return server.as("alice").xml("POST", collection, PushRegistrationTest.register("https://push.invalid/1", ""));
    }

    private static String options(DavClient client, String path, String header) {
        return client.send("OPTIONS", path).header(header);
    }

    @Test
    void topics_and_key_outlast_a_restart_and_where_push_is_off_nobody_is_told_of_it() {
        DavAnswer before;
        String url;
        try (TestServer server = TestServer.start(data, "public-url = \"https://dav.example.org/\"")) {
            DavClient alice = server.user("alice", "+1 415 555 0100", "family");
            before = alice.propfind(HOME, 1, PushRegistrationTest.PROPFIND);
            url = post(server, BOOK).expect(201).header("Location");
            assertThat(url).startsWith("https://dav.example.org/dav/push/");
            assertThat(options(alice, BOOK, "DAV")).endsWith(", webdav-push");
            assertThat(options(server.client(), BOOK, "DAV")).endsWith(", webdav-push");
            for (String collection : List.of(HOME, BOOK, DIRECTORY)) {
                assertThat(options(alice, collection, "Allow")).contains("POST");
            }
        }
        try (TestServer server = TestServer.start(data, "push.enabled = false")) {
            assertOff(server);
            server.as("alice")
                    .delete(url.substring("https://dav.example.org".length()))
                    .expect(204);
        }
        try (TestServer server = TestServer.start(data)) {
            DavAnswer after = server.as("alice").propfind(HOME, 1, PushRegistrationTest.PROPFIND);
            for (String property : List.of("topic", "transports")) {
                assertThat(after.value(BOOK, property)).isEqualTo(before.value(BOOK, property));
            }
        }
    }

    private static void assertOff(TestServer server) {
        DavClient alice = server.as("alice");
        assertThat(options(alice, BOOK, "DAV")).doesNotContain("push");
        assertThat(options(server.client(), BOOK, "DAV")).doesNotContain("push");
        for (String collection : List.of(HOME, BOOK, DIRECTORY)) {
            assertThat(options(alice, collection, "Allow")).doesNotContain("POST");
            assertThat(alice.propfind(collection, 0, PushRegistrationTest.PROPFIND)
                            .property(collection, "topic", 404))
                    .isPresent();
            post(server, collection).expect(405);
        }
    }
}
