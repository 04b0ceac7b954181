package org.teldav.web.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.teldav.web.ApiAnswer;
import org.teldav.web.Json;

/** <em>What changed</em>: what came of others' changes in the user's contacts, and the user's last word on it. */
final class JournalPages {
    List<Pages.Route> routes() {
        return List.of(
                Pages.Route.get("/journal", page -> show(page, 200, "")),
                Pages.Route.post("/journal/{id}/undo", page -> word(page, "journal", "undo")),
                Pages.Route.post("/journal/{id}/accept", page -> word(page, "inbox", "accept")),
                Pages.Route.post("/journal/{id}/refuse", page -> word(page, "inbox", "refuse")));
    }

    private static PageAnswer show(Page page, int status, String message) {
        int limit = Limit.of(page, 50);
        JsonNode lines = page.get("journal?limit=" + limit).path("journal");
        JsonNode offers = page.get("inbox?limit=" + limit).path("offers");
        boolean all = lines.size() < limit && offers.size() < limit;
        return page.show(
                status,
                "journal",
                Map.of(
                        "lines",
                        done(lines),
                        "offers",
                        offers,
                        "more",
                        all ? 0 : Limit.next(limit),
                        "message",
                        message));
    }

    /** What waits for the user's word stands by itself. */
    private static List<JsonNode> done(JsonNode lines) {
        return lines.valueStream()
                .filter(line -> !line.path("state").asText().equals("offered"))
                .toList();
    }

    private static PageAnswer word(Page page, String list, String word) {
        ApiAnswer answer = page.ask("POST", list + "/" + Page.encoded(page.part("id")) + "/" + word, Json.object());
        if (answer.status() >= 400) {
            return show(page, answer.status(), page.message(answer));
        }
        return page.done(
                "/journal", "journal." + answer.body().path("result").asText().replace(' ', '-'));
    }
}
