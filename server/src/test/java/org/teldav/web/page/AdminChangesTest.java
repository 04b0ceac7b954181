package org.teldav.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teldav.OneEngine;
import org.teldav.TestServer;
import org.teldav.storage.Change;

@OneEngine("about what a page shows")
class AdminChangesTest {
    @TempDir
    Path data;

    /** A change that had nothing to do has no time of its end. */
    @Test
    void a_change_can_be_paused_until_it_is_done_or_cancelled() {
        try (TestServer server = TestServer.start(data)) {
            server.user("alice", "+1 415 555 0100");
            server.administrator("root");
            PageClient root = new PageClient(server.client()).signIn("root", "root-password");
            for (Change.State state : Change.State.values()) {
                long id = server.store().write(tx -> {
                    long alice = tx.principals().user("alice").orElseThrow().id();
                    return tx.changes().add(alice, Instant.now().plusSeconds(3600), state, List.of());
                });
                String pause = "/admin/changes/" + id + "/pause\"";
                boolean over = state == Change.State.DONE || state == Change.State.CANCELLED;
                if (state != Change.State.PENDING) {
                    assertThat(root.get("/admin").expect(200).text().contains(pause))
                            .as(state.name())
                            .isEqualTo(!over);
                }
            }
        }
    }
}
