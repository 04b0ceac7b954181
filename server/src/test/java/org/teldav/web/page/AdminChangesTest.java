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
                    return tx.changes()
                            .add(alice, Instant.now().plusSeconds(3600), state, List.of(), Change.Course.AT_ONCE);
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

    @Test
    void on_a_phone_a_time_is_one_line_and_what_waits_for_another_day_does_not_look_as_if_it_went() {
        try (TestServer server = TestServer.start(data, "propagation.daily-limit = 1")) {
            server.user("alice", "+14155550100");
            PageClient alice = new PageClient(server.client()).signIn("alice", "alice-password");
            alice.get("/numbers").expect(200);
            alice.post("/numbers/change", "old", "+14155550100", "new", "+14155550111")
                    .expect(303);
            alice.post("/numbers/change", "old", "+14155550111", "new", "+14155550122")
                    .expect(303);
            server.administrator("root");
            Browser browser = Browser.at(server.uri()).width(390).signIn("root", "root-password");
            browser.press("Administration").sees("waits").isGood("admin-limit");
            assertThat(browser.text()).doesNotContain("settling");
            browser.width(390);
            assertThat(browser.driver()
                            .executeScript("return Math.max(...[...document.querySelectorAll('table time')]"
                                    + ".map(time => time.getClientRects().length))"))
                    .isEqualTo(1L);
            assertThat(browser.one("td button").getCssValue("margin-bottom")).isEqualTo("0px");
        }
    }
}
