package org.teldav.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.teldav.accounts.Groups;
import org.teldav.storage.Principal;

/** Groups. */
final class GroupsApi {
    private final Groups groups;

    GroupsApi(Groups groups) {
        this.groups = groups;
    }

    List<Api.Route> routes() {
        return List.of(
                Api.Route.of("GET", "groups", this::list),
                Api.Route.of("POST", "groups", this::add),
                Api.Route.of("GET", "groups/{group}", this::show),
                Api.Route.of("DELETE", "groups/{group}", this::remove),
                Api.Route.of("PUT", "groups/{group}/members/{user}", this::join),
                Api.Route.of("DELETE", "groups/{group}/members/{user}", this::leave));
    }

    private ApiAnswer list(ApiRequest request) {
        return ApiAnswer.ok(Json.object().set("groups", Json.list(groups.list(), GroupsApi::view)));
    }

    private ApiAnswer add(ApiRequest request) {
        return ApiAnswer.created(view(groups.add(request.text("name"), request.optionalText("display_name"))));
    }

    private ApiAnswer show(ApiRequest request) {
        Principal.Group group = groups.find(request.path().get(1));
        ObjectNode view = view(group);
        view.set("members", Json.list(groups.members(group), UsersApi::view));
        return ApiAnswer.ok(view);
    }

    private ApiAnswer remove(ApiRequest request) {
        groups.remove(request.path().get(1));
        return ApiAnswer.ok(Json.object());
    }

    private ApiAnswer join(ApiRequest request) {
        boolean changed = groups.join(request.path().get(1), request.path().get(3));
        return ApiAnswer.ok(Json.object().put("changed", changed));
    }

    private ApiAnswer leave(ApiRequest request) {
        boolean changed = groups.leave(request.path().get(1), request.path().get(3));
        return ApiAnswer.ok(Json.object().put("changed", changed));
    }

    private static ObjectNode view(Principal.Group group) {
        return Json.object()
                .put("name", group.name())
                .put("display_name", group.displayName())
                .put("created", group.created().toString());
    }
}
