package org.teldav.web.page;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.teldav.web.ApiAnswer;
import org.teldav.web.Json;

/** Groups and who is in them, for administrators. */
final class AdminGroupPages {
    List<Pages.Route> routes() {
        return List.of(
                AdminPages.get("/admin/groups", page -> list(page, 200, "")),
                AdminPages.post("/admin/groups", this::add),
                AdminPages.get("/admin/groups/{group}", page -> one(page, 200, "")),
                AdminPages.post("/admin/groups/{group}/join", page -> member(page, "PUT", "admin-joined")),
                AdminPages.post("/admin/groups/{group}/leave", page -> member(page, "DELETE", "admin-left")));
    }

    private static PageAnswer list(Page page, int status, String problem) {
        return page.show(
                status,
                "admin-groups",
                Map.of("groups", AdminPages.read(page, "/api/groups").path("groups"), "problem", problem));
    }

    private PageAnswer add(Page page) {
        ObjectNode group =
                Json.object().put("name", page.request().field("name").orElse(""));
        page.request().field("display_name").ifPresent(name -> group.put("display_name", name));
        ApiAnswer made = page.api("POST", "/api/groups", null, group);
        return made.status() >= 400
                ? list(page, made.status(), Page.message(made))
                : page.done("/admin/groups", "admin-group");
    }

    private static String path(Page page) {
        return "/api/groups/" + Page.encoded(page.part("group"));
    }

    private static PageAnswer one(Page page, int status, String problem) {
        return page.show(status, "admin-group", Map.of("group", AdminPages.read(page, path(page)), "problem", problem));
    }

    private static PageAnswer member(Page page, String method, String done) {
        String user = page.request().field("user").orElse("");
        ApiAnswer answer = page.api(method, path(page) + "/members/" + Page.encoded(user), null, Json.object());
        return answer.status() >= 400
                ? one(page, answer.status(), Page.message(answer))
                : page.done("/admin/groups/" + Page.encoded(page.part("group")), done);
    }
}
