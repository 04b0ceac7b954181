package org.teldav.web.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.teldav.web.ApiAnswer;
import org.teldav.web.Json;

/** <em>My numbers</em>: what the own card has, what is planned, and what was changed. */
final class NumberPages {
    private static final Set<String> TOLD = Set.of("planned", "failed");

    private final UnaryOperator<String> written;

    /** @param written makes text for people of a number's key */
    NumberPages(UnaryOperator<String> written) {
        this.written = written;
    }

    List<Pages.Route> routes() {
        return List.of(
                Pages.Route.get("/", page -> PageAnswer.seeOther("/numbers")),
                Pages.Route.get("/numbers", page -> show(page, 200, "", "")),
                Pages.Route.post("/numbers/code", this::code),
                Pages.Route.post("/numbers/confirm", this::confirm),
                Pages.Route.post("/numbers/scheduled/{id}/cancel", this::cancel));
    }

    /** @param wrong the number for which the form before was refused, empty for none */
    private PageAnswer show(Page page, int status, String wrong, String message) {
        int limit = Limit.of(page, 10);
        JsonNode changes = page.get("changes?limit=" + limit).path("changes");
        return page.show(
                status,
                "numbers",
                Map.of(
                        "user",
                        page.get(""),
                        "codes",
                        page.get("numbers/code").path("available").booleanValue(),
                        "planned",
                        planned(page),
                        "changes",
                        changes,
                        "more",
                        changes.size() < limit ? 0 : Limit.next(limit),
                        "written",
                        written,
                        "wrong",
                        wrong,
                        "message",
                        message));
    }

    private static List<JsonNode> planned(Page page) {
        List<JsonNode> planned = new ArrayList<>();
        for (JsonNode edit : page.get("scheduled").path("scheduled")) {
            if (TOLD.contains(edit.path("state").asText())) {
                planned.add(edit);
            }
        }
        return planned;
    }

    private PageAnswer code(Page page) {
        String number = page.request().field("number").orElse("");
        ApiAnswer answer = page.ask("POST", "numbers/code", Json.object().put("number", number));
        return answer.status() < 400
                ? page.done("/numbers", "number.code")
                : show(page, answer.status(), number, page.message(answer));
    }

    private PageAnswer confirm(Page page) {
        String number = page.request().field("number").orElse("");
        String code = page.request().field("code").orElse("");
        ApiAnswer answer = page.ask(
                "POST", "numbers/confirm", Json.object().put("number", number).put("code", code));
        return answer.status() < 400
                ? page.done("/numbers", "number.confirmed")
                : show(page, answer.status(), number, page.message(answer));
    }

    private PageAnswer cancel(Page page) {
        ApiAnswer answer = page.ask("DELETE", "scheduled/" + Page.encoded(page.part("id")), Json.object());
        return answer.status() < 400
                ? page.done("/numbers", "number.unplanned")
                : show(page, answer.status(), "", page.message(answer));
    }
}
