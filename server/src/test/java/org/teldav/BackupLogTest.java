package org.teldav;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a server's log says of a backup that failed: a line for people, not how the program came there. */
@OneEngine("about the log, which is the same on both")
class BackupLogTest extends BrokenOffStory {
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
            fill(server);
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
            await(() -> !since(server, before).isEmpty());
            assertThat(since(server, before))
                    .singleElement()
                    .asString()
                    .contains("no backup: who asked for it went away before its end");
        }
    }
}
