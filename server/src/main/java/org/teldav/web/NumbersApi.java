package org.teldav.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.teldav.accounts.Users;
import org.teldav.propagation.Verification;
import org.teldav.storage.Claim;
import org.teldav.storage.Principal;
import org.teldav.storage.Store;
import org.teldav.storage.Transaction;

/** Who says that a number is theirs, and the administrator's word on it. */
final class NumbersApi {
    private final Store store;
    private final Users users;
    private final Verification verification;
    private final Clock clock;

    NumbersApi(Store store, Users users, Verification verification, Clock clock) {
        this.store = store;
        this.users = users;
        this.verification = verification;
        this.clock = clock;
    }

    List<Api.Route> routes() {
        return List.of(
                Api.Route.of("GET", "numbers", this::show),
                Api.Route.of("POST", "users/{user}/numbers/verify", this::verify));
    }

    /** The number stands in the query, which no log shows. */
    private ApiAnswer show(ApiRequest request) {
        String typed = Optional.ofNullable(request.query().get("number"))
                .orElseThrow(() -> new ApiException(400, "the number is missing"));
        String key = users.key(typed);
        return ApiAnswer.ok(store.read(tx -> Json.object()
                .put("number", key)
                .set("claims", Json.list(tx.claims().historyOf(key), claim -> view(tx, claim)))));
    }

    private ApiAnswer verify(ApiRequest request) {
        Principal.User user = users.find(request.path().get(1));
        String key = users.key(request.text("number"), user);
        store.write(tx -> {
            verification.verify(tx, user.id(), key, clock.instant());
            return true;
        });
        return ApiAnswer.ok(Json.object().put("number", key));
    }

    static ObjectNode view(Transaction tx, Claim claim) {
        return Json.object()
                .put("number", claim.key())
                .put("user", ChangesApi.name(tx, claim.user()))
                .put("state", claim.state().name().toLowerCase(java.util.Locale.ROOT))
                .put("since", claim.since().toString())
                .put("until", claim.until().map(Instant::toString).orElse(null));
    }
}
