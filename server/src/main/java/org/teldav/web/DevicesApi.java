package org.teldav.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import org.teldav.accounts.Devices;
import org.teldav.accounts.RefusedException;
import org.teldav.accounts.Users;
import org.teldav.storage.AppPassword;
import org.teldav.storage.Principal;

/** Devices, each with a password of its own. */
final class DevicesApi {
    private final Users users;
    private final Devices devices;

    DevicesApi(Users users, Devices devices) {
        this.users = users;
        this.devices = devices;
    }

    List<Api.Route> routes() {
        return List.of(
                Api.Route.own("GET", "users/{user}/devices", this::list),
                Api.Route.own("POST", "users/{user}/devices", this::add)
                        .taking("label", "expires")
                        .asTold(),
                Api.Route.own("DELETE", "users/{user}/devices/{id}", this::remove)
                        .asTold());
    }

    private ApiAnswer list(ApiRequest request) {
        Principal.User user = users.find(request.path().get(1));
        return ApiAnswer.ok(Json.object().set("devices", Json.list(devices.of(user), DevicesApi::view)));
    }

    private ApiAnswer add(ApiRequest request) {
        Principal.User user = users.find(request.path().get(1));
        Devices.Made made = devices.add(user, request.text("label"), request.time("expires"));
        return ApiAnswer.created(view(made.device()).put("password", made.password()));
    }

    private ApiAnswer remove(ApiRequest request) {
        Principal.User user = users.find(request.path().get(1));
        String id = request.path().get(3);
        if (!id.matches("\\d{1,18}")) {
            throw RefusedException.missing("'" + user.name() + "' has no such device")
                    .as("no-device");
        }
        devices.remove(user, Long.parseLong(id));
        return ApiAnswer.ok(Json.object());
    }

    static ObjectNode view(AppPassword device) {
        return Json.object()
                .put("id", device.id())
                .put("label", device.label())
                .put("created", device.created().toString())
                .put("last_used", device.lastUsed().map(Instant::toString).orElse(null))
                .put("expires", device.expires().map(Instant::toString).orElse(null));
    }
}
