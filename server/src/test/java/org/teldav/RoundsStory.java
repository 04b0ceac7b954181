package org.teldav;

import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A server whose rounds to PostgreSQL are counted. What works in the background makes some as well, and so each request is made often and the middle is taken. */
abstract class RoundsStory {
    static final String BOOK = "/dav/addressbooks/alice/contacts/";
    static final int TIMES = 15;

    @TempDir
    Path folder;

    RoundCounter counter;

    /** Which rounds there were, beside how many too many. */
    @RegisterExtension
    final AfterTestExecutionCallback tells = context -> context.getExecutionException()
            .ifPresent(failure -> failure.addSuppressed(new AssertionError(counter.said())));

    TestServer server;
    DavClient alice;

    @BeforeEach
    void start() {
        String url = TestPostgres.server().url(folder);
        URI direct = URI.create(url.substring("jdbc:".length()));
        counter = new RoundCounter(direct.getPort());
        server = TestServer.start(
                folder,
                "database.url = \"" + url.replace(":" + direct.getPort() + "/", ":" + counter.port() + "/")
                        + "&sslmode=disable\"",
                "database.user = postgres",
                // Behind each change, beside the request, it looks once whether somebody is to be told.
                "push.enabled = false");
        alice = server.user("alice", "+1 415 555 0100");
        server.drain();
        for (int i = 0; i < TIMES; i++) {
            alice.put(name(i), card(i, "+1 212 555 0100")).expect(201);
        }
    }

    @AfterEach
    void close() {
        server.close();
        counter.close();
    }

    static String name(int i) {
        return BOOK + "card" + i + ".vcf";
    }

    static String card(int i, String tel) {
        return TestServer.card("card" + i, "Card " + i, tel);
    }
}
