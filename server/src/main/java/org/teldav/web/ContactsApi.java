package org.teldav.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.teldav.accounts.RefusedException;
import org.teldav.accounts.Users;
import org.teldav.cards.CardWriting;
import org.teldav.storage.Card;
import org.teldav.storage.CardId;
import org.teldav.storage.CardPut;
import org.teldav.storage.DeleteResult;
import org.teldav.storage.Principal;
import org.teldav.storage.PutResult;
import org.teldav.storage.Store;
import org.teldav.storage.StoredCard;
import org.teldav.storage.Transaction;
import org.teldav.vcard.Contact;
import org.teldav.vcard.ContactEdit;
import org.teldav.vcard.InvalidCardException;
import org.teldav.vcard.Photo;

/** A user's cards as people see them: found, shown, deleted. */
final class ContactsApi {
    private static final String CONTACT = "users/{user}/books/{book}/contacts/{card}";
    private static final int PAGE = 100;
    private static final int MOST_ENTRIES = 1000;
    private static final int LONGEST = 500;
    static final String OVERTAKEN = "the contact was changed meanwhile; look at it again";

    private final Store store;
    private final Users users;
    private final CardWriting writing;
    private final CardRoom room;
    private final Clock clock;

    ContactsApi(Store store, Users users, CardWriting writing, Clock clock) {
        this.store = store;
        this.users = users;
        this.writing = writing;
        this.room = new CardRoom(store, users);
        this.clock = clock;
    }

    List<Api.Route> routes() {
        return List.of(
                Api.Route.own("GET", "users/{user}/contacts", this::find),
                Api.Route.own("GET", CONTACT, this::show),
                Api.Route.own("PUT", CONTACT, this::edit)
                        .taking("version", "name", "family", "given", "numbers", "emails"),
                Api.Route.own("DELETE", CONTACT, this::delete));
    }

    private ApiAnswer find(ApiRequest request) {
        Principal.User user = users.find(request.path().get(1));
        int from = (int) request.number("from", 0, Integer.MAX_VALUE - PAGE);
        String typed = request.query().getOrDefault("q", "");
        List<ContactSearch.Found> all = store.read(tx -> new ContactSearch(tx, typed).find(user.id()));
        List<ContactSearch.Found> page = all.subList(Math.min(from, all.size()), Math.min(from + PAGE, all.size()));
        CardRoom.largest(request, page.stream().map(ContactSearch.Found::card).toList());
        ObjectNode answer = Json.object().put("total", all.size());
        Map<CardId, ObjectNode> rows = store.read(tx -> rows(tx, page));
        answer.set("contacts", Json.list(page, found -> row(found, rows)));
        if (from + PAGE < all.size()) {
            answer.put("next", from + PAGE);
        }
        return ApiAnswer.ok(answer);
    }

    /** What the list shows of each: of all else there may be megabytes. */
    private static Map<CardId, ObjectNode> rows(Transaction tx, List<ContactSearch.Found> page) {
        Map<CardId, ObjectNode> rows = new HashMap<>();
        List<Card> left = page.stream().map(ContactSearch.Found::card).toList();
        while (!left.isEmpty()) {
            List<Card> part = CardsApi.fitting(left);
            for (StoredCard card : tx.cards().read(part)) {
                rows.put(card.card().id(), row(Contact.of(card.content())));
            }
            left = left.subList(part.size(), left.size());
        }
        return rows;
    }

    /** Of one that is gone meanwhile only where it was. */
    private static ObjectNode row(ContactSearch.Found found, Map<CardId, ObjectNode> rows) {
        ObjectNode row = Json.object()
                .put("book", found.book().name())
                .put("book_name", found.book().displayName())
                .put("card", found.card().name());
        return row.setAll(
                Optional.ofNullable(rows.get(found.card().id())).orElseGet(() -> row(Contact.of(new byte[0]))));
    }

    /** What a list tells of a contact: its name, numbers and addresses. */
    static ObjectNode row(Contact contact) {
        ObjectNode row = Json.object().put("name", contact.name());
        row.set(
                "numbers",
                Json.texts(contact.numbers().stream().map(Contact.Entry::value).toList()));
        row.set(
                "emails",
                Json.texts(contact.emails().stream().map(Contact.Entry::value).toList()));
        return row;
    }

    private ApiAnswer show(ApiRequest request) {
        room.card(request);
        Principal.User user = users.find(request.path().get(1));
        CardPath path = path(request);
        return ApiAnswer.ok(store.read(tx -> {
            Card card = path.card(tx, user);
            byte[] content = tx.cards().read(card.id()).orElseThrow().content();
            boolean own =
                    tx.principals().ownCard(user.id()).filter(card.id()::equals).isPresent();
            ObjectNode view = view(card, Contact.of(content)).put("own", own).put("content", content);
            Optional<ContactEdit.Names> names = ContactEdit.Names.of(content);
            return view.put("family", names.map(ContactEdit.Names::family).orElse(null))
                    .put("given", names.map(ContactEdit.Names::given).orElse(null));
        }));
    }

