package org.teldav.web.page;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.teldav.accounts.Users;
import org.teldav.web.ApiAnswer;
import org.teldav.web.Json;

/** Users, for administrators. */
final class AdminUserPages {
    List<Pages.Route> routes() {
        return List.of(
                AdminPages.get("/admin/users", page -> list(page, 200, "")),
                AdminPages.post("/admin/users", this::add),
                AdminPages.get("/admin/users/{user}", page -> one(page, 200, "")),
                AdminPages.post("/admin/users/{user}/password", this::password),
                AdminPages.post("/admin/users/{user}/full-name", this::rename),
                AdminPages.post("/admin/users/{user}/disabled", this::disabled),
                AdminPages.post("/admin/users/{user}/second-factor", this::secondFactorOff));
    }

    private static PageAnswer list(Page page, int status, String problem) {
        return page.show(
                status,
                "admin-users",
                Map.of("users", AdminPages.read(page, "/api/users").path("users"), "problem", problem));
    }

    private PageAnswer add(Page page) {
        PageRequest form = page.request();
        ObjectNode user = Json.object()
                .put("name", form.field("name").orElse(""))
                .put("password", form.raw("password"))
                .put("admin", form.field("admin").isPresent());
        form.field("full_name").ifPresent(name -> user.put("full_name", name));
        form.field("tel").ifPresent(tel -> user.set("tel", Json.texts(List.of(tel))));
        form.field("email").ifPresent(email -> user.set("email", Json.texts(List.of(email))));
        form.field("group").ifPresent(group -> user.set("groups", Json.texts(List.of(group))));
        ApiAnswer made = page.api("POST", "/api/users", null, user);
        if (made.status() >= 400) {
            return list(page, made.status(), page.message(made));
        }
        String waits = made.body().path("waits").isEmpty() ? "" : "-waits";
        String group = made.body().path("new_groups").isEmpty() ? "" : "-group";
        return page.done("/admin/users", "admin-user" + waits + group);
    }

    private static String path(Page page) {
        return "/api/users/" + Page.encoded(page.part("user"));
    }

    private static PageAnswer one(Page page, int status, String problem) {
        return page.show(status, "admin-user", Map.of("user", AdminPages.read(page, path(page)), "problem", problem));
    }

    private PageAnswer password(Page page) {
        return put(
                page,
                "PUT",
                "/password",
                Json.object().put("password", page.request().raw("password")),
                "password");
    }

    private PageAnswer rename(Page page) {
        String fullName = page.request().field("full_name").orElse("");
        return put(page, "PUT", "/full-name", Json.object().put("full_name", fullName), "renamed");
    }

    /** Who disables themselves could not take that back. */
    private PageAnswer disabled(Page page) {
        boolean wanted = page.request().field("disabled").isPresent();
        if (wanted && Users.names(page.part("user"), page.name())) {
            return one(page, 409, page.t("admin.user.self"));
        }
        return put(page, "PUT", "/disabled", Json.object().put("disabled", wanted), wanted ? "disabled" : "enabled");
    }

    private PageAnswer secondFactorOff(Page page) {
        return put(page, "DELETE", "/second-factor", Json.object(), "second-factor");
    }

    private static PageAnswer put(Page page, String method, String below, ObjectNode body, String done) {
        ApiAnswer answer = page.api(method, path(page) + below, null, body);
        return answer.status() >= 400
                ? one(page, answer.status(), page.message(answer))
                : page.done("/admin/users/" + Page.encoded(page.part("user")), "admin-" + done);
    }
}
