package org.teldav.web.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.teldav.web.ApiAnswer;
import org.teldav.web.Json;

/** <em>Choices</em>: whom the user's changes reach, and what others' changes do to the user's contacts. */
final class ChoicePages {
    private static final List<String> FIELDS = List.of("audience", "scope", "mode", "old_number");
    private static final String DEFAULT = "default";

    List<Pages.Route> routes() {
        return List.of(
                Pages.Route.get("/choices", page -> show(page, 200, "", "")),
                Pages.Route.post("/choices", this::save),
                Pages.Route.post("/choices/exception/remove", this::remove),
                Pages.Route.post("/choices/block", this::block),
                Pages.Route.post("/choices/unblock", this::unblock),
                Pages.Route.post("/choices/directory/show", page -> directory(page, "PUT", "choices.shown")),
                Pages.Route.post("/choices/directory/hide", page -> directory(page, "DELETE", "choices.hidden")));
    }

    private static PageAnswer show(Page page, int status, String message, String typed) {
        JsonNode chosen = page.get("prefs");
        ObjectNode everywhere = Json.object().put("mode", "automatic").put("old_number", "replace");
        List<JsonNode> exceptions = new ArrayList<>();
        for (JsonNode choice : chosen.path("choices")) {
            if (choice.path("book").isNull() && choice.path("uid").isNull()) {
                set(everywhere, choice, "mode");
                set(everywhere, choice, "old_number");
            } else {
                exceptions.add(choice);
            }
        }
        return page.show(
                status,
                "choices",
                Map.of(
                        "chosen", chosen,
                        "everywhere", everywhere,
                        "exceptions", exceptions,
                        "groups", groups(page, chosen),
                        "typed", typed,
                        "message", message));
    }

    /** Which groups the user is in, and whether their own card is in the directory of each. */
    private static Map<String, Boolean> groups(Page page, JsonNode chosen) {
        Set<String> shown = new HashSet<>();
        chosen.path("directory").forEach(group -> shown.add(group.asText()));
        Map<String, Boolean> groups = new LinkedHashMap<>();
        page.get("").path("groups").forEach(group -> groups.put(group.asText(), shown.contains(group.asText())));
        return groups;
    }

    private static PageAnswer directory(Page page, String method, String done) {
        String group = page.request().field("group").orElse("");
        return after(page, page.ask(method, "prefs/directory/" + Page.encoded(group), Json.object()), done);
    }

    private static void set(ObjectNode everywhere, JsonNode choice, String field) {
        if (!choice.path(field).asText().equals(DEFAULT)) {
            everywhere.set(field, choice.path(field));
        }
    }

    private PageAnswer save(Page page) {
        ObjectNode body = Json.object();
        FIELDS.forEach(field -> page.request().field(field).ifPresent(value -> body.put(field, value)));
        return after(page, page.ask("PUT", "prefs", body), "choices.saved");
    }

    private PageAnswer remove(Page page) {
        ObjectNode body = Json.object().put("mode", DEFAULT).put("old_number", DEFAULT);
        List.of("book", "uid").forEach(place -> page.request().field(place).ifPresent(value -> body.put(place, value)));
        return after(page, page.ask("PUT", "prefs", body), "choices.removed");
    }

    private PageAnswer block(Page page) {
        return after(page, page.ask("PUT", blocked(page), Json.object()), "choices.blocked");
    }

    private PageAnswer unblock(Page page) {
        return after(page, page.ask("DELETE", blocked(page), Json.object()), "choices.unblocked");
    }

    private static String blocked(Page page) {
        return "prefs/blocked/" + Page.encoded(page.request().field("name").orElse(""));
    }

    private static PageAnswer after(Page page, ApiAnswer answer, String done) {
        return answer.status() < 400
                ? page.done("/choices", done)
                : show(
                        page,
                        answer.status(),
                        page.message(answer),
                        page.request().field("name").orElse(""));
    }
}
