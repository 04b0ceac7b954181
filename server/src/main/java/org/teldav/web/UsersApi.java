package org.teldav.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.teldav.accounts.NewUser;
import org.teldav.accounts.SecondFactor;
import org.teldav.accounts.Users;
import org.teldav.storage.AddressBook;
import org.teldav.storage.Cards;
import org.teldav.storage.Claim;
import org.teldav.storage.Principal;
import org.teldav.storage.Store;
import org.teldav.storage.Transaction;

/** Users. */
final class UsersApi {
    private final Store store;
    private final Users users;
    private final SecondFactor secondFactor;

    UsersApi(Store store, Users users, SecondFactor secondFactor) {
        this.store = store;
        this.users = users;
        this.secondFactor = secondFactor;
    }

    List<Api.Route> routes() {
        return List.of(
                Api.Route.of("GET", "users", this::list),
                Api.Route.of("POST", "users", this::add)
                        .taking("name", "full_name", "tel", "email", "groups", "region", "admin", "password"),
                Api.Route.own("GET", "users/{user}", this::show),
                Api.Route.own("GET", "users/{user}/administrators", this::administrators),
                Api.Route.of("DELETE", "users/{user}", this::remove),
                Api.Route.of("PUT", "users/{user}/password", this::password).taking("password"),
                Api.Route.of("PUT", "users/{user}/full-name", this::rename).taking("full_name"),
                Api.Route.of("PUT", "users/{user}/disabled", this::disabled).taking("disabled"),
                Api.Route.of("DELETE", "users/{user}/second-factor", this::secondFactorOff));
    }

    private ApiAnswer list(ApiRequest request) {
        return ApiAnswer.ok(Json.object().set("users", Json.list(users.list(), UsersApi::view)));
    }

    private ApiAnswer add(ApiRequest request) {
        Users.Added added = users.add(new NewUser(
                request.text("name"),
                request.optionalText("full_name"),
                request.texts("tel"),
                request.texts("email"),
                request.texts("groups"),
                request.optionalText("region"),
                request.flag("admin"),
                request.text("password")));
        ObjectNode made = detail(added.user());
        made.set("waits", Json.texts(store.read(tx -> waits(tx, added.user()))));
        made.set("new_groups", Json.texts(added.newGroups()));
        return ApiAnswer.created(made);
    }

    /** A sentence for each number that somebody else holds. */
    private static List<String> waits(Transaction tx, Principal.User user) {
        return tx.claims().of(user.id()).stream()
                .filter(claim -> claim.state() == Claim.State.WAITING)
                .map(claim -> NumbersApi.held(tx, user, claim.key(), holders(tx, claim)))
                .toList();
    }

    private static Set<Long> holders(Transaction tx, Claim claim) {
        return tx.claims().on(claim.key()).stream()
                .filter(other -> other.state() == Claim.State.VERIFIED)
                .map(Claim::user)
                .collect(Collectors.toSet());
    }

    private ApiAnswer show(ApiRequest request) {
        return ApiAnswer.ok(detail(users.find(request.path().get(1))));
    }

    /** Those whom the user may know of: who shares no group with them is as if they were not there. */
    private ApiAnswer administrators(ApiRequest request) {
        Principal.User user = users.find(request.path().get(1));
        List<String> names = store.read(tx -> tx.principals().groupsOf(user.id()).stream()
                .flatMap(group -> tx.principals().members(group.id()).stream())
                .filter(member -> member.admin() && !member.disabled() && member.id() != user.id())
                .map(Principal.User::displayName)
                .distinct()
                .sorted()
                .toList());
        return ApiAnswer.ok(Json.object().set("administrators", Json.texts(names)));
    }

    private ApiAnswer remove(ApiRequest request) {
        users.remove(request.path().get(1));
        return ApiAnswer.ok(Json.object());
    }

    private ApiAnswer password(ApiRequest request) {
        users.setPassword(request.path().get(1), request.text("password"));
        return ApiAnswer.ok(Json.object());
    }

    private ApiAnswer rename(ApiRequest request) {
        return ApiAnswer.ok(view(users.rename(request.path().get(1), request.text("full_name"))));
    }

    private ApiAnswer disabled(ApiRequest request) {
        users.setDisabled(request.path().get(1), request.saidFlag("disabled"));
        return ApiAnswer.ok(Json.object());
    }

    private ApiAnswer secondFactorOff(ApiRequest request) {
        boolean changed = secondFactor.off(users.find(request.path().get(1)));
        return ApiAnswer.ok(Json.object().put("changed", changed));
    }

    /** One line of a list. */
    static ObjectNode view(Principal.User user) {
        return Json.object()
                .put("name", user.name())
                .put("full_name", user.displayName())
                .put("region", user.region().orElse(null))
                .put("admin", user.admin())
                .put("disabled", user.disabled())
                .put("second_factor", user.secondFactor())
                .put("created", user.created().toString());
    }

    private ObjectNode detail(Principal.User user) {
        return store.read(tx -> {
            ObjectNode view = view(user);
            view.set(
                    "groups",
                    Json.list(
                            tx.principals().groupsOf(user.id()),
                            group -> Json.object().textNode(group.name())));
            view.set("numbers", Json.list(tx.claims().of(user.id()), claim -> ProofApi.number(tx, claim)));
            view.set("books", Json.list(tx.books().list(user.id()), book -> book(tx, book)));
            view.set("consents", ProofApi.consents(tx, user));
            view.put("own_card", ownCard(tx, user).orElse(null));
            return view;
        });
    }

    private static ObjectNode book(Transaction tx, AddressBook book) {
        Cards.Usage usage = tx.cards().usage(book.id());
        return Json.object()
                .put("name", book.name())
                .put("display_name", book.displayName())
                .put("cards", usage.cards())
                .put("bytes", usage.bytes());
    }

    /** Book and name of the card, as {@code contacts/me.vcf}. */
    private static Optional<String> ownCard(Transaction tx, Principal.User user) {
        return tx.principals()
                .ownCard(user.id())
                .flatMap(id -> tx.cards().find(id))
                .flatMap(card -> tx.books().find(card.id().book()).map(book -> book.name() + "/" + card.name()));
    }
}
