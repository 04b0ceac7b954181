package org.teldav.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.teldav.accounts.RefusedException;
import org.teldav.accounts.Users;
import org.teldav.storage.AddressBook;
import org.teldav.storage.Card;
import org.teldav.storage.ChangerChoice;
import org.teldav.storage.HolderChoice;
import org.teldav.storage.HolderChoice.Place;
import org.teldav.storage.Principal;
import org.teldav.storage.Store;
import org.teldav.storage.Transaction;

/** What users chose of how changes are carried (propagation.md, "Choices"). */
final class PreferencesApi {
    private static final int MOST = 10_000;
    private static final int LONGEST_UID = 1024;

    /** Takes a choice back, so that the next wider place decides. */
    private static final String UNSET = "default";

    private final Store store;
    private final Users users;
    private final Clock clock;

    PreferencesApi(Store store, Users users, Clock clock) {
        this.store = store;
        this.users = users;
        this.clock = clock;
    }

    List<Api.Route> routes() {
        return List.of(
                Api.Route.own("GET", "users/{user}/prefs", this::show),
                Api.Route.own("PUT", "users/{user}/prefs", this::set)
                        .taking(
                                "book",
                                "contact",
                                "uid",
                                "mode",
                                "old_number",
                                "audience",
                                "scope",
                                "block",
                                "unblock",
                                "show_in",
                                "hide_from"),
                Api.Route.own(
                        "PUT", "users/{user}/prefs/blocked/{other}", request -> one(request, PreferencesApi::block)),
                Api.Route.own(
                        "DELETE",
                        "users/{user}/prefs/blocked/{other}",
                        request -> one(request, PreferencesApi::unblock)),
                Api.Route.own(
                        "PUT",
                        "users/{user}/prefs/directory/{group}",
                        request -> one(request, (tx, user, name) -> directory(tx, user, name, true))),
                Api.Route.own(
                        "DELETE",
                        "users/{user}/prefs/directory/{group}",
                        request -> one(request, (tx, user, name) -> directory(tx, user, name, false))));
    }

    private ApiAnswer show(ApiRequest request) {
        Principal.User user = users.find(request.path().get(1));
        return ApiAnswer.ok(store.read(tx -> view(tx, user)));
    }

    /** All that the request has, or nothing. */
    private ApiAnswer set(ApiRequest request) {
        Principal.User user = users.find(request.path().get(1));
        return ApiAnswer.ok(store.write(user.id(), tx -> {
            setChanger(tx, user, request);
            Place place = place(tx, user, request);
            if (request.body().has("mode") || request.body().has("old_number")) {
                setHolder(tx, place, request);
            } else if (!place.equals(Place.everywhere(user.id()))) {
                throw RefusedException.invalid("'book', 'contact' and 'uid' are where 'mode' or 'old_number' holds");
            }
            request.texts("block").forEach(name -> block(tx, user, name));
            for (String name : request.texts("unblock")) {
                if (!unblock(tx, user, name)) {
                    throw RefusedException.missing("'" + name + "' is not blocked by '" + user.name() + "'");
                }
            }
            request.texts("show_in").forEach(name -> directory(tx, user, name, true));
            request.texts("hide_from").forEach(name -> directory(tx, user, name, false));
            return view(tx, user);
        }));
    }

    private static void setChanger(Transaction tx, Principal.User user, ApiRequest request) {
        ChangerChoice before = tx.preferences().changer(user.id());
        ChangerChoice after = new ChangerChoice(
                request.optionalText("audience")
                        .map(text -> value("audience", ChangerChoice.Audience.class, text, ""))
                        .orElse(before.audience()),
                request.optionalText("scope")
                        .map(text -> value("scope", ChangerChoice.Scope.class, text, ""))
                        .orElse(before.scope()));
        if (!after.equals(before)) {
            tx.preferences().setChanger(user.id(), after);
        }
    }

    private static void setHolder(Transaction tx, Place place, ApiRequest request) {
        Optional<HolderChoice> before = at(tx, place);
        HolderChoice after = new HolderChoice(
                place,
                chosen(request, "mode", HolderChoice.Mode.class, before.flatMap(HolderChoice::mode)),
                chosen(request, "old_number", HolderChoice.OldNumber.class, before.flatMap(HolderChoice::oldNumber)));
        if (before.isEmpty() && tx.preferences().countOfHolder(place.home()) >= MOST) {
            throw RefusedException.conflict("there are " + MOST + " choices already; take some back first")
                    .as("choices-most", MOST);
        }
        tx.preferences().setHolder(after);
    }

    private static Optional<HolderChoice> at(Transaction tx, Place place) {
        return tx.preferences().ofHolder(place.home(), MOST).stream()
                .filter(choice -> choice.place().equals(place))
                .findFirst();
    }

    private static <E extends Enum<E>> Optional<E> chosen(
            ApiRequest request, String field, Class<E> type, Optional<E> before) {
        Optional<String> text = request.optionalText(field);
        if (text.isEmpty()) {
            return before;
        }
        return text.filter(value -> !value.equalsIgnoreCase(UNSET))
                .map(value -> value(field, type, value, " or " + UNSET));
    }

