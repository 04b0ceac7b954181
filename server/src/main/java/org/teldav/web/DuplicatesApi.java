package org.teldav.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.teldav.accounts.RefusedException;
import org.teldav.accounts.Users;
import org.teldav.cards.CardWriting;
import org.teldav.storage.BookId;
import org.teldav.storage.Card;
import org.teldav.storage.CardPut;
import org.teldav.storage.DeleteResult;
import org.teldav.storage.IndexRow;
import org.teldav.storage.Principal;
import org.teldav.storage.PutResult;
import org.teldav.storage.Store;
import org.teldav.storage.StoredCard;
import org.teldav.storage.Transaction;
import org.teldav.vcard.CardDifference;
import org.teldav.vcard.CardMerge;
import org.teldav.vcard.Contact;
import org.teldav.vcard.InvalidCardException;

/** Cards of one book that may be about one person: found, and made one (docs/decisions/merging.md). */
final class DuplicatesApi {
    private static final String MERGE = "users/{user}/books/{book}/contacts/{card}/merge/{twin}";
    private static final int PAGE = 25;

    private final Store store;
    private final Users users;
    private final CardWriting writing;
    private final CardRoom room;
    private final int cardLimit;
    private final Clock clock;

    /** @param cardLimit bytes of a card */
    DuplicatesApi(Store store, Users users, CardWriting writing, int cardLimit, Clock clock) {
        this.store = store;
        this.users = users;
        this.writing = writing;
        this.room = new CardRoom(store, users);
        this.cardLimit = cardLimit;
        this.clock = clock;
    }

    List<Api.Route> routes() {
        return List.of(
                Api.Route.own("GET", "users/{user}/books/{book}/duplicates", this::find),
                Api.Route.own("GET", MERGE, this::preview),
                Api.Route.own("POST", MERGE, this::merge).taking("version", "other_version"));
    }

    private ApiAnswer find(ApiRequest request) {
        Principal.User user = users.find(request.path().get(1));
        int from = (int) request.number("from", 0, Integer.MAX_VALUE - PAGE);
        BookId book =
                store.read(tx -> CardPath.book(tx, user, request.path().get(3)).id());
        List<DuplicateSearch.Found> all = store.read(tx -> DuplicateSearch.find(tx, book));
        List<DuplicateSearch.Found> page = all.subList(Math.min(from, all.size()), Math.min(from + PAGE, all.size()));
        List<Card> cards = store.read(tx -> tx.cards().numbered(book, numbers(page)));
        CardRoom.largest(request, cards);
        ObjectNode answer = Json.object().put("total", all.size());
        answer.set("pairs", pairs(store.read(tx -> rows(tx, user, cards)), page));
        if (from + PAGE < all.size()) {
            answer.put("next", from + PAGE);
        }
        return ApiAnswer.ok(answer);
    }

    private static Set<Long> numbers(List<DuplicateSearch.Found> page) {
        Set<Long> numbers = new LinkedHashSet<>();
        page.forEach(found ->
                numbers.addAll(List.of(found.pair().first(), found.pair().second())));
        return numbers;
    }

    /** One that is gone by now is left out. */
    private static ArrayNode pairs(Map<Long, ObjectNode> rows, List<DuplicateSearch.Found> page) {
        ArrayNode pairs = Json.array();
        for (DuplicateSearch.Found found : page) {
            ObjectNode first = rows.get(found.pair().first());
            ObjectNode second = rows.get(found.pair().second());
            if (first != null && second != null) {
                ObjectNode pair = pairs.addObject();
                pair.set("reasons", Json.list(found.reasons(), DuplicatesApi::word));
                pair.putArray("cards").add(first.deepCopy()).add(second.deepCopy());
            }
        }
        return pairs;
    }

    private static JsonNode word(DuplicateSearch.Reason reason) {
        return Json.object().textNode(reason.name().toLowerCase(Locale.ROOT));
    }

    private static Map<Long, ObjectNode> rows(Transaction tx, Principal.User user, List<Card> cards) {
        Map<Long, ObjectNode> rows = new HashMap<>();
        List<Card> left = new ArrayList<>(cards);
        while (!left.isEmpty()) {
            List<Card> part = CardsApi.fitting(left);
            for (StoredCard stored : tx.cards().read(part)) {
                rows.put(stored.card().id().number(), row(tx, user, stored));
            }
            left = left.subList(part.size(), left.size());
        }
        return rows;
    }

    private static ObjectNode row(Transaction tx, Principal.User user, StoredCard stored) {
        return Json.object()
                .put("card", stored.card().name())
                .put("own", isOwn(tx, user, stored.card()))
                .setAll(ContactsApi.row(Contact.of(stored.content())));
    }

    private static boolean isOwn(Transaction tx, Principal.User user, Card card) {
        return tx.principals().ownCard(user.id()).filter(card.id()::equals).isPresent();
    }

    /** @param kept the one that stays, and gets what the other has more @param other the one that goes */
    private record Twins(StoredCard kept, StoredCard other, CardMerge merge) {}

