package org.teldav;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@OneEngine("about what is shown, whatever it is kept in")
class MetricsTest {
    private static final String LINE = "[a-z_]+(\\{[a-z_]+=\"[^\"]*\"(,[a-z_]+=\"[^\"]*\")*,?})? [-+0-9.eEIinfNa]+";

    @TempDir
    Path data;

    private TestServer server;

    @BeforeEach
    void start() {
        server = TestServer.start(data);
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void every_line_is_one_that_prometheus_reads() {
        DavAnswer answer = server.client().get("/metrics").expect(200);
        assertThat(answer.header("Content-Type")).isEqualTo("text/plain; version=0.0.4; charset=utf-8");
        assertThat(answer.text().lines().filter(line -> !line.startsWith("#")))
                .isNotEmpty()
                .allMatch(line -> line.matches(LINE));
    }

    @Test
    void requests_changes_logins_connections_and_the_process_are_shown() {
        DavClient alice = server.user("alice", "+1 415 555 0100", "family");
        DavClient bob = server.user("bob", "+1 415 555 0101", "family");
        bob.put("/dav/addressbooks/bob/contacts/a.vcf", TestServer.card("a", "Alice", "+1 415 555 0100"))
                .expect(201);
        server.changeOwnNumber("alice", "+1 415 555 0102");
        alice.get("/dav/addressbooks/alice/contacts/no.vcf").expect(404);
        server.client().as("alice", "wrong").get("/dav/").expect(401);
        server.client().get("/dav/").expect(401);
        alice.send("FROBNICATE", "/dav/").expect(501);

        List<String> requests = List.of(
                "teldav_http_request_seconds_count{method=\"PUT\",status=\"2xx\"} 2",
                "teldav_http_request_seconds_count{method=\"GET\",status=\"4xx\"} 3",
                "teldav_http_request_seconds_count{method=\"other\",status=\"5xx\"} 1");
        List<String> lines = linesWith(requests);
        assertThat(lines)
                .containsAll(requests)
                .contains("teldav_changes_done_total 1.0", "teldav_cards_rewritten_total 1.0")
                .contains("teldav_conflicts_total 0.0", "teldav_oldest_waiting_seconds 0.0", "teldav_late_comers 0.0")
                .contains("teldav_logins_failed_total 1.0")
                .contains("teldav_database_connections{pool=\"writers\",state=\"awaited\"} 0.0");
        assertThat(lines).anyMatch(line -> line.startsWith("jvm_memory_used_bytes{area=\"heap\"}"));
        assertThat(lines).noneMatch(line -> line.contains("alice") || line.contains("FROBNICATE"));
    }

    @Test
    void what_came_late_is_counted_until_it_is_looked_at() {
        server.user("alice", "+1 415 555 0100", "family");
        DavClient bob = server.user("bob", "+1 415 555 0101", "family");
        server.drain();
        server.store().write(tx -> tx.changes().pauseAll(Instant.now()));
        bob.put("/dav/addressbooks/bob/contacts/a.vcf", TestServer.card("a", "Alice", "+1 415 555 0100"))
                .expect(201);
        assertThat(lines()).contains("teldav_late_comers 1.0");
        server.store().write(tx -> tx.changes().resumeAll(Instant.now()));
        server.drain();
        assertThat(lines()).contains("teldav_late_comers 0.0");
    }

    @Test
    void who_comes_by_a_proxy_has_to_be_an_administrator_and_for_all_others_there_is_nothing() {
        server.user("alice", "+1 415 555 0100");
        server.administrator("root");
        for (String proxy : List.of(
                "X-Forwarded-For: 192.0.2.1",
                "Forwarded: for=192.0.2.1",
                "X-Real-IP: 192.0.2.1",
                "X-Forwarded-Proto: https",
                "Via: 1.1 proxy")) {
            server.client().with(proxy).get("/metrics").expect(404);
            server.as("alice").with(proxy).get("/metrics").expect(404);
            server.client().as("root", "wrong").with(proxy).get("/metrics").expect(404);
            server.as("root").with(proxy).get("/metrics").expect(200);
        }
    }

    @Test
    void metrics_can_only_be_read() {
        assertThat(server.client().send("HEAD", "/metrics").expect(200).body()).isEmpty();
        assertThat(server.client().send("DELETE", "/metrics").expect(405).header("Allow"))
                .isEqualTo("GET, HEAD");
    }

    /** The lines once these are among them: a request is counted after its last byte, which the client may have before; without them after 30 s. */
    private List<String> linesWith(List<String> awaited) {
        long start = System.nanoTime();
        List<String> lines = lines();
        while (!lines.containsAll(awaited) && System.nanoTime() - start < SECONDS.toNanos(30)) {
            lines = lines();
        }
        return lines;
    }

    private List<String> lines() {
        return server.client().get("/metrics").expect(200).text().lines().toList();
    }
}