    static ObjectNode view(Card card, Contact contact) {
        ObjectNode view = Json.object()
                .put("name", contact.name())
                .put("version", card.syncNumber())
                .put("modified", card.modified().toString())
                .put("photo", contact.photo().map(Photo::dataUri).orElse(null));
        view.set("about", Json.texts(contact.about()));
        view.set("numbers", Json.list(contact.numbers(), ContactsApi::entry));
        view.set("emails", Json.list(contact.emails(), ContactsApi::entry));
        view.set("addresses", Json.list(contact.addresses(), ContactsApi::entry));
        view.set("notes", Json.texts(contact.notes()));
        return view;
    }

    private static ObjectNode entry(Contact.Entry entry) {
        return Json.object().put("label", entry.label()).put("value", entry.value());
    }

    /** What follows from it follows as from a phone's PUT: an own card's numbers are a change. */
    private ApiAnswer edit(ApiRequest request) {
        room.card(request);
        Principal.User user = users.find(request.path().get(1));
        CardPath path = path(request);
        ContactEdit edit = edited(request);
        long version = request.whole("version")
                .orElseThrow(
                        () -> new ApiException(400, "the number 'version' is missing: the one that is to be edited"));
        return ApiAnswer.ok(store.write(user.id(), tx -> {
            Card card = path.card(tx, user);
            byte[] content = edit.apply(tx.cards().read(card.id()).orElseThrow().content())
                    .orElseThrow(
                            () -> RefusedException.conflict("this card is written in a way that can't be edited here")
                                    .as("card-unreadable"));
            PutResult result = tx.cards().put(put(user, card, content, version), clock.instant());
            if (!(result instanceof PutResult.Replaced) && !(result instanceof PutResult.Unchanged)) {
                throw RefusedException.conflict(OVERTAKEN).as("overtaken");
            }
            tx.locks().end(card.id().book(), card.name());
            return Json.object().put("result", result instanceof PutResult.Replaced ? "replaced" : "unchanged");
        }));
    }

    private static ContactEdit edited(ApiRequest request) {
        Optional<String> family = request.optionalText("family");
        Optional<String> given = request.optionalText("given");
        if (family.isPresent() != given.isPresent()) {
            throw new ApiException(400, "'family' and 'given' go together: one alone would say that there is no other");
        }
        Optional<ContactEdit.Names> names = family.map(name -> new ContactEdit.Names(name, given.orElseThrow()));
        ContactEdit edit =
                new ContactEdit(request.text("name"), names, request.texts("numbers"), request.texts("emails"));
        boolean large = edit.numbers().size() + edit.emails().size() > MOST_ENTRIES
                || Stream.of(List.of(edit.fullName()), edit.numbers(), edit.emails())
                        .flatMap(List::stream)
                        .anyMatch(value -> value.length() > LONGEST);
        if (edit.fullName().isEmpty() || large) {
            throw new ApiException(
                    400,
                    "a contact has a name, and its values are not over " + LONGEST + " characters",
                    "contact-empty");
        }
        return edit;
    }

    private CardPut put(Principal.User user, Card card, byte[] content, long version) {
        try {
            return writing.put(
                    card.id().book(),
                    card.name(),
                    content,
                    writing.region(user),
                    now -> now.filter(there -> there.syncNumber() == version).isPresent());
        } catch (InvalidCardException e) {
            throw RefusedException.conflict("that would be no card that could be stored: " + e.getMessage())
                    .as("card-invalid", e.getMessage());
        }
    }

    private ApiAnswer delete(ApiRequest request) {
        Principal.User user = users.find(request.path().get(1));
        CardPath path = path(request);
        if (!request.query().containsKey("version")) {
            throw new ApiException(400, "'version' is missing: the one that is to be deleted");
        }
        long version = request.number("version", 0, Long.MAX_VALUE);
        store.write(user.id(), tx -> {
            Card card = path.card(tx, user);
            DeleteResult result = tx.cards()
                    .delete(card.id().book(), card.name(), now -> now.syncNumber() == version, clock.instant());
            if (result instanceof DeleteResult.ConditionFailed) {
                throw RefusedException.conflict(OVERTAKEN).as("overtaken");
            }
            return result;
        });
        return ApiAnswer.ok(Json.object().put("result", "deleted"));
    }

    private static CardPath path(ApiRequest request) {
        return new CardPath(request.path().get(3), request.path().get(5));
    }
}
