package org.teldav.web.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.teldav.web.ApiAnswer;
import org.teldav.web.Json;

/** Groups and who is in them, for administrators. */
final class AdminGroupPages {
    List<Pages.Route> routes() {
        return List.of(
                AdminPages.get("/admin/groups", page -> list(page, 200, "")),
                AdminPages.post("/admin/groups", this::add),
                AdminPages.get("/admin/groups/{group}", page -> one(page, 200, "")),
                AdminPages.post("/admin/groups/{group}/display-name", AdminGroupPages::rename),
                AdminPages.post("/admin/groups/{group}/join", page -> member(page, "PUT", "admin-joined")),
                AdminPages.post("/admin/groups/{group}/leave", page -> member(page, "DELETE", "admin-left")),
                AdminPages.post("/admin/groups/{group}/invite", AdminGroupPages::invite),
                AdminPages.post("/admin/groups/{group}/invitations/{id}/remove", AdminGroupPages::takeBack));
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
                ? list(page, made.status(), page.message(made))
                : page.done("/admin/groups", "admin-group");
    }

    private static String path(Page page) {
        return "/api/groups/" + Page.encoded(page.part("group"));
    }

    private static PageAnswer one(Page page, int status, String problem) {
        JsonNode invitations = invitations(page);
        return page.show(
                status,
                "admin-group",
                Map.of(
                        "group",
                        AdminPages.read(page, path(page)),
                        "invitations",
                        invitations,
                        "newest",
                        ShownOnce.newest(invitations),
                        "problem",
                        problem));
    }

    private static JsonNode invitations(Page page) {
        return AdminPages.read(page, path(page) + "/invitations").path("invitations");
    }

    /** The link is shown this once. */
    private static PageAnswer invite(Page page) {
        if (ShownOnce.since(page, invitations(page)).findAny().isPresent()) {
            return one(page, 409, page.t("admin.invitation.again"));
        }
        ObjectNode body = Json.object();
        number(page, "uses").ifPresent(uses -> body.put("uses", uses));
        number(page, "days")
                .ifPresent(days -> body.put(
                        "until", Instant.now().plus(Duration.ofDays(days)).toString()));
        ApiAnswer made = page.api("POST", path(page) + "/invitations", null, body);
        if (made.status() >= 400) {
            return one(page, made.status(), page.message(made));
        }
        String link = made.body().path("link").asText();
        return page.show(
                "admin-invitation",
                Map.of(
                        "group", AdminPages.read(page, path(page)),
                        "invitation", made.body(),
                        "link", link,
                        "code", QrCode.of(link)));
    }

    private static Optional<Integer> number(Page page, String field) {
        return page.request().field(field).map(typed -> typed.matches("\\d{1,6}") ? Integer.parseInt(typed) : 0);
    }

    private static PageAnswer takeBack(Page page) {
        return edit(page, "DELETE", "/invitations/" + Page.encoded(page.part("id")), Json.object(), "admin-uninvited");
    }

    private static PageAnswer rename(Page page) {
        String name = page.request().field("display_name").orElse("");
        return edit(page, "PUT", "/display-name", Json.object().put("display_name", name), "admin-renamed");
    }

    private static PageAnswer member(Page page, String method, String done) {
        String user = page.request().field("user").orElse("");
        return edit(page, method, "/members/" + Page.encoded(user), Json.object(), done);
    }

    private static PageAnswer edit(Page page, String method, String below, ObjectNode body, String done) {
        ApiAnswer answer = page.api(method, path(page) + below, null, body);
        return answer.status() >= 400
                ? one(page, answer.status(), page.message(answer))
                : page.done("/admin/groups/" + Page.encoded(page.part("group")), done);
    }
}
