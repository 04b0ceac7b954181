package org.teldav;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.teldav.http.BackupHandler;

/** A PostgreSQL that is stopped and started again under a server that is at work. */
@OneEngine("about a PostgreSQL of its own")
class DatabaseAwayTest {
    private static final String BOOK = "/dav/addressbooks/alice/contacts/";
    private static final int WRITERS = 6;
    private static final int EACH = 20;

    @TempDir
    Path folder;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private int port;

    @BeforeEach
    void choosePort() throws IOException {
        try (ServerSocket any = new ServerSocket(0)) {
            port = any.getLocalPort();
        }
    }

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    private EmbeddedPostgres postgres() throws IOException {
        return EmbeddedPostgres.builder()
                .setPort(port)
                .setDataDirectory(folder.resolve("postgres"))
                .setCleanDataDirectory(false)
                .start();
    }

    private TestServer serve() {
        return TestServer.start(
                folder.resolve("data"),
                "database.url = \"jdbc:postgresql://localhost:" + port + "/postgres\"",
                "database.user = postgres");
    }

    @Test
    void a_server_that_is_started_before_its_database_waits_for_it_and_says_so() throws Exception {
        CountDownLatch said = new CountDownLatch(1);
        Logger log = (Logger) LoggerFactory.getLogger("org.teldav.storage.sql");
        AppenderBase<ILoggingEvent> ear = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                if (event.getFormattedMessage().equals("waiting for the database at localhost:" + port)) {
                    said.countDown();
                }
            }
        };
        ear.start();
        log.addAppender(ear);
        Future<TestServer> starting = threads.submit(this::serve);
        assertThat(said.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(starting.isDone()).isFalse();
        try (EmbeddedPostgres database = postgres();
                TestServer server = starting.get(60, TimeUnit.SECONDS)) {
            server.client().get("/health").expect(200);
            assertThat(database.getPort()).isEqualTo(port);
        } finally {
            log.detachAppender(ear);
        }
    }

    @Test
    void requests_are_503_while_it_is_away_and_what_was_acknowledged_is_there_afterwards() throws Exception {
        EmbeddedPostgres database = postgres();
        try (TestServer server = serve()) {
            DavClient alice = server.user("alice", "+1 415 555 0100");
            List<Writer> writers = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                writers.add(new Writer(alice, "w" + i));
            }
            List<Future<?>> running = new ArrayList<>();
            writers.forEach(writer -> running.add(threads.submit(writer)));
            awaitAll(writers, writer -> writer.before);
            database.close();
            awaitAll(writers, writer -> writer.refused);
            isAway(server);
            database = postgres();
            writers.forEach(writer -> writer.restarted = true);
            awaitAll(writers, writer -> writer.after);
            writers.forEach(writer -> writer.ended = true);
            for (Future<?> each : running) {
                each.get(60, TimeUnit.SECONDS);
            }
            server.client().get("/health").expect(200);
            for (Writer writer : writers) {
                assertThat(writer.wrong).isEmpty();
                writer.acknowledged.forEach((path, card) ->
                        assertThat(alice.get(path).expect(200).text()).isEqualTo(card));
            }
        } finally {
            database.close();
        }
    }

    private void isAway(TestServer server) throws IOException {
        server.client().get("/health").expect(503);
        DavClient alice = server.as("alice");
        for (DavAnswer answer : List.of(alice.get(BOOK + "w0-1.vcf"), alice.get("/api/users/alice/inbox"))) {
            assertThat(away(answer)).doesNotContain("look first");
        }
        DavClient json = alice.with("Content-Type: application/json");
        for (DavAnswer answer : List.of(
                alice.put(BOOK + "a.vcf", "no card"),
                json.send("POST", "/api/users/alice/journal/1/undo", "{}".getBytes(StandardCharsets.UTF_8)))) {
            assertThat(away(answer)).contains(", and look first whether it was done");
        }
        noBackup(server);
    }

    private static String away(DavAnswer answer) {
        answer.expect(503);
        assertThat(answer.header("Retry-After")).isEqualTo("5");
        assertThat(answer.text()).contains("the database does not answer; try again");
        return answer.text();
    }

    private void noBackup(TestServer server) throws IOException {
        String token = Files.readString(folder.resolve("data/api.token")).strip();
        try (LogLines log = LogLines.of(BackupHandler.class)) {
            assertThat(away(server.client()
                            .with("Authorization: Bearer " + token)
                            .get("/api/backup")))
                    .doesNotContain("look first");
            assertThat(log.lines()).singleElement().asString().startsWith("no backup: the database does not answer");
            assertThat(log.traces()).isEmpty();
        }
    }

    private interface Stage {
        CountDownLatch of(Writer writer);
    }

    private static void awaitAll(List<Writer> writers, Stage stage) throws InterruptedException {
        for (Writer writer : writers) {
            assertThat(stage.of(writer).await(120, TimeUnit.SECONDS))
                    .as("%s", writer.wrong)
                    .isTrue();
        }
    }

    /** Puts card after card, each under a name of its own. */
    private static final class Writer implements Runnable {
        private final DavClient client;
        private final String name;
        private final Map<String, String> acknowledged = new ConcurrentHashMap<>();
        private final Map<String, String> wrong = new ConcurrentHashMap<>();
        private final CountDownLatch before = new CountDownLatch(EACH);
        private final CountDownLatch refused = new CountDownLatch(1);
        private final CountDownLatch after = new CountDownLatch(EACH);
        private volatile boolean restarted;
        private volatile boolean ended;

        Writer(DavClient client, String name) {
            this.client = client.with("If-None-Match: *");
            this.name = name;
        }

        @Override
        public void run() {
            for (int i = 1; !ended; i++) {
                String path = BOOK + name + "-" + i + ".vcf";
                String card = TestServer.card(name + "-" + i, name, "+1 212 555 0100");
                DavAnswer answer = client.put(path, card);
                if (answer.status() == 201) {
                    acknowledged.put(path, card);
                    (restarted ? after : before).countDown();
                } else if (answer.status() == 503 && "5".equals(answer.headers().get("Retry-After"))) {
                    refused.countDown();
                } else {
                    wrong.put(path, answer.status() + " " + answer.text());
                }
            }
        }
    }
}