    /** @param other what may stand there, too */
    private static <E extends Enum<E>> E value(String field, Class<E> type, String text, String other) {
        return Arrays.stream(type.getEnumConstants())
                .filter(value -> value.name().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> RefusedException.invalid("'" + field + "' has to be one of "
                        + Arrays.stream(type.getEnumConstants())
                                .map(PreferencesApi::word)
                                .collect(Collectors.joining(", "))
                        + other));
    }

    private static Place place(Transaction tx, Principal.User user, ApiRequest request) {
        Optional<String> book = request.optionalText("book");
        Optional<String> contact = request.optionalText("contact");
        Optional<String> uid = request.optionalText("uid");
        if (List.of(book, contact, uid).stream().filter(Optional::isPresent).count() > 1) {
            throw RefusedException.invalid("one of 'book', 'contact' and 'uid' at a time");
        }
        if (book.isPresent()) {
            return Place.book(CardPath.book(tx, user, book.get()).id());
        } else if (contact.isPresent()) {
            Card card = CardPath.of(contact.get()).card(tx, user);
            return Place.contact(user.id(), card.uid());
        } else if (uid.isPresent()) {
            return Place.contact(user.id(), uid(uid.get()));
        }
        return Place.everywhere(user.id());
    }

    private static String uid(String uid) {
        if (uid.isEmpty() || uid.length() > LONGEST_UID || uid.indexOf('\0') >= 0) {
            throw RefusedException.invalid("a UID has 1 to " + LONGEST_UID + " characters");
        }
        return uid;
    }

    /** Only somebody whom the user can see: else it would tell who there is. @return whether that is new */
    private static boolean block(Transaction tx, Principal.User user, String name) {
        Principal.User other = tx.principals()
                .user(name)
                .filter(found -> found.id() != user.id() && tx.principals().shareGroup(user.id(), found.id()))
                .orElseThrow(() -> RefusedException.missing(
                                "nobody in the groups of '" + user.name() + "' is '" + name + "'")
                        .as("nobody-in-groups", name));
        if (tx.preferences().blockedIds(user.id()).size() >= MOST) {
            throw RefusedException.conflict(MOST + " users are blocked already").as("blocked-most", MOST);
        }
        return tx.preferences().block(user.id(), other.id());
    }

    private static boolean unblock(Transaction tx, Principal.User user, String name) {
        return tx.principals()
                .user(name)
                .filter(other -> tx.preferences().unblock(user.id(), other.id()))
                .isPresent();
    }

    /** In the directory of a group that the user is in: of others nothing is told. @return whether that is new */
    private boolean directory(Transaction tx, Principal.User user, String name, boolean shown) {
        Principal.Group group = tx.principals().groupsOf(user.id()).stream()
                .filter(of -> Users.names(name, of.name()))
                .findFirst()
                .orElseThrow(() -> RefusedException.missing("'" + user.name() + "' is in no group '" + name + "'")
                        .as("not-in-group", name));
        return tx.principals().setShown(group.id(), user.id(), shown, clock.instant());
    }

    /** One of these, of whom or what the path's last segment names. */
    private ApiAnswer one(ApiRequest request, Named work) {
        Principal.User user = users.find(request.path().get(1));
        String name = request.path().get(4);
        boolean changed = store.write(user.id(), tx -> work.apply(tx, user, name));
        return ApiAnswer.ok(Json.object().put("changed", changed));
    }

    @FunctionalInterface
    private interface Named {
        boolean apply(Transaction tx, Principal.User user, String name);
    }

    private static ObjectNode view(Transaction tx, Principal.User user) {
        ChangerChoice changer = tx.preferences().changer(user.id());
        ObjectNode view =
                Json.object().put("audience", word(changer.audience())).put("scope", word(changer.scope()));
        view.set(
                "blocked",
                Json.list(
                        tx.preferences().blocked(user.id()),
                        other -> Json.object().textNode(other.name())));
        view.set(
                "directory",
                Json.list(
                        tx.principals().shownIn(user.id()),
                        group -> Json.object().textNode(group.name())));
        List<HolderChoice> choices = tx.preferences().ofHolder(user.id(), MOST);
        view.set("choices", Json.list(choices, choice -> view(tx, choice)));
        return view;
    }

    private static ObjectNode view(Transaction tx, HolderChoice choice) {
        Optional<String> book = choice.place().book().isEmpty()
                ? Optional.empty()
                : tx.books()
                        .find(new org.teldav.storage.BookId(
                                choice.place().home(), choice.place().book().getAsLong()))
                        .map(AddressBook::name);
        return Json.object()
                .put("book", book.orElse(null))
                .put("uid", choice.place().uid().orElse(null))
                .put("mode", choice.mode().map(PreferencesApi::word).orElse(UNSET))
                .put("old_number", choice.oldNumber().map(PreferencesApi::word).orElse(UNSET));
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
