package org.teldav.web.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.teldav.web.ApiAnswer;
import org.teldav.web.Json;

/** <em>My devices</em>: each has a password of its own, which is shown once. */
final class DevicePages {
    private static final Logger LOG = LoggerFactory.getLogger(DevicePages.class);

    /** As app passwords are written. */
    private static final String PASSWORD = "[a-z0-9]{4}(-[a-z0-9]{4}){1,20}";

    private final Optional<ProfileSigner> signer;

    DevicePages(Optional<ProfileSigner> signer) {
        this.signer = signer;
    }

    List<Pages.Route> routes() {
        return List.of(
                Pages.Route.get("/devices", page -> list(page, 200, "", "")),
                Pages.Route.post("/devices", this::add),
                Pages.Route.post("/devices/profile", this::profile),
                Pages.Route.post("/devices/{id}/remove", DevicePages::remove));
    }

    private static PageAnswer list(Page page, int status, String typed, String problem) {
        JsonNode devices = page.get("devices").path("devices");
        return page.show(
                status,
                "devices",
                Map.of("devices", devices, "newest", ShownOnce.newest(devices), "typed", typed, "problem", problem));
    }

    private PageAnswer add(Page page) {
        String label = page.request().field("label").orElse("");
        if (isThere(page, label)) {
            return list(page, 409, "", page.t("devices.again", label));
        }
        ApiAnswer made = page.ask("POST", "devices", Json.object().put("label", label));
        if (made.status() >= 400) {
            return list(page, made.status(), label, page.message(made));
        }
        String password = made.body().path("password").asText();
        return page.show(
                "device-new", Map.of("label", label, "access", access(page, password), "signed", signer.isPresent()));
    }

    /** Whether the page with the password was loaded anew. */
    private static boolean isThere(Page page, String label) {
        return ShownOnce.since(page, page.get("devices").path("devices"))
                .anyMatch(device -> device.path("label").asText().equals(label.strip()));
    }

    private static DeviceAccess access(Page page, String password) {
        URI server = URI.create(page.server());
        return new DeviceAccess(server.getRawPath().isEmpty() ? server.resolve("/") : server, page.name(), password);
    }

    /** The page that showed the password sends it back: it is kept nowhere here, and in no address. */
    private PageAnswer profile(Page page) {
        String password = page.request().raw("password");
        if (!password.matches(PASSWORD)) {
            throw new PageException(400, page.t("error.form"));
        }
        return PageAnswer.file(
                "application/x-apple-aspen-config",
                "teldav.mobileconfig",
                signed(access(page, password).profile()));
    }

    /** A profile that can't be signed is one that asks once more: better than none. */
    private byte[] signed(byte[] profile) {
        if (signer.isEmpty()) {
            return profile;
        }
        try {
            return signer.get().sign(profile);
        } catch (IOException | GeneralSecurityException e) {
            LOG.warn("a profile is handed out without a signature: {}", e.getMessage());
            return profile;
        }
    }

    private static PageAnswer remove(Page page) {
        ApiAnswer answer = page.ask("DELETE", "devices/" + Page.encoded(page.part("id")), Json.object());
        return answer.status() >= 400
                ? list(page, answer.status(), "", page.message(answer))
                : page.done("/devices", "device-removed");
    }
}
