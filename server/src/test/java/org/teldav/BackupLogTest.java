package org.teldav;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a server's log says of a backup that failed: a line for people, not how the program came there. */
@OneEngine("about the log, which is the same on both")
class BackupLogTest {
    private static final int CARDS = 60;
    private static final int BYTES = 150_000;
    private static final int TRIES = 200;

    @TempDir
    Path folder;

    private String authorization() throws IOException {
        return "Authorization: Bearer "
                + Files.readString(folder.resolve("api.token")).strip();
    }

    private static List<String> since(ChildServer server, long before) {
        return server.log()
                .lines()
                .skip(before)
                .filter(line -> !line.contains("org.teldav.a")) // access and audit
                .toList();
    }

    @Test
    void a_server_without_a_folder_for_temporary_files_says_so_in_one_line_and_to_who_asked() throws IOException {
        Path gone = folder.resolve("gone");
        try (ChildServer server = ChildServer.start(folder, "-Djava.io.tmpdir=" + gone)) {
            long before = server.log().lines().count();
            String said = new DavClient(server.address())
                    .with(authorization())
                    .get("/api/backup")
                    .expect(500)
                    .text();
            assertThat(said).contains("the server can't write its temporary files in " + gone + ": make that folder");
            assertThat(since(server, before))
                    .singleElement()
                    .asString()
                    .contains("no backup: the server can't write its temporary files in " + gone);
        }
    }

    @Test
    void who_goes_away_before_the_end_leaves_one_line() throws Exception {
        try (TestServer server = TestServer.start(folder)) {
            DavClient alice = server.user("alice", "+1 415 555 0100");
            for (int i = 0; i < CARDS; i++) {
                alice.put("/dav/addressbooks/alice/contacts/" + i + ".vcf", large(i))
                        .expect(201);
            }
        }
        try (ChildServer server = ChildServer.start(folder)) {
            long before = server.log().lines().count();
            try (Socket socket = new Socket()) {
                socket.setReceiveBufferSize(4096);
                socket.connect(server.address());
                socket.setSoLinger(true, 0);
                String request = "GET /api/backup HTTP/1.1\r\nHost: localhost\r\n" + authorization() + "\r\n\r\n";
                socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
                assertThat(socket.getInputStream().read()).isEqualTo('H');
            }
            for (int i = 0; i < TRIES && since(server, before).isEmpty(); i++) {
                Thread.sleep(100);
            }
            assertThat(since(server, before))
                    .singleElement()
                    .asString()
                    .contains("no backup: who asked for it went away before its end");
        }
    }

    /** What can't be packed. */
    private static String large(int number) {
        byte[] noise = new byte[BYTES];
        new Random(number).nextBytes(noise);
        String note = Base64.getEncoder().encodeToString(noise);
        return TestServer.card("uid-" + number, "Large " + number, "1")
                .replace("END:VCARD", "NOTE:" + note + "\r\nEND:VCARD");
    }
}
