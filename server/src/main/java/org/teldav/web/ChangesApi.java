package org.teldav.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.teldav.accounts.RefusedException;
import org.teldav.accounts.Users;
import org.teldav.propagation.Timetable;
import org.teldav.storage.Change;
import org.teldav.storage.IndexRow;
import org.teldav.storage.Principal;
import org.teldav.storage.Rewrite;
import org.teldav.storage.ScheduledEdit;
import org.teldav.storage.Store;
import org.teldav.storage.Transaction;

/** Changes as the operator sees them. */
final class ChangesApi {
    private static final int MOST = 10_000;
    private static final Set<String> OVER = Set.of("done", "cancelled");

    private final Store store;
    private final Users users;
    private final OwnCardEdits ownCards;
    private final ChangeControl control;
    private final Duration retraction;
    private final Clock clock;

    ChangesApi(
            Store store, Users users, OwnCardEdits ownCards, ChangeControl control, Duration retraction, Clock clock) {
        this.store = store;
        this.users = users;
        this.ownCards = ownCards;
        this.control = control;
        this.retraction = retraction;
        this.clock = clock;
    }

    List<Api.Route> routes() {
        return List.of(
                Api.Route.of("GET", "changes", this::list),
                Api.Route.of("GET", "changes/{id}", this::show),
                Api.Route.of(
                        "POST",
                        "changes/pause",
                        request -> all(tx -> tx.changes().pauseAll(clock.instant()))),
                Api.Route.of(
                        "POST",
                        "changes/resume",
                        request -> all(tx -> tx.changes().resumeAll(clock.instant()))),
                Api.Route.of(
                        "POST",
                        "changes/{id}/pause",
                        request -> one(request, (tx, id) -> tx.changes().pause(id))),
                Api.Route.of(
                        "POST",
                        "changes/{id}/resume",
                        request -> one(request, (tx, id) -> tx.changes().resume(id, clock.instant()))),
                Api.Route.own("GET", "users/{user}/changes", this::listOf),
                Api.Route.own("GET", "users/{user}/changes/{id}", this::showOwn),
                Api.Route.own("POST", "users/{user}/changes/{id}/cancel", this::cancel),
                Api.Route.own("POST", "users/{user}/changes/{id}/retract", this::retract));
    }

    private ApiAnswer list(ApiRequest request) {
        int limit = request.limit();
        return ApiAnswer.ok(store.read(tx -> {
            ObjectNode answer = Json.object()
                    .put(
                            "paused_since",
                            tx.changes().pausedSince().map(Instant::toString).orElse(null));
            answer.set("changes", array(changes(tx).of(tx.changes().list(limit))));
            return answer;
        }));
    }

    private ChangeView changes(Transaction tx) {
        return new ChangeView(tx, control.verification(), clock.instant());
    }

    private static ArrayNode array(List<ObjectNode> views) {
        return Json.list(views, view -> view);
    }

    /** The worker here is woken; others look by themselves. */
    private ApiAnswer all(Predicate<Transaction> work) {
        boolean changed = store.write(tx -> {
            tx.afterCommit(control.wake());
            return work.test(tx);
        });
        return ApiAnswer.ok(Json.object().put("changed", changed));
    }

    private ApiAnswer one(ApiRequest request, BiPredicate<Transaction, Long> work) {
        String id = request.path().get(1);
        return all(
                tx -> work.test(tx, find(tx, id).orElseThrow(() -> missing(id)).id()));
    }

    private static RefusedException missing(String id) {
        return RefusedException.missing("there is no change " + id);
    }

    private ApiAnswer show(ApiRequest request) {
        String id = request.path().get(1);
        int limit = request.limit();
        return ApiAnswer.ok(store.read(tx -> {
            Change change = find(tx, id).orElseThrow(() -> missing(id));
            ObjectNode view = changes(tx).of(change);
            view.set("rewrites", Json.list(tx.changes().rewrites(change.id(), limit), rewrite -> view(tx, rewrite)));
            return view;
        }));
    }

    private ApiAnswer listOf(ApiRequest request) {
        Principal.User user = users.find(request.path().get(1));
        int limit = request.limit();
        return ApiAnswer.ok(store.read(tx ->
                Json.object().set("changes", array(ownViews(tx, tx.changes().listOf(user.id(), limit))))));
    }

    private ApiAnswer showOwn(ApiRequest request) {
        Principal.User user = users.find(request.path().get(1));
        return ApiAnswer.ok(store.read(
                tx -> ownViews(tx, List.of(own(tx, user, request))).get(0)));
    }

    private List<ObjectNode> ownViews(Transaction tx, List<Change> changes) {
        List<ObjectNode> views = changes(tx).of(changes);
        Set<String> has =
                changes.isEmpty() ? Set.of() : ownNumbers(tx, changes.get(0).user());
        for (int i = 0; i < views.size(); i++) {
            views.get(i).put("retractable", isRetractable(changes.get(i), has));
        }
        return views;
    }

