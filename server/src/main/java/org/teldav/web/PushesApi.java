package org.teldav.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import org.teldav.accounts.Users;
import org.teldav.push.ServerKeys;
import org.teldav.storage.AddressBook;
import org.teldav.storage.Principal;
import org.teldav.storage.PushSubscription;
import org.teldav.storage.PushSubscriptions;
import org.teldav.storage.Store;
import org.teldav.storage.Transaction;

/** Who is told, and through which push service, that something of a user's has changed. */
final class PushesApi {
    private final Store store;
    private final Users users;
    private final ServerKeys keys;
    private final Clock clock;

    PushesApi(Store store, Users users, ServerKeys keys, Clock clock) {
        this.store = store;
        this.users = users;
        this.keys = keys;
        this.clock = clock;
    }

    List<Api.Route> routes() {
        return List.of(
                Api.Route.own("GET", "users/{user}/pushes", this::list),
                Api.Route.of("POST", "pushes/key", request -> renew()));
    }

    private ApiAnswer renew() {
        int told = keys.renew();
        return ApiAnswer.ok(Json.object().put("key", keys.pair().publicKey()).put("told", told));
    }

    private ApiAnswer list(ApiRequest request) {
        Principal.User user = users.find(request.path().get(1));
        List<ObjectNode> pushes = store.read(tx -> tx.pushSubscriptions().of(user.id(), clock.instant()).stream()
                .map(subscription -> view(tx, subscription))
                .toList());
        return ApiAnswer.ok(Json.object().set("pushes", Json.list(pushes, view -> view)));
    }

    /** Of the push resource the host only: who knows the rest can send to the phone. */
    private static ObjectNode view(Transaction tx, PushSubscription subscription) {
        boolean home = subscription.collection().book() == PushSubscriptions.HOME;
        return Json.object()
                .put(
                        "book",
                        home
                                ? null
                                : tx.books()
                                        .find(subscription.collection())
                                        .map(AddressBook::name)
                                        .orElse(null))
                .put("service", URI.create(subscription.target().resource()).getHost())
                .put("expires", subscription.expires().toString())
                .put("failures", subscription.failures());
    }
}
