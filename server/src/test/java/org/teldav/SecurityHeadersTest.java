package org.teldav;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@OneEngine("about headers, whatever is kept in what")
class SecurityHeadersTest {
    @TempDir
    Path data;

    private TestServer server;

    @BeforeEach
    void start() {
        server = TestServer.start(data, "public-url = \"https://dav.example.org/\"");
        server.user("alice", "+1 415 555 0100");
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void every_answer_good_or_bad_tells_browsers_what_they_must_not_do() {
        DavClient alice = server.as("alice");
        List<DavAnswer> answers = List.of(
                alice.get("/dav/addressbooks/alice/contacts/me.vcf").expect(200),
                alice.get("/dav/addressbooks/alice/contacts/no.vcf").expect(404),
                alice.propfind("/dav/", 0, "<propfind xmlns='DAV:'><allprop/></propfind>")
                        .expect(207),
                alice.put("/dav/addressbooks/alice/contacts/x.vcf", "no card").expect(403),
                alice.get("/api/users/alice").expect(200),
                server.client().get("/dav/").expect(401),
                server.client().get("/api/users").expect(401),
                server.client().get("/health").expect(200),
                server.client().get("/metrics").expect(200),
                server.client().send("DELETE", "/health").expect(405),
                server.client().with("Content-Length: x").get("/dav/").expect(400));
        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer.headers())
                        .containsEntry("X-Content-Type-Options", "nosniff")
                        .containsEntry("Referrer-Policy", "same-origin")
                        .containsEntry("Strict-Transport-Security", "max-age=31536000"));
    }

    @Test
    void what_is_a_document_and_no_dav_loads_nothing_and_stands_in_no_frame() {
        List<DavAnswer> answers = List.of(
                server.as("alice").get("/api/users/alice").expect(200),
                server.client().get("/api/users").expect(401),
                server.client().get("/health").expect(200),
                server.client().get("/metrics").expect(200),
                server.client().send("DELETE", "/health").expect(405),
                server.client().with("Content-Length: x").get("/dav/").expect(400));
        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer.headers())
                        .containsEntry("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"));
    }
}