    /** @param has the numbers of the own card */
    private boolean isRetractable(Change change, Set<String> has) {
        return change.state() != Change.State.CANCELLED
                && !isTooOld(change)
                && replaced(change).keySet().stream().anyMatch(has::contains);
    }

    private static Set<String> ownNumbers(Transaction tx, long user) {
        return tx.principals().ownCard(user).stream()
                .flatMap(card -> tx.cards().index(card).stream())
                .filter(row -> row.kind() == IndexRow.Kind.TEL)
                .flatMap(row -> row.key().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    private boolean isTooOld(Change change) {
        return change.at().isBefore(clock.instant().minus(retraction));
    }

    /** The old keys by the new ones. */
    private static Map<String, String> replaced(Change change) {
        return change.numbers().stream()
                .filter(number -> number.oldKey().isPresent() && number.newKey().isPresent())
                .collect(Collectors.toMap(
                        number -> number.newKey().get(),
                        number -> number.oldKey().get(),
                        (first, second) -> first));
    }

    /** It is a change like any other (propagation.md, "Seen by people"): the own card goes back, and the holders' follow. */
    private ApiAnswer retract(ApiRequest request) {
        Principal.User user = users.find(request.path().get(1));
        Change change = store.read(tx -> own(tx, user, request));
        if (change.state() == Change.State.CANCELLED) {
            throw RefusedException.conflict("it is cancelled: nobody was told of it")
                    .as("change-cancelled");
        }
        if (isTooOld(change)) {
            throw RefusedException.conflict("a change can be taken back for " + retraction.toHours() + " hours only")
                    .as("change-old", retraction.toHours());
        }
        Map<String, String> back = replaced(change);
        if (back.isEmpty()) {
            throw RefusedException.conflict("no number took another's place in it")
                    .as("change-replaced-nothing");
        }
        return ApiAnswer.ok(store.write(tx -> {
            if (Collections.disjoint(back.keySet(), ownNumbers(tx, user.id()))) {
                throw RefusedException.conflict(
                                "the own card has none of its numbers any more: it was taken back already, or changed again")
                        .as("change-gone");
            }
            ObjectNode answer = Json.object().put("retracted", change.id());
            ownCards.change(tx, user, back).ifPresent(made -> tell(tx, answer, made));
            // Of a change for a time the return is done by that.
            tx.scheduledEdits().of(user.id(), MOST).stream()
                    .filter(edit -> edit.state() == ScheduledEdit.State.PLANNED)
                    .filter(edit -> edit.newKey().equals(back.get(edit.oldKey())))
                    .forEach(edit -> Timetable.cancel(tx, edit));
            return answer;
        }));
    }

    /** Names the change that came of a request. */
    private void tell(Transaction tx, ObjectNode answer, Change made) {
        answer.put("change", made.id()).put("state", changes(tx).state(made));
    }

    /** The own card stays as it is; what has reached nobody never does. */
    private ApiAnswer cancel(ApiRequest request) {
        Principal.User user = users.find(request.path().get(1));
        return ApiAnswer.ok(store.write(tx -> {
            Change change = own(tx, user, request);
            if (!tx.changes().cancel(change.id(), true, clock.instant())) {
                throw OVER.contains(changes(tx).state(change))
                        ? RefusedException.conflict("it is over").as("change-over")
                        : RefusedException.conflict("it is on its way already; take it back when it is done")
                                .as("change-going");
            }
            tx.afterCommit(control.counted()::cancelled);
            tx.afterCommit(control.wake());
            return Json.object().put("cancelled", change.id());
        }));
    }

    private static Change own(Transaction tx, Principal.User user, ApiRequest request) {
        return find(tx, request.path().get(3))
                .filter(found -> found.user() == user.id())
                .orElseThrow(() -> RefusedException.missing("'" + user.name() + "' has made no such change")
                        .as("no-change"));
    }

    private static Optional<Change> find(Transaction tx, String id) {
        return id.matches("\\d{1,18}") ? tx.changes().find(Long.parseLong(id)) : Optional.empty();
    }

    static ObjectNode view(Transaction tx, Rewrite rewrite) {
        return Json.object()
                .put("id", JournalApi.id(rewrite))
                .put("change", rewrite.change())
                .put("changer", name(tx, rewrite.changer()))
                .put("changer_name", fullName(tx, rewrite.changer()))
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

    private static String fullName(Transaction tx, long user) {
        return tx.principals().user(user).map(Principal.User::displayName).orElse("#" + user);
    }

    /** Somebody removed meanwhile has a number still. */
    static String name(Transaction tx, long user) {
        return tx.principals().user(user).map(Principal.User::name).orElse("#" + user);
    }
}
