package org.teldav.web.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.teldav.web.ApiAnswer;
import org.teldav.web.Json;

/** <em>My numbers</em>: what the own card has, what is planned, and what was changed. */
final class NumberPages {
    private static final Set<String> TOLD = Set.of("planned", "failed");

    /** Of the own card; more than anybody has. */
    private static final int MOST_READ = 20;

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
        JsonNode user = page.get("");
        boolean codes = page.get("numbers/code").path("available").booleanValue();
        Optional<ContactPages.Place> own = ownCard(user);
        Map<String, Object> shown = new HashMap<>(Map.of(
                "user",
                user,
                "codes",
                codes,
                "ask",
                isToAsk(user.path("numbers"), changes, codes) ? Administrators.toAsk(page) : "",
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
                message,
                "unread",
                unread(page, own)));
        shown.put("own", own.map(place -> place.address("/edit")).orElse(""));
        return page.show(status, "numbers", shown);
    }

    /** What stands in the own card as a number and is none for certain, of the first there: nobody is told of it. */
    private static List<String> unread(Page page, Optional<ContactPages.Place> own) {
        List<String> unread = new ArrayList<>();
        if (own.isPresent()) {
            // It may be gone by now.
            ApiAnswer card = page.ask("GET", own.get().api("contacts"), Json.object());
            JsonNode numbers = card.body().path("numbers");
            for (int i = 0; i < Math.min(MOST_READ, numbers.size()); i++) {
                String value = numbers.path(i).path("value").asText();
                ObjectNode body = Json.object().put("number", value);
                if (!value.isBlank() && page.ask("POST", "numbers/read", body).status() == 400) {
                    unread.add(value);
                }
            }
        }
        return unread;
    }

    /** Whether only an administrator can make a number one that others are told of when it changes: no word of theirs, and no change that went out, has done so yet. */
    private static boolean isToAsk(JsonNode numbers, JsonNode changes, boolean codes) {
        boolean ask = false;
        for (JsonNode number : numbers) {
            String state = number.path("state").asText();
            ask |= state.equals("waiting") || !codes && state.equals("unverified") && !isToldOf(number, changes);
        }
        return ask;
    }

    /** Whether it took another's place. */
    private static boolean isToldOf(JsonNode number, JsonNode changes) {
        for (JsonNode change : changes) {
            for (JsonNode pair : change.path("numbers")) {
                if (pair.path("old").isTextual() && pair.path("new").equals(number.path("number"))) {
                    return true;
                }
            }
        }
        return false;
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

    private static Optional<ContactPages.Place> ownCard(JsonNode user) {
        String[] path = user.path("own_card").asText("").split("/", 2);
        return path.length < 2 ? Optional.empty() : Optional.of(new ContactPages.Place(path[0], path[1]));
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
