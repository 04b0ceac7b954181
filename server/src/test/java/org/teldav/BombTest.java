package org.teldav;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teldav.backup.BackupFile;
import org.teldav.backup.InvalidBackupException;

/** What is small as it comes and large when it is unpacked. */
@OneEngine("about what is read, before any of it is kept")
class BombTest {
    private static final String CARD = "/dav/addressbooks/alice/contacts/x.vcf";
    private static final byte[] ZEROS = new byte[1 << 20];
    private static final int MEGABYTES = 64;

    @TempDir
    Path folder;

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content);
        }
        return bytes.toByteArray();
    }

    /** Each would be taken if it were unpacked: so nothing is, and no bomb goes off. */
    @Test
    void bodies_that_are_packed_are_not_unpacked() throws IOException {
        try (TestServer server = TestServer.start(folder)) {
            DavClient alice = server.user("alice", "+1 415 555 0100").with("Content-Encoding: gzip");
            byte[] card = gzip(TestServer.card("x", "Xaver", "+1 415 555 0101").getBytes(UTF_8));
            assertThat(alice.put(CARD, card).expect(415).header("Accept-Encoding"))
                    .isEqualTo("identity");
            server.as("alice").get(CARD).expect(404);
            byte[] propfind = gzip("<D:propfind xmlns:D='DAV:'><D:allprop/></D:propfind>".getBytes(UTF_8));
            assertThat(alice.with("Content-Type: application/xml")
                            .with("Depth: 0")
                            .send("PROPFIND", "/dav/", propfind)
                            .status())
                    .isEqualTo(415);
            String cards = "{\"cards\": [\"" + Base64.getEncoder().encodeToString(card) + "\"]}";
            byte[] json = gzip(cards.getBytes(UTF_8));
            Victim.json(alice, "POST", "/api/users/alice/books/contacts/cards", json)
                    .expect(400);
            assertThat(Victim.json(server.as("alice"), "POST", "/api/users/alice/books/contacts/cards", cards)
                            .expect(200)
                            .text())
                    .contains("refused");
            assertThat(server.as("alice").get("/api/users/alice/contacts").text())
                    .contains("\"total\":1");
        }
    }

    private Path zip(Map<String, byte[]> entries, String bomb) throws IOException {
        Path file = folder.resolve("bomb.zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.setLevel(Deflater.BEST_SPEED);
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
                for (int i = 0; entry.getKey().equals(bomb) && i < MEGABYTES; i++) {
                    zip.write(ZEROS);
                }
            }
        }
        return file;
    }

    /** And what it took of the memory to find that out is not what there is in it. */
    private static void refused(Path bomb) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        assertThatThrownBy(() -> {
                    try (BackupFile backup = BackupFile.open(bomb)) {
                        backup.check(rows -> {});
                    }
                })
                .isInstanceOf(InvalidBackupException.class);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan((long) MEGABYTES << 20);
    }

    @Test
    void a_backup_that_is_a_bomb_is_refused_before_it_fills_the_memory() throws IOException {
        Map<String, byte[]> entries = new TreeMap<>();
        try (TestServer server = TestServer.start(folder.resolve("data"))) {
            server.user("alice", "+1 415 555 0100");
            BackupTest.entries(BackupTest.backup(server.store(), folder.resolve("whole.zip")))
                    .forEach((name, text) -> entries.put(name, text.getBytes(UTF_8)));
        }
        for (String entry : List.of("manifest.json", "tables/principals.jsonl", "users/alice/contacts/me.vcf")) {
            Path bomb = zip(entries, entry);
            assertThat(Files.size(bomb)).isLessThan(MEGABYTES * 10_000L);
            refused(bomb);
        }
        String cards = new String(entries.get("tables/cards.jsonl"), UTF_8);
        entries.put(
                "tables/cards.jsonl",
                cards.replaceAll("\"bytes\":\\d+", "\"bytes\":2000000000").getBytes(UTF_8));
        refused(zip(entries, "users/alice/contacts/me.vcf"));
    }
}
