package org.teldav;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** A phone knows the server by hrefs, ETags and tokens: all go along to the other engine and back. */
@OneEngine("goes from one engine to the other and back itself")
class VdirsyncerRestoreTest extends VdirsyncerStory {
    @Test
    void after_a_backup_under_load_and_a_restore_on_the_other_engine_nothing_is_transferred() throws Exception {
        for (int i = 0; i < 200; i++) {
            bob.put(BOOK + i + ".vcf", TestServer.card("uid-" + i, "Name " + i, "" + i))
                    .expect(201);
        }
        vdirsyncer("sync");
        Path file = underLoad(() -> BackupTest.backup(server.store(), folder.resolve("first.zip")));
        try (EmbeddedPostgres postgres =
                EmbeddedPostgres.builder().setServerConfig("fsync", "off").start()) {
            String[] database = {
                "database.url = \"" + postgres.getJdbcUrl("postgres", "postgres") + "\"", "database.user = postgres"
            };
            goOnWith(file, folder.resolve("second"), database);
            nothingIsTransferred();
            file = underLoad(() -> BackupTest.backup(server.store(), folder.resolve("second.zip")));
            goOnWith(file, folder.resolve("third"));
            nothingIsTransferred();
            bob.put(BOOK + "7.vcf", TestServer.card("uid-7", "Edited there", "1"))
                    .expect(204);
            assertThat(transfers()).hasSize(1);
            assertThat(contents()).anyMatch(card -> card.contains("FN:Edited there"));
        }
    }

    private Path underLoad(Supplier<Path> backup) throws Exception {
        DavClient alice = server.as("alice");
        AtomicBoolean over = new AtomicBoolean();
        CountDownLatch written = new CountDownLatch(10);
        ExecutorService writer = Executors.newSingleThreadExecutor();
        Future<?> writing = writer.submit(() -> {
            for (int i = 0; !over.get(); i++) {
                alice.put(
                        "/dav/addressbooks/alice/contacts/" + i % 50 + ".vcf",
                        TestServer.card("uid-" + i % 50, "" + i, "1"));
                written.countDown();
            }
        });
        assertThat(written.await(60, TimeUnit.SECONDS)).isTrue();
        Path file = backup.get();
        over.set(true);
        writing.get();
        writer.shutdown();
        return file;
    }

    private void goOnWith(Path backup, Path data, String... lines) throws IOException {
        server.close();
        BackupTest.restore(backup, data, lines);
        server = TestServer.start(data, lines);
        bob = server.as("bob");
        configure("b wins");
        vdirsyncer("discover", "--no-list");
    }

    private void nothingIsTransferred() throws IOException {
        assertThat(transfers()).isEmpty();
        assertThat(names()).hasSize(202);
    }
}
