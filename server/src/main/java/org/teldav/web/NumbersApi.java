package org.teldav.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.teldav.accounts.RefusedException;
import org.teldav.accounts.Users;
import org.teldav.propagation.PropagationMetrics;
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
    private final PropagationMetrics counted;
    private final Runnable wake;
    private final Clock clock;

    NumbersApi(Store store, Users users, ChangeControl control, Clock clock) {
        this.store = store;
        this.users = users;
        this.verification = control.verification();
        this.counted = control.counted();
        this.wake = control.wake();
        this.clock = clock;
    }

    List<Api.Route> routes() {
        return List.of(
                Api.Route.of("GET", "numbers", this::show),
                Api.Route.of("GET", "numbers/waiting", this::waiting),
                Api.Route.of("POST", "users/{user}/numbers/verify", this::verify)
                        .taking("number", "transfer"),
                Api.Route.of("POST", "users/{user}/numbers/refuse", this::refuse)
                        .taking("number"));
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

    private ApiAnswer waiting(ApiRequest request) {
        int limit = request.limit();
        return ApiAnswer.ok(store.read(tx ->
                Json.object().set("waiting", Json.list(tx.claims().waiting(limit), claim -> waiting(tx, claim)))));
    }

    private static ObjectNode waiting(Transaction tx, Claim claim) {
        List<String> holders = tx.claims().on(claim.key()).stream()
                .filter(other -> other.state() == Claim.State.VERIFIED)
                .map(other -> ChangesApi.name(tx, other.user()))
                .toList();
        return view(tx, claim).set("holders", Json.texts(holders));
    }

    private ApiAnswer verify(ApiRequest request) {
        Principal.User user = users.find(request.path().get(1));
        String key = users.key(request.text("number"), user);
        boolean transfer = request.flag("transfer");
        store.write(tx -> {
            Instant now = clock.instant();
            if (transfer) {
                verification.transfer(tx, user.id(), key, now);
                return true;
            }
            Set<Long> others = verification.verify(tx, user.id(), key, now);
            if (!others.isEmpty()) {
                throw RefusedException.conflict(held(tx, user, key, others)).as("number-held", key);
            }
            return true;
        });
        return ApiAnswer.ok(Json.object().put("number", key));
    }

    /** Only a claim that waits: what holds is taken from somebody by whoever gets it. */
    private ApiAnswer refuse(ApiRequest request) {
        Principal.User user = users.find(request.path().get(1));
        String key = users.key(request.text("number"), user);
        int ended = store.write(tx -> {
            int count = verification
                    .refuse(tx, user.id(), key, clock.instant())
                    .orElseThrow(() -> RefusedException.conflict(
                                    "no claim of '" + user.name() + "' on " + key + " waits for a decision")
                            .as("claim-none", user.name(), key));
            for (int i = 0; i < count; i++) {
                tx.afterCommit(counted::cancelled);
            }
            tx.afterCommit(wake);
            return count;
        });
        return ApiAnswer.ok(Json.object().put("number", key).put("cancelled", ended));
    }

    /** For administrators only: it names the others. */
    static String held(Transaction tx, Principal.User user, String key, Set<Long> others) {
        String names = others.stream()
                .map(other -> ChangesApi.name(tx, other))
                .sorted()
                .collect(Collectors.joining(", "));
        return key + " is held verified by " + names + ": 'teldav number verify " + user.name() + " " + key
                + " --transfer' takes it from them (\"transfer\": true), 'teldav number share " + key + " "
                + user.name()
                + " " + names.split(",")[0] + "' lets both have it";
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
