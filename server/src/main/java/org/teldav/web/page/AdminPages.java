package org.teldav.web.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.teldav.web.ApiAnswer;
import org.teldav.web.Json;

/** <em>Administration</em>: how the server is, which changes are on their way, which claims wait. */
final class AdminPages {
    private static final Set<String> WORDS = Set.of("pause", "resume");

    List<Pages.Route> routes() {
        return List.of(
                get("/admin", page -> show(page, 200, "")),
                post("/admin/changes/{word}", this::all),
                post("/admin/changes/{id}/{word}", this::one),
                post("/admin/claims", this::decide));
    }

    static Pages.Route get(String pattern, java.util.function.Function<Page, PageAnswer> work) {
        return Pages.Route.get(pattern, work).open(Pages.Access.ADMINISTRATOR);
    }

    static Pages.Route post(String pattern, java.util.function.Function<Page, PageAnswer> work) {
        return Pages.Route.post(pattern, work).open(Pages.Access.ADMINISTRATOR);
    }

    /** What the API has at the path. @throws PageException where it refuses */
    static JsonNode read(Page page, String path) {
        return page.good(page.api("GET", path, null, Json.object()));
    }

    private static PageAnswer show(Page page, int status, String problem) {
        return page.show(
                status,
                "admin",
                Map.of(
                        "status", read(page, "/api/status"),
                        "changes", read(page, "/api/changes"),
                        "waiting", read(page, "/api/numbers/waiting").path("waiting"),
                        "problem", problem));
    }

    private PageAnswer all(Page page) {
        return go(page, "/api/changes/" + word(page), Json.object(), word(page));
    }

    private PageAnswer one(Page page) {
        return go(page, "/api/changes/" + Page.encoded(page.part("id")) + "/" + word(page), Json.object(), word(page));
    }

    private static String word(Page page) {
        String word = page.part("word");
        if (!WORDS.contains(word)) {
            throw new PageException(404, page.t("error.404"));
        }
        return word;
    }

    private PageAnswer go(Page page, String path, ObjectNode body, String done) {
        ApiAnswer answer = page.api("POST", path, null, body);
        return answer.status() >= 400
                ? show(page, answer.status(), page.message(answer))
                : page.done("/admin", "admin-" + done);
    }

    /** Rule 3: a number that somebody holds verified waits for a decision: it goes over, both have it, or it stays. */
    private PageAnswer decide(Page page) {
        String user = page.request().field("user").orElse("");
        ObjectNode body =
                Json.object().put("number", page.request().field("number").orElse(""));
        if (page.request().field("holder").isPresent()) {
            body.set(
                    "users",
                    Json.texts(List.of(user, page.request().field("holder").get())));
            return go(page, "/api/numbers/share", body, "claim");
        }
        String claim = "/api/users/" + Page.encoded(user) + "/numbers/";
        return page.request().field("refuse").isPresent()
                ? go(page, claim + "refuse", body, "refused")
                : go(page, claim + "verify", body.put("transfer", true), "claim");
    }
}
