package org.teldav.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.teldav.accounts.RefusedException;
import org.teldav.accounts.Users;
import org.teldav.propagation.Verification;
import org.teldav.storage.Change;
import org.teldav.storage.Principal;
import org.teldav.storage.Rewrite;
import org.teldav.storage.Store;
import org.teldav.storage.Transaction;

/** Changes as the operator sees them. */
final class ChangesApi {
    private static final int USUAL = 50;
    private static final int MOST = 10_000;

    private final Store store;
    private final Users users;
    private final OwnCardEditor editor;
    private final Verification verification;
    private final Duration retraction;
    private final Clock clock;

    ChangesApi(
            Store store,
            Users users,
            OwnCardEditor editor,
            Verification verification,
            Duration retraction,
            Clock clock) {
        this.store = store;
        this.users = users;
        this.editor = editor;
        this.verification = verification;
        this.retraction = retraction;
        this.clock = clock;
    }

    List<Api.Route> routes() {
        return List.of(
                Api.Route.of("GET", "changes", this::list),
                Api.Route.of("GET", "changes/{id}", this::show),
                Api.Route.own("GET", "users/{user}/changes", this::listOf),
                Api.Route.own("POST", "users/{user}/changes/{id}/retract", this::retract));
    }

    private ApiAnswer list(ApiRequest request) {
        int limit = (int) request.number("limit", USUAL, MOST);
        return ApiAnswer.ok(store.read(tx ->
                Json.object().set("changes", Json.list(tx.changes().list(limit), change -> view(tx, change)))));
    }

    private ApiAnswer show(ApiRequest request) {
        String id = request.path().get(1);
        int limit = (int) request.number("limit", USUAL, MOST);
        return ApiAnswer.ok(store.read(tx -> {
            Change change = find(tx, id).orElseThrow(() -> RefusedException.missing("there is no change " + id));
            ObjectNode view = view(tx, change);
            view.set("rewrites", Json.list(tx.changes().rewrites(change.id(), limit), rewrite -> view(tx, rewrite)));
            return view;
        }));
    }

    private ApiAnswer listOf(ApiRequest request) {
        Principal.User user = users.find(request.path().get(1));
        int limit = (int) request.number("limit", USUAL, MOST);
        return ApiAnswer.ok(store.read(tx -> Json.object()
                .set("changes", Json.list(tx.changes().listOf(user.id(), limit), change -> view(tx, change)))));
    }

    /** It is a change like any other (propagation.md, "Seen by people"): the own card goes back, and the holders' follow. */
    private ApiAnswer retract(ApiRequest request) {
        Principal.User user = users.find(request.path().get(1));
        Change change = store.read(tx -> find(tx, request.path().get(3)))
                .filter(found -> found.user() == user.id())
                .orElseThrow(() -> RefusedException.missing("'" + user.name() + "' has made no such change"));
        if (change.at().isBefore(clock.instant().minus(retraction))) {
            throw RefusedException.conflict("a change can be taken back for " + retraction.toHours() + " hours only");
        }
        Map<String, String> back = change.numbers().stream()
                .filter(number -> number.oldKey().isPresent() && number.newKey().isPresent())
                .collect(Collectors.toMap(
                        number -> number.newKey().get(),
                        number -> number.oldKey().get(),
                        (first, second) -> first));
        if (back.isEmpty()) {
            throw RefusedException.conflict("no number took another's place in it");
        }
        ObjectNode answer = Json.object().put("retracted", change.id());
        editor.change(user, back)
                .ifPresent(made -> answer.put("change", made.id()).put("state", state(made)));
        return ApiAnswer.ok(answer);
    }

    private static Optional<Change> find(Transaction tx, String id) {
        return id.matches("\\d{1,18}") ? tx.changes().find(Long.parseLong(id)) : Optional.empty();
    }

    private ObjectNode view(Transaction tx, Change change) {
        ObjectNode view = Json.object()
                .put("id", change.id())
                .put("user", name(tx, change.user()))
                .put("at", change.at().toString())
                .put("state", state(change))
                .put(
                        "waits_for",
                        verification
                                .waitsFor(tx, change)
                                .map(what -> what.name().toLowerCase(Locale.ROOT))
                                .orElse(null))
                .put("finished", change.finished().map(Instant::toString).orElse(null))
                .put("rewritten", change.rewritten())
                .put("left", change.left());
        view.set(
                "numbers",
                Json.list(
                        change.numbers(),
                        number -> Json.object()
                                .put("old", number.oldKey().orElse(null))
                                .put("new", number.newKey().orElse(null))
                                .put("proved", number.proved())));
        return view;
    }

    static ObjectNode view(Transaction tx, Rewrite rewrite) {
        return Json.object()
                .put("id", JournalApi.id(rewrite))
                .put("change", rewrite.change())
                .put("changer", name(tx, rewrite.changer()))
                .put("holder", name(tx, rewrite.card().book().home()))
                .put(
                        "book",
                        tx.books()
                                .find(rewrite.card().book())
                                .map(book -> book.name())
                                .orElse(null))
                .put("card", rewrite.name())
                .put("at", rewrite.at().toString())
                .put("old", rewrite.oldText())
                .put("new", rewrite.newText())
                .put("done", rewrite.done())
                .put("state", rewrite.state().name().toLowerCase(Locale.ROOT))
                .put("reason", rewrite.reason());
    }

    static String state(Change change) {
        return change.state().name().toLowerCase(Locale.ROOT);
    }

    /** Somebody removed meanwhile has a number still. */
    static String name(Transaction tx, long user) {
        return tx.principals().user(user).map(Principal.User::name).orElse("#" + user);
    }
}
