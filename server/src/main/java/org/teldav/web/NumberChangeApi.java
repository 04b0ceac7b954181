package org.teldav.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.teldav.accounts.RefusedException;
import org.teldav.accounts.Users;
import org.teldav.propagation.Preview;
import org.teldav.propagation.Timetable;
import org.teldav.storage.ChangerChoice;
import org.teldav.storage.Principal;
import org.teldav.storage.ScheduledEdit;
import org.teldav.storage.Store;
import org.teldav.storage.Transaction;

/** A user's change of a number: what it would come to, at once or at a time, and what is planned. */
final class NumberChangeApi {
    private static final int MOST = 1000;

    private final Store store;
    private final Users users;
    private final OwnCardEdits ownCards;
    private final ChangeControl control;
    private final Preview preview;
    private final Timetable timetable;
    private final Clock clock;

    NumberChangeApi(Store store, Users users, OwnCardEdits ownCards, ChangeControl control, Clock clock) {
        this.store = store;
        this.users = users;
        this.ownCards = ownCards;
        this.control = control;
        this.preview = new Preview(ownCards.editor(), control.rules(), clock);
        this.timetable = new Timetable(ownCards.editor(), clock);
        this.clock = clock;
    }

    List<Api.Route> routes() {
        return List.of(
                Api.Route.own("POST", "users/{user}/numbers/read", this::read).taking("number"),
                Api.Route.own("POST", "users/{user}/numbers/preview", this::preview)
                        .taking("old", "new", "at", "until"),
                Api.Route.own("POST", "users/{user}/numbers/change", this::change)
                        .taking("old", "new", "at", "until"),
                Api.Route.own("GET", "users/{user}/scheduled", this::scheduled),
                Api.Route.own("DELETE", "users/{user}/scheduled/{id}", this::cancel));
    }

    /** @param from its key @param to its key */
    private record Wanted(Principal.User user, String from, String to, Optional<Instant> at, Optional<Instant> until) {}

    private Wanted wanted(ApiRequest request) {
        Principal.User user = users.find(request.path().get(1));
        Wanted wanted = new Wanted(
                user,
                users.key(request.text("old"), user),
                users.key(request.text("new"), user),
                time(request, "at"),
                time(request, "until"));
        if (wanted.from().equals(wanted.to())) {
            throw RefusedException.invalid("'old' and 'new' are the same number")
                    .as("number-same");
        }
        if (wanted.until().isPresent()
                && wanted.at().filter(at -> !at.isBefore(wanted.until().get())).isPresent()) {
            throw RefusedException.invalid("'until' has to come after 'at'").as("time-order");
        }
        return wanted;
    }

    private Optional<Instant> time(ApiRequest request, String field) {
        Optional<Instant> time = request.time(field);
        Instant now = clock.instant();
        time.filter(at -> !at.isAfter(now)).ifPresent(past -> {
            throw RefusedException.invalid("'" + field + "' is in the past").as("time-past");
        });
        time.filter(at -> at.isAfter(now.plus(Timetable.FARTHEST))).ifPresent(far -> {
            throw RefusedException.invalid(
                            "'" + field + "' can be " + Timetable.FARTHEST.toDays() + " days ahead at the most")
                    .as("time-far", Timetable.FARTHEST.toDays());
        });
        return time;
    }

    private ApiAnswer read(ApiRequest request) {
        Principal.User user = users.find(request.path().get(1));
        return ApiAnswer.ok(Json.object().put("number", users.key(request.text("number"), user)));
    }

    private ApiAnswer preview(ApiRequest request) {
        Wanted wanted = wanted(request);
        Preview.Result result = store.read(tx -> preview.of(tx, wanted.user(), wanted.from(), wanted.to()))
                .orElseThrow(() -> RefusedException.conflict(
                                "the own card of '" + wanted.user().name() + "' has not the old number")
                        .as("own-card-number", wanted.from()));
        ObjectNode answer = Json.object().put("old", wanted.from()).put("new", wanted.to());
        answer.set("reached", view(result.reached()));
        answer.set(
                "held_back",
                Json.object().<ObjectNode>set("ask", view(result.asking())).set("never", view(result.never())));
        return ApiAnswer.ok(answer.put("audience", word(result.choice()))
                .put("blocked", result.blocked())
                .put("proved", result.proved())
                .put("shared", result.shared())
                .put(
                        "waits_for",
                        result.waitsFor()
                                .map(what -> what.name().toLowerCase(Locale.ROOT))
                                .orElse(null))
                .put("not_before", result.notBefore().map(Instant::toString).orElse(null))
                .put("over_limit", result.overLimit()));
    }

    private static String word(ChangerChoice choice) {
        return choice.audience().name().toLowerCase(Locale.ROOT);
    }

    private static ObjectNode view(Preview.Count count) {
        return Json.object().put("people", count.people()).put("cards", count.cards());
    }

    private ApiAnswer change(ApiRequest request) {
        Wanted wanted = wanted(request);
        return ApiAnswer.ok(store.write(tx -> {
            ObjectNode answer = Json.object().put("old", wanted.from()).put("new", wanted.to());
            if (wanted.until().isPresent()) {
                timetable.returning(tx, wanted.user(), wanted.to()).ifPresent(NumberChangeApi::refuse);
            }
            if (wanted.at().isEmpty()) {
                ownCards.change(tx, wanted.user(), Map.of(wanted.from(), wanted.to()))
                        .ifPresent(made -> answer.put("change", made.id())
                                .put("state", new ChangeView(tx, control.verification(), clock.instant()).state(made)));
            }
            if (wanted.at().isPresent() || wanted.until().isPresent()) {
                plan(tx, wanted);
                answer.set("scheduled", planned(tx, wanted.user()).path("scheduled"));
            }
            return answer;
        }));
    }

    private void plan(Transaction tx, Wanted wanted) {
        timetable
                .plan(tx, wanted.user(), wanted.from(), wanted.to(), wanted.at(), wanted.until())
                .ifPresent(NumberChangeApi::refuse);
        tx.afterCommit(control.wake());
    }

    private static void refuse(Timetable.Refusal refusal) {
        throw RefusedException.conflict(refusal.why()).as(refusal.code());
    }

    private ApiAnswer scheduled(ApiRequest request) {
        Principal.User user = users.find(request.path().get(1));
        return ApiAnswer.ok(store.read(tx -> planned(tx, user)));
    }

    private static ObjectNode planned(Transaction tx, Principal.User user) {
        return Json.object()
                .set("scheduled", Json.list(tx.scheduledEdits().of(user.id(), MOST), NumberChangeApi::view));
    }

    private static ObjectNode view(ScheduledEdit edit) {
        return Json.object()
                .put("id", edit.id())
                .put("old", edit.oldKey())
                .put("new", edit.newKey())
                .put("at", edit.due().toString())
                .put("state", edit.state().name().toLowerCase(Locale.ROOT))
                .put("reason", edit.reason());
    }

    private ApiAnswer cancel(ApiRequest request) {
        Principal.User user = users.find(request.path().get(1));
        String id = request.path().get(3);
        return ApiAnswer.ok(store.write(tx -> {
            ScheduledEdit edit = (id.matches("\\d{1,18}")
                            ? tx.scheduledEdits().find(user.id(), Long.parseLong(id))
                            : Optional.<ScheduledEdit>empty())
                    .orElseThrow(() -> RefusedException.missing("'" + user.name() + "' has planned no such change")
                            .as("no-plan"));
            if (!Timetable.cancel(tx, edit)) {
                throw RefusedException.conflict("it is not planned any more").as("no-plan");
            }
            return planned(tx, user);
        }));
    }
}
