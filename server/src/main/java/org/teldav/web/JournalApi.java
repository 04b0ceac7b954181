package org.teldav.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.teldav.accounts.RefusedException;
import org.teldav.accounts.Users;
import org.teldav.propagation.HolderJournal;
import org.teldav.propagation.HolderJournal.Outcome;
import org.teldav.propagation.PropagationMetrics;
import org.teldav.storage.BookId;
import org.teldav.storage.Card;
import org.teldav.storage.CardId;
import org.teldav.storage.Principal;
import org.teldav.storage.Rewrite;
import org.teldav.storage.Store;
import org.teldav.storage.Transaction;
import org.teldav.vcard.Contact;

/** A holder's journal and inbox: what came of others' changes in their books, and their last word on it. */
final class JournalApi {
    private static final int TOGETHER = 100;

    /** Change, book and card: of one holder no two lines have the same. */
    private static final Pattern ID = Pattern.compile("(\\d{1,18})-(\\d{1,18})-(\\d{1,18})");

    private final Store store;
    private final Users users;
    private final HolderJournal journal;
    private final PropagationMetrics counted;

    JournalApi(Store store, Users users, HolderJournal journal, PropagationMetrics counted) {
        this.store = store;
        this.users = users;
        this.journal = journal;
        this.counted = counted;
    }

    List<Api.Route> routes() {
        return List.of(
                Api.Route.own("GET", "users/{user}/journal", this::list),
                Api.Route.own("POST", "users/{user}/journal/{id}/undo", request -> word(request, journal::undo)),
                Api.Route.own("GET", "users/{user}/inbox", this::inbox),
                Api.Route.own("POST", "users/{user}/inbox/{id}/accept", request -> word(request, journal::accept)),
                Api.Route.own("POST", "users/{user}/inbox/{id}/refuse", request -> word(request, journal::refuse)));
    }

    static String id(Rewrite line) {
        return line.change() + "-" + line.card().book().book() + "-"
                + line.card().number();
    }

    private ApiAnswer list(ApiRequest request) {
        Principal.User user = users.find(request.path().get(1));
        int limit = request.limit();
        List<Rewrite> lines = store.read(tx -> tx.changes().journal(user.id(), limit));
        return ApiAnswer.ok(Json.object().set("journal", views(request, lines)));
    }

    private ApiAnswer inbox(ApiRequest request) {
        Principal.User user = users.find(request.path().get(1));
        int limit = request.limit();
        List<Rewrite> lines = store.read(tx -> tx.changes().offers(user.id(), limit));
        return ApiAnswer.ok(Json.object().set("offers", views(request, lines)));
    }

    /** With whose cards they are, as their holder calls them: a phone's names of cards say nothing. */
    private ArrayNode views(ApiRequest request, List<Rewrite> lines) {
        ArrayNode views = Json.array();
        for (int from = 0; from < lines.size(); from += TOGETHER) {
            List<Rewrite> some = lines.subList(from, Math.min(lines.size(), from + TOGETHER));
            Map<CardId, String> contacts = contacts(request, some);
            store.read(tx -> views.addAll(some.stream()
                    .map(line -> ChangesApi.view(tx, line)
                            .put(
                                    "contact",
                                    Optional.ofNullable(contacts.get(line.card()))
                                            .filter(name -> !name.isEmpty())
                                            .orElse(null)))
                    .toList()));
        }
        return views;
    }

    /** The names on those that are there. */
    private Map<CardId, String> contacts(ApiRequest request, List<Rewrite> lines) {
        Map<BookId, Set<Long>> wanted = new HashMap<>();
        lines.forEach(line -> wanted.computeIfAbsent(line.card().book(), any -> new TreeSet<>())
                .add(line.card().number()));
        Map<CardId, String> names = new HashMap<>();
        wanted.forEach((book, numbers) -> {
            List<Card> left = store.read(tx -> tx.cards().numbered(book, numbers));
            CardRoom.largest(request, left);
            while (!left.isEmpty()) {
                List<Card> part = CardsApi.fitting(left);
                store.read(tx -> tx.cards().read(part))
                        .forEach(card -> names.put(card.card().id(), Contact.name(card.content())));
                left = left.subList(part.size(), left.size());
            }
        });
        return names;
    }

    private interface Word {
        Outcome say(Transaction tx, Rewrite line);
    }

    private ApiAnswer word(ApiRequest request, Word word) {
        Principal.User user = users.find(request.path().get(1));
        String id = request.path().get(3);
        Outcome outcome = store.write(user.id(), tx -> word.say(tx, line(tx, user, id)));
        if (outcome instanceof Outcome.Impossible impossible) {
            throw RefusedException.conflict(impossible.why()).as(impossible.code());
        }
        if (outcome instanceof Outcome.GivenBack || outcome instanceof Outcome.NumberGivenBack) {
            counted.undone();
        } else if (outcome instanceof Outcome.Accepted) {
            counted.rewritten();
        }
        ObjectNode answer = Json.object().put("result", result(outcome));
        return ApiAnswer.ok(answer);
    }

    private static Rewrite line(Transaction tx, Principal.User user, String id) {
        Matcher matcher = ID.matcher(id);
        if (!matcher.matches()) {
            throw new ApiException(404, "'" + id + "' is not the number of a line");
        }
        CardId card =
                new CardId(new BookId(user.id(), Long.parseLong(matcher.group(2))), Long.parseLong(matcher.group(3)));
        return tx.changes()
                .rewrite(Long.parseLong(matcher.group(1)), card)
                .orElseThrow(() -> RefusedException.missing(
                                "there is no line " + id + " in the journal of '" + user.name() + "'")
                        .as("no-line"));
    }

    /** As in {@code given back}. */
    private static String result(Outcome outcome) {
        return outcome.getClass()
                .getSimpleName()
                .replaceAll("(?<=.)([A-Z])", " $1")
                .toLowerCase(Locale.ROOT);
    }
}
