package org.teldav.web.page;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.teldav.web.ApiAnswer;
import org.teldav.web.Json;

/** <em>My devices</em>: each has a password of its own, which is shown once. */
final class DevicePages {
    /** As app passwords are written. */
    private static final String PASSWORD = "[a-z0-9]{4}(-[a-z0-9]{4}){1,20}";

    List<Pages.Route> routes() {
        return List.of(
                Pages.Route.get("/devices", page -> list(page, 200, "", "")),
                Pages.Route.post("/devices", this::add),
                Pages.Route.post("/devices/profile", DevicePages::profile),
                Pages.Route.post("/devices/{id}/remove", DevicePages::remove));
    }

    private static PageAnswer list(Page page, int status, String typed, String problem) {
        return page.show(
                status,
                "devices",
                Map.of("devices", page.get("devices").path("devices"), "typed", typed, "problem", problem));
    }

    private PageAnswer add(Page page) {
        String label = page.request().field("label").orElse("");
        ApiAnswer made = page.ask("POST", "devices", Json.object().put("label", label));
        if (made.status() >= 400) {
            return list(page, made.status(), label, Page.message(made));
        }
        String password = made.body().path("password").asText();
        return page.show("device-new", Map.of("label", label, "access", access(page, password)));
    }

    private static DeviceAccess access(Page page, String password) {
        URI server = URI.create(page.server());
        return new DeviceAccess(server.getRawPath().isEmpty() ? server.resolve("/") : server, page.name(), password);
    }

    /** The page that showed the password sends it back: it is kept nowhere here, and in no address. */
    private static PageAnswer profile(Page page) {
        String password = page.request().raw("password");
        if (!password.matches(PASSWORD)) {
            throw new PageException(400, page.t("error.form"));
        }
        return PageAnswer.file(
                "application/x-apple-aspen-config",
                "teldav.mobileconfig",
                access(page, password).profile());
    }

    private static PageAnswer remove(Page page) {
        Page.good(page.ask("DELETE", "devices/" + Page.encoded(page.part("id")), Json.object()));
        return page.done("/devices", "device-removed");
    }
}
