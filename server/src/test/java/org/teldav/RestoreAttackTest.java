package org.teldav;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teldav.backup.InvalidBackupException;

/** A backup that somebody made to be restored by somebody else. */
@OneEngine("about what of a file is believed, before any of it is kept")
class RestoreAttackTest {
    private static final String CARD = "users/alice/contacts/b.vcf";
    private static final String CONTACTS = "/dav/addressbooks/alice/contacts/";
    private static final String WICKED = "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:b\r\nFN:Mallory\r\nEND:VCARD\r\n";
    /** In the central directory of a zip: made on Unix, and a symbolic link there. */
    private static final int LINK = 0xA1FF;

    @TempDir
    Path folder;

    private Map<String, String> entries;
    private String bob;

    /** An entry of a zip, of which there may be two of one name. */
    private record Entry(String name, String content) {}

    @BeforeEach
    void make() throws IOException {
        bob = TestServer.card("b", "Bob", "+1 415 555 0101");
        try (TestServer server = TestServer.start(folder.resolve("source"))) {
            server.user("alice", "+1 415 555 0100").put(CONTACTS + "b.vcf", bob).expect(201);
            entries = BackupTest.entries(BackupTest.backup(server.store(), folder.resolve("whole.zip")));
        }
    }

    private List<Entry> whole() {
        List<Entry> all = new ArrayList<>();
        entries.forEach((name, content) -> all.add(new Entry(name, content)));
        return all;
    }

    /** A zip whose writer knows no two entries of a name: the second has another as long until it is written. */
    private Path zip(List<Entry> all) throws IOException {
        Path file = folder.resolve("wicked.zip");
        List<String> names = new ArrayList<>();
        List<String> twice = new ArrayList<>();
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (Entry entry : all) {
                String name = entry.name();
                if (names.contains(name)) {
                    name = "%" + name.substring(1);
                    twice.add(name);
                }
                names.add(name);
                zip.putNextEntry(new ZipEntry(name));
                zip.write(entry.content().getBytes(UTF_8));
            }
        }
        String bytes = Files.readString(file, ISO_8859_1);
        for (String name : twice) {
            bytes = bytes.replace(name, CARD.substring(0, 1) + name.substring(1));
        }
        return Files.writeString(file, bytes, ISO_8859_1);
    }

    private List<String> files() {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.map(Path::toString)
                    .filter(name -> !name.contains("/target") && !name.endsWith(".zip"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String restored(Path file) throws IOException {
        Path target = Files.createTempDirectory(folder, "target");
        BackupTest.restore(file, target.resolve("data"));
        try (TestServer server = TestServer.start(target.resolve("data"))) {
            return server.as("alice").get(CONTACTS + "b.vcf").expect(200).text();
        }
    }

    private void refused(Path file) {
        assertThatThrownBy(() -> BackupTest.restore(file, folder.resolve("target/data")))
                .isInstanceOf(InvalidBackupException.class)
                .hasMessageContaining("cut off or altered");
        assertThat(folder.resolve("target/data/db")).doesNotExist();
    }

    @Test
    void path_traversal_entries_that_lead_elsewhere_are_written_nowhere() throws IOException {
        List<String> before = files();
        List<Entry> all = whole();
        for (String name : List.of(
                "../evil",
                "../../../../../../../../../tmp/teldav-evil",
                "/tmp/teldav-evil",
                "..\\..\\evil",
                "C:\\evil",
                "users/alice/contacts/../../../../evil",
                "tables/../../evil",
                "link")) {
            all.add(new Entry(name, "/etc/passwd"));
        }
        Path file = zip(all);
        byte[] bytes = Files.readAllBytes(file);
        asLink(bytes, "link");
        assertThat(restored(Files.write(file, bytes))).isEqualTo(bob);
        assertThat(files()).isEqualTo(before);
        for (String elsewhere : List.of("/tmp/teldav-evil", "evil", "../evil", folder + "/../evil")) {
            assertThat(Path.of(elsewhere)).doesNotExist();
        }
    }

    /** Marks the last entry of that name as a symbolic link. */
    private static void asLink(byte[] zip, String name) {
        int at = new String(zip, ISO_8859_1).lastIndexOf(name) - 46;
        assertThat(new String(zip, at, 4, ISO_8859_1)).isEqualTo("PK\u0001\u0002");
        zip[at + 5] = 3;
        zip[at + 40] = (byte) LINK;
        zip[at + 41] = (byte) (LINK >> 8);
    }

    @Test
    void path_traversal_a_row_that_names_a_file_of_this_machine_gets_none() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret.vcf"), bob);
        for (String name : List.of(secret.toString(), "../secret.vcf", "file://" + secret)) {
            List<Entry> all = new ArrayList<>();
            String rows = entries.get("tables/cards.jsonl");
            String wicked = rows.replace(CARD, name);
            assertThat(wicked).isNotEqualTo(rows);
            entries.forEach((entry, content) -> {
                String altered = entry.equals("tables/cards.jsonl") ? wicked : content;
                all.add(new Entry(entry, altered.replace(sha256(rows), sha256(wicked))));
            });
            refused(zip(all));
        }
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** Programs differ in which they take. The one that is not as it was written is never restored. */
    @Test
    void of_two_entries_of_one_name_the_true_one_is_restored_or_none() throws IOException {
        List<Entry> behind = whole();
        behind.add(new Entry(CARD, WICKED));
        List<Entry> before = whole();
        before.add(0, new Entry(CARD, WICKED));
        for (List<Entry> all : List.of(behind, before)) {
            try {
                assertThat(restored(zip(all))).isEqualTo(bob);
            } catch (InvalidBackupException e) {
                assertThat(e).hasMessageContaining("cut off or altered");
            }
        }
    }
}
