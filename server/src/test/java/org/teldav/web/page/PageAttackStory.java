package org.teldav.web.page;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.teldav.BothEngines;
import org.teldav.TestServer;

/** One user of the page, and who is not signed in. */
@BothEngines
abstract class PageAttackStory {
    @TempDir
    Path data;

    TestServer server;

    @BeforeEach
    void start() {
        server = TestServer.start(data);
        server.user("alice", "+1 415 555 0100");
    }

    @AfterEach
    void close() {
        server.close();
    }

    PageClient browser() {
        return new PageClient(server.client());
    }

    PageClient signedIn(String name) {
        return browser().signIn(name, name + "-password");
    }

    String devices() {
        return server.as("alice").get("/api/users/alice/devices").expect(200).text();
    }
}
