package org.teldav.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.teldav.accounts.GroupInvitations;
import org.teldav.accounts.Groups;
import org.teldav.storage.Invitation;
import org.teldav.storage.Principal;

/** Groups. */
final class GroupsApi {
    private final Groups groups;
    private final GroupInvitations invitations;
    private final Supplier<Optional<String>> address;

    /** @param address how browsers reach the server; empty where none runs */
    GroupsApi(Groups groups, GroupInvitations invitations, Supplier<Optional<String>> address) {
        this.groups = groups;
        this.invitations = invitations;
        this.address = address;
    }

    List<Api.Route> routes() {
        return List.of(
                Api.Route.of("GET", "groups", this::list),
                Api.Route.of("POST", "groups", this::add).taking("name", "display_name"),
                Api.Route.of("GET", "groups/{group}", this::show),
                Api.Route.of("DELETE", "groups/{group}", this::remove),
                Api.Route.of("PUT", "groups/{group}/display-name", this::rename).taking("display_name"),
                Api.Route.of("PUT", "groups/{group}/members/{user}", this::join),
                Api.Route.of("DELETE", "groups/{group}/members/{user}", this::leave),
                Api.Route.of("GET", "groups/{group}/invitations", this::invitations),
                Api.Route.of("POST", "groups/{group}/invitations", this::invite).taking("uses", "until"),
                Api.Route.of("DELETE", "groups/{group}/invitations/{id}", this::takeBack));
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

    private ApiAnswer rename(ApiRequest request) {
        return ApiAnswer.ok(view(groups.rename(request.path().get(1), request.text("display_name"))));
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

    private ApiAnswer invitations(ApiRequest request) {
        return ApiAnswer.ok(Json.object()
                .set("invitations", Json.list(invitations.of(request.path().get(1)), GroupsApi::view)));
    }

    /** The link is in this answer only. */
    private ApiAnswer invite(ApiRequest request) {
        JsonNode uses = request.body().path("uses");
        if (!uses.isMissingNode() && !(uses.isIntegralNumber() && uses.canConvertToInt())) {
            throw new ApiException(400, "'uses' has to be a number");
        }
        GroupInvitations.Made made = invitations.add(request.path().get(1), uses.asInt(1), request.time("until"));
        String path = "/invited/" + made.token();
        return ApiAnswer.created(view(made.invitation())
                .put("path", path)
                .put(
                        "link",
                        address.get()
                                .map(server -> URI.create(server).resolve(path).toString())
                                .orElse(null)));
    }

    private ApiAnswer takeBack(ApiRequest request) {
        String id = request.path().get(3);
        invitations.remove(request.path().get(1), id.matches("\\d{1,18}") ? Long.parseLong(id) : 0);
        return ApiAnswer.ok(Json.object());
    }

    private static ObjectNode view(Invitation invitation) {
        return Json.object()
                .put("id", invitation.id())
                .put("uses", invitation.uses())
                .put("left", invitation.left())
                .put("created", invitation.created().toString())
                .put("until", invitation.until().toString());
    }

    private static ObjectNode view(Principal.Group group) {
        return Json.object()
                .put("name", group.name())
                .put("display_name", group.displayName())
                .put("created", group.created().toString());
    }
}
