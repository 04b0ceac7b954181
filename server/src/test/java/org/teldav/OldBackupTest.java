package org.teldav;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teldav.backup.BackupFile;

/**
 * A backup that was made once is restored by every later version: the file is as {@code teldav backup} wrote it when the schema was at its migration 11, and
 * is never made anew. A migration that has columns without a default, or a changed table of backups, shows here.
 */
@BothEngines
class OldBackupTest {
    private static final Path FILE = Path.of("src/test/resources/org/teldav/backup/schema-11.zip");
    private static final String BOB = "/dav/addressbooks/bob/";

    @TempDir
    Path folder;

    @Test
    void one_of_migration_11_is_restored_and_phones_go_on_with_their_tokens_and_etags() {
        try (BackupFile backup = BackupFile.open(FILE)) {
            assertThat(backup.manifest().schema()).isEqualTo("11");
            assertThat(backup.manifest().version()).isEqualTo(1);
        }
        Path data = folder.resolve("data");
        BackupTest.restore(FILE, data);
        try (TestServer server = TestServer.start(data)) {
            DavClient bob = server.as("bob");
            DavAnswer card = bob.get(BOB + "contacts/alice.vcf").expect(200);
            assertThat(card.text()).isEqualTo(TestServer.card("a", "Alice", "(212) 555-0155"));
            assertThat(card.etag()).isEqualTo("\"2bfea85e774b2ce002a1b4f1bdfa877d\"");
            assertThat(bob.report(BOB + "contacts/", OneUserTest.sync("urn:teldav:sync:29b48cd807b14047-6", ""))
                            .expect(207)
                            .responses())
                    .isEmpty();
            // There were no directories yet.
            assertThat(bob.report(BOB, OneUserTest.sync("urn:teldav:sync:2ad54b6e23180b38-4", ""))
                            .expect(207)
                            .hrefs())
                    .containsExactly(BOB + "group-family/");
            assertThat(bob.propfind(BOB + "group-family/", 1, OneUserTest.GETETAG)
                            .hrefs())
                    .containsExactly(BOB + "group-family/");
            assertThat(bob.get("/api/users/bob/journal").expect(200).text()).contains("(212) 555-0155");
            assertThat(bob.propfind(BOB + "contacts/", 0, OneUserTest.prop("Z:dead"))
                            .value(BOB + "contacts/", "dead"))
                    .isEqualTo("x");
            rule_9_a_further_change_finds_its_holders(server, bob);
        }
    }

    private static void rule_9_a_further_change_finds_its_holders(TestServer server, DavClient bob) {
        server.changeOwnNumber("alice", "+1 312 555 0166");
        assertThat(bob.get(BOB + "contacts/alice.vcf").text()).contains("(312) 555-0166");
    }
}
