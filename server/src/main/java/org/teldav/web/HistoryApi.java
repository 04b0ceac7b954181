package org.teldav.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.teldav.accounts.RefusedException;
import org.teldav.accounts.Users;
import org.teldav.cards.CardWriting;
import org.teldav.propagation.HolderJournal;
import org.teldav.storage.BookId;
import org.teldav.storage.CardPut;
import org.teldav.storage.CardVersion;
import org.teldav.storage.Principal;
import org.teldav.storage.PutResult;
import org.teldav.storage.Store;
import org.teldav.storage.StoredCard;
import org.teldav.storage.Transaction;
import org.teldav.vcard.CardDifference;
import org.teldav.vcard.Contact;
import org.teldav.vcard.InvalidCardException;

/** The versions of a card: listed, shown beside each other, and brought back. */
final class HistoryApi {
    private static final String HISTORY = "users/{user}/books/{book}/history/{card}";

    private final Store store;
    private final Users users;
    private final CardWriting writing;
    private final HolderJournal journal;
    private final CardRoom room;
    private final Clock clock;

    HistoryApi(Store store, Users users, CardWriting writing, HolderJournal journal, Clock clock) {
        this.store = store;
        this.users = users;
        this.writing = writing;
        this.journal = journal;
        this.room = new CardRoom(store, users);
        this.clock = clock;
    }

    List<Api.Route> routes() {
        return List.of(
                Api.Route.own("GET", HISTORY, this::list),
                Api.Route.own("GET", HISTORY + "/{version}", this::show),
                Api.Route.own("POST", HISTORY + "/{version}/restore", this::restore));
    }

    private ApiAnswer list(ApiRequest request) {
        room.versions(request);
        Principal.User user = users.find(request.path().get(1));
        return ApiAnswer.ok(store.read(tx -> {
            Place place = place(tx, user, request);
            ArrayNode versions = Json.array();
            Optional<StoredCard> now = place.now(tx);
            now.ifPresent(stored -> versions.add(Json.object()
                    .put("version", stored.card().syncNumber())
                    .put("bytes", stored.card().size())
                    .put("stored", stored.card().modified().toString())
                    .putNull("ended")));
            place.history(tx).forEach(version -> versions.add(view(version)));
            if (versions.isEmpty()) {
                throw place.missing();
            }
            long newest = versions.get(0).path("version").asLong();
            return Json.object()
                    .put("name", Contact.name(now.map(StoredCard::content).orElseGet(() -> place.version(tx, newest))))
                    .set("versions", versions);
        }));
    }

    private static ObjectNode view(CardVersion version) {
        return Json.object()
                .put("version", version.syncNumber())
                .put("bytes", version.size())
                .put("stored", version.stored().toString())
                .put("ended", version.ended().toString());
    }

    /** Beside another version, or beside what is there now. */
    private ApiAnswer show(ApiRequest request) {
        room.versions(request);
        Principal.User user = users.find(request.path().get(1));
        long other = request.number("to", 0, Long.MAX_VALUE);
        return ApiAnswer.ok(store.read(tx -> {
            Place place = place(tx, user, request);
            byte[] content = place.version(tx, version(request));
            byte[] beside = other > 0
                    ? place.version(tx, other)
                    : place.now(tx).map(StoredCard::content).orElseGet(() -> new byte[0]);
            ObjectNode answer = Json.object().put("content", content);
            answer.set(
                    "differences",
                    Json.list(
                            CardDifference.between(content, beside),
                            difference -> Json.object()
                                    .put("property", difference.property())
                                    .put("before", difference.before().orElse(null))
                                    .put("after", difference.after().orElse(null))));
            return answer;
        }));
    }

    /** What follows from it follows as from a phone's PUT: an own card's numbers are a change, and one that was deleted is the own card again, unless there is another by now. */
    private ApiAnswer restore(ApiRequest request) {
        room.versions(request);
        Principal.User user = users.find(request.path().get(1));
        String result = store.write(user.id(), tx -> {
            Place place = place(tx, user, request);
            byte[] content = place.version(tx, version(request));
            return result(tx, place, tx.cards().put(put(tx, user, place, content), clock.instant()));
        });
        return ApiAnswer.ok(Json.object().put("result", result));
    }

    private CardPut put(Transaction tx, Principal.User user, Place place, byte[] content) {
        try {
            Optional<String> region = writing.region(user);
            return journal.known(tx, writing.put(place.book(), place.name(), content, region, CardPut.ALWAYS), region);
        } catch (InvalidCardException e) {
            throw RefusedException.conflict("that version is no card that could be stored today: " + e.getMessage())
                    .as("version-invalid", e.getMessage());
        }
    }

    private static String result(Transaction tx, Place place, PutResult result) {
        if (result instanceof PutResult.UidConflict conflict) {
            throw RefusedException.conflict("the contact is in the book as '" + conflict.existingName()
                            + "', or another one is in its place; move that away first")
                    .as("restore-elsewhere", conflict.existingName());
        }
        if (result instanceof PutResult.Missing) {
            throw place.missing();
        }
        if (result instanceof PutResult.Replaced) {
            tx.locks().end(place.book(), place.name());
            return "replaced";
        }
        return result instanceof PutResult.Created ? "created" : "unchanged";
    }

    private static long version(ApiRequest request) {
        String version = request.path().get(6);
        if (!version.matches("\\d{1,18}")) {
            throw new ApiException(404, "'" + version + "' is not the number of a version");
        }
        return Long.parseLong(version);
    }

    private static Place place(Transaction tx, Principal.User user, ApiRequest request) {
        String book = request.path().get(3);
        String card = request.path().get(5);
        return new Place(
                CardPath.book(tx, user, book).id(),
                card,
                "'" + user.name() + "' has had no card '" + book + "/" + card + "'");
    }

    /** A name in a book, whatever card was or is there. */
    private record Place(BookId book, String name, String otherwise) {
        Optional<StoredCard> now(Transaction tx) {
            return tx.cards().read(book, name);
        }

        List<CardVersion> history(Transaction tx) {
            return tx.cards().history(book, name);
        }

        byte[] version(Transaction tx, long number) {
            return now(tx).filter(stored -> stored.card().syncNumber() == number)
                    .map(StoredCard::content)
                    .or(() -> history(tx).stream()
                            .filter(version -> version.syncNumber() == number)
                            .findFirst()
                            .flatMap(version -> tx.cards().version(version.id(), number)))
                    .orElseThrow(() -> RefusedException.missing("there is no version " + number + " of it any more")
                            .as("version-gone", number));
        }

        RefusedException missing() {
            return RefusedException.missing(otherwise).as("no-card");
        }
    }
}
