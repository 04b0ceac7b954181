package org.teldav;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that takes no more (docs/decisions/full-disk.md). The operating system refuses to let a file grow beyond a limit, as it would refuse on a full disk. */
@OneEngine("the limit is on HSQLDB's files")
class FullDiskTest {
    private static final List<String> NO_FILE_OVER_4_MIB = List.of("sh", "-c", "ulimit -f 8192; exec \"$0\" \"$@\"");
    private static final String BOOK = "/dav/addressbooks/alice/contacts/";
    private static final int MOST = 200;

    @TempDir
    Path data;

    @Test
    void rfc4331_6_a_full_disk_is_507_and_what_was_acknowledged_is_read_then_and_after_a_kill() {
        try (TestServer server = TestServer.start(data)) {
            server.user("alice", "+1 415 555 0100");
        }
        List<String> stored = new ArrayList<>();
        int refused = 0;
        try (ChildServer server = ChildServer.start(data, NO_FILE_OVER_4_MIB, "-Xmx256m")) {
            DavClient alice = server.as("alice");
            for (int i = 0; i < MOST && refused == 0; i++) {
                DavAnswer answer = alice.put(BOOK + i + ".vcf", card(i));
                if (answer.status() == 201) {
                    stored.add(BOOK + i + ".vcf");
                } else {
                    refused++;
                    answer.expect(507);
                    assertThat(answer.text()).contains("sufficient-disk-space").doesNotContain("Exception");
                }
            }
            stored.forEach(card -> alice.get(card).expect(200));
            server.kill();
        }
        assertThat(refused).isEqualTo(1);
        assertThat(stored).isNotEmpty();
        try (TestServer server = TestServer.start(data)) {
            stored.forEach(card -> server.as("alice").get(card).expect(200));
        }
    }

    private static String card(int i) {
        return "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:" + i + "\r\nFN:Big\r\nNOTE:" + "x".repeat(100_000)
                + "\r\nEND:VCARD\r\n";
    }
}