    private Twins twins(Transaction tx, Principal.User user, ApiRequest request) {
        String book = request.path().get(3);
        Card kept = new CardPath(book, request.path().get(5)).card(tx, user);
        Card other = new CardPath(book, request.path().get(7)).card(tx, user);
        if (kept.id().equals(other.id())) {
            throw RefusedException.invalid("these are one card, not two").as("merge-same");
        } else if (isOwn(tx, user, other)) {
            throw RefusedException.conflict("the own card can't go: keep it, and let the other one go")
                    .as("merge-own");
        }
        StoredCard first = tx.cards().read(kept.id()).orElseThrow();
        StoredCard second = tx.cards().read(other.id()).orElseThrow();
        Optional<String> region = writing.region(user);
        CardMerge merge = CardMerge.of(first.content(), second.content(), value -> writing.key(value, region))
                .orElseThrow(() -> RefusedException.conflict(
                                "one of them is a group of contacts, or is written in a way that can't be merged here")
                        .as("merge-unreadable"));
        if (merge.content().length > cardLimit) {
            throw RefusedException.conflict("both together are larger than a card may be")
                    .as("merge-large");
        }
        return new Twins(first, second, merge);
    }

    private ApiAnswer preview(ApiRequest request) {
        room.card(request);
        Principal.User user = users.find(request.path().get(1));
        return ApiAnswer.ok(store.read(tx -> {
            Twins twins = twins(tx, user, request);
            put(user, twins);
            Contact contact = Contact.of(twins.merge.content());
            ObjectNode view = ContactsApi.view(twins.kept.card(), contact)
                    .put("other_version", twins.other.card().syncNumber())
                    .put("own", isOwn(tx, user, twins.kept.card()))
                    .put("content", twins.merge.content());
            view.set(
                    "added",
                    Json.texts(CardDifference.between(twins.kept.content(), twins.merge.content()).stream()
                            .flatMap(difference -> difference.after().stream())
                            .toList()));
            return view.set("left_out", Json.texts(twins.merge.leftOut()));
        }));
    }

    /** In one transaction, and only where both are what was looked at. */
    private ApiAnswer merge(ApiRequest request) {
        room.card(request);
        Principal.User user = users.find(request.path().get(1));
        long version = version(request, "version");
        long otherVersion = version(request, "other_version");
        return ApiAnswer.ok(store.write(user.id(), tx -> {
            Instant now = clock.instant();
            Twins twins = twins(tx, user, request);
            Card kept = twins.kept.card();
            Card other = twins.other.card();
            boolean same = kept.syncNumber() == version && other.syncNumber() == otherVersion;
            if (!same || !isDone(tx.cards().put(known(tx, put(user, twins), twins), now)) || !isGone(tx, other, now)) {
                throw RefusedException.conflict(ContactsApi.OVERTAKEN).as("overtaken");
            }
            tx.locks().end(kept.id().book(), kept.name());
            new ContactGroups(writing, writing.region(user), other.id().book())
                    .replace(tx, other.uid(), kept.uid(), now);
            return Json.object().put("result", "merged");
        }));
    }

    private static boolean isDone(PutResult result) {
        return result instanceof PutResult.Replaced || result instanceof PutResult.Unchanged;
    }

    private static boolean isGone(Transaction tx, Card card, Instant now) {
        return tx.cards().delete(card.id().book(), card.name(), there -> there.syncNumber() == card.syncNumber(), now)
                instanceof DeleteResult.Deleted;
    }

    private CardPut put(Principal.User user, Twins twins) {
        Card kept = twins.kept.card();
        try {
            return writing.put(
                    kept.id().book(),
                    kept.name(),
                    twins.merge.content(),
                    writing.region(user),
                    there -> there.filter(card -> card.syncNumber() == kept.syncNumber())
                            .isPresent());
        } catch (InvalidCardException e) {
            throw RefusedException.conflict("that would be no card that could be stored: " + e.getMessage())
                    .as("card-invalid", e.getMessage());
        }
    }

    /** What was known of the other card's numbers, whose they are, is known of them here, too; of one that both have, the kept one's word goes. */
    private static CardPut known(Transaction tx, CardPut put, Twins twins) {
        Map<String, OptionalLong> about = new HashMap<>();
        for (StoredCard card : List.of(twins.other, twins.kept)) {
            for (IndexRow row : tx.cards().index(card.card().id())) {
                row.key().filter(key -> row.about().isPresent()).ifPresent(key -> about.put(key, row.about()));
            }
        }
        List<IndexRow> rows = put.index().stream()
                .map(row -> new IndexRow(
                        row.kind(),
                        row.position(),
                        row.key(),
                        row.text(),
                        row.key().map(about::get).orElse(OptionalLong.empty())))
                .toList();
        return put.with(rows);
    }

    private static long version(ApiRequest request, String field) {
        return request.whole(field)
                .orElseThrow(() ->
                        new ApiException(400, "the number '" + field + "' is missing: the one that was looked at"));
    }
}
