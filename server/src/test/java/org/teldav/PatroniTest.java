package org.teldav;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A server above three PostgreSQL of conf/patroni, whose leader is killed, and killed again, while clients write and read. */
@EnabledIfSystemProperty(
        named = "teldav.patroni",
        matches = "true",
        disabledReason = "takes minutes, and Debian's patroni, etcd-server and postgresql-15: -Dteldav.patroni=true")
@OneEngine("three nodes of PostgreSQL are what it is about")
class PatroniTest {
    private static final Logger LOG = LoggerFactory.getLogger(PatroniTest.class);
    private static final int WRITERS = 4;
    private static final int BEFORE = 200;

    @TempDir
    Path folder;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<PatroniWriter> writers = new ArrayList<>();

    @AfterEach
    void end() {
        writers.forEach(PatroniWriter::end);
        threads.shutdownNow();
    }

    private TestServer serve(PatroniCluster cluster) {
        return TestServer.start(
                folder,
                "database.url = \"" + cluster.url("teldav") + "\"",
                "database.user = teldav",
                "database.password = change-me-3");
    }

    @Test
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void what_was_acknowledged_outlives_each_leader_and_clients_see_503_at_worst() throws Exception {
        try (PatroniCluster cluster = new PatroniCluster()) {
            cluster.awaitAll();
            cluster.makeDatabase();
            try (TestServer server = serve(cluster)) {
                DavClient alice = server.user("alice", "+1 415 555 0100");
                List<Future<?>> running = startWriters(alice);
                outage(cluster, "leader killed", PatroniNode::kill);
                outage(cluster, "its successor killed", PatroniNode::kill);
                standbyKilled(cluster);
                outage(cluster, "switched over on purpose", PatroniNode::stepDown);
                writers.forEach(PatroniWriter::end);
                for (Future<?> each : running) {
                    each.get(3, TimeUnit.MINUTES);
                }
                check(alice);
            }
        }
    }

    private List<Future<?>> startWriters(DavClient client) {
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            PatroniWriter writer = new PatroniWriter(client, "w" + i);
            writers.add(writer);
            running.add(threads.submit(writer));
        }
        return running;
    }

    private void check(DavClient reader) {
        assertThat(writers).allSatisfy(writer -> assertThat(writer.wrong()).isEmpty());
        int stored = 0;
        for (PatroniWriter writer : writers) {
            stored += writer.check(reader);
        }
        long refusals = writers.stream().mapToLong(PatroniWriter::refusals).sum();
        LOG.info("{} acknowledged cards, all stored; {} answers of 503", stored, refusals);
        assertThat(refusals).isPositive();
    }

    private interface Blow {
        void to(PatroniNode node) throws IOException;
    }

    private void outage(PatroniCluster cluster, String name, Blow blow) throws Exception {
        written(BEFORE);
        PatroniNode leader = cluster.the("primary");
        long at = System.nanoTime();
        blow.to(leader);
        PatroniNode next = cluster.successor(leader);
        written(1);
        LOG.info("{}: {} was followed by {}; {}", name, leader.name(), next.name(), gaps(at));
        leader.restart();
        cluster.awaitAll();
    }

    private void standbyKilled(PatroniCluster cluster) throws Exception {
        written(BEFORE);
        PatroniNode standby = cluster.the("sync");
        long at = System.nanoTime();
        standby.kill();
        written(BEFORE);
        LOG.info("synchronous standby {} killed; {}", standby.name(), gaps(at));
        standby.restart();
        cluster.awaitAll();
    }

    private String gaps(long since) {
        return "without an acknowledged write: "
                + writers.stream()
                        .map(writer -> "%.1f s".formatted(writer.gap(since).toMillis() / 1000.0))
                        .toList();
    }

    /** Waits for so many more acknowledged writes of each. */
    private void written(int count) throws InterruptedException {
        for (PatroniWriter writer : writers) {
            writer.awaitMore(count);
            assertThat(writer.wrong()).isEmpty();
        }
    }
}
