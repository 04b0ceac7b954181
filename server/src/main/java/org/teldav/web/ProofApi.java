package org.teldav.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.teldav.accounts.RefusedException;
import org.teldav.accounts.Users;
import org.teldav.propagation.NumberCodes;
import org.teldav.propagation.NumberCodes.Asked;
import org.teldav.propagation.NumberCodes.Entered;
import org.teldav.propagation.Sharing;
import org.teldav.storage.Claim;
import org.teldav.storage.Codes;
import org.teldav.storage.Principal;
import org.teldav.storage.Store;
import org.teldav.storage.Transaction;

/** How users prove their numbers themselves: by codes, and by what they agree with each other. */
final class ProofApi {
    private static final String ADMINISTRATOR = "an administrator has to say whose this number is";

    private final Store store;
    private final Users users;
    private final Sharing sharing;
    private final Optional<NumberCodes> codes;
    private final Clock clock;

    /** @param codes empty where the server sends none */
    ProofApi(Store store, Users users, Sharing sharing, Optional<NumberCodes> codes, Clock clock) {
        this.store = store;
        this.users = users;
        this.sharing = sharing;
        this.codes = codes;
        this.clock = clock;
    }

    List<Api.Route> routes() {
        return List.of(
                Api.Route.own(
                        "GET",
                        "users/{user}/numbers/code",
                        request -> ApiAnswer.ok(Json.object().put("available", codes.isPresent()))),
                Api.Route.own("POST", "users/{user}/numbers/code", this::code).taking("number"),
                Api.Route.own("POST", "users/{user}/numbers/confirm", this::confirm)
                        .taking("number", "code"),
                Api.Route.own("PUT", "users/{user}/numbers/share", this::share).taking("number", "with"),
                Api.Route.own("DELETE", "users/{user}/numbers/share", this::unshare)
                        .taking("number", "with"),
                Api.Route.of("POST", "numbers/share", this::attest).taking("number", "users"));
    }

    private NumberCodes codes() {
        return codes.orElseThrow(
                () -> RefusedException.conflict("this server sends no codes: an administrator verifies numbers")
                        .as("no-codes"));
    }

    private ApiAnswer code(ApiRequest request) {
        Principal.User user = users.find(request.path().get(1));
        String key = users.key(request.text("number"), user);
        Instant now = clock.instant();
        Asked asked = store.write(tx -> codes().ask(tx, user.id(), key, now));
        if (asked instanceof Asked.NotOwn) {
            throw RefusedException.conflict("the own card of '" + user.name() + "' has not the number " + key)
                    .as("own-card-number", key);
        } else if (asked instanceof Asked.VerifiedAlready) {
            throw RefusedException.conflict(key + " is verified already").as("verified-already", key);
        } else if (asked instanceof Asked.ForAdministrator) {
            throw RefusedException.conflict(ADMINISTRATOR).as("for-administrator");
        } else if (asked instanceof Asked.TooMany tooMany) {
            long minutes = Duration.between(now, tooMany.again()).toMinutes() + 1;
            throw RefusedException.limit("enough codes were asked for; the next can be in " + minutes
                            + (minutes == 1 ? " minute" : " minutes"))
                    .as("codes-enough", minutes);
        }
        return ApiAnswer.ok(Json.object().put("number", key).put("code", "coming"));
    }

    private ApiAnswer confirm(ApiRequest request) {
        Principal.User user = users.find(request.path().get(1));
        String key = users.key(request.text("number"), user);
        String digits = request.text("code").strip();
        Entered entered = store.write(tx -> codes().enter(tx, user.id(), key, digits, clock.instant()));
        if (entered instanceof Entered.NoCode) {
            throw RefusedException.conflict(
                            "there is no code for this number that could be entered: it is used, too old, was guessed at too often,"
                                    + " or never sent; ask for another")
                    .as("code-none");
        } else if (entered instanceof Entered.Wrong wrong) {
            throw RefusedException.conflict("this is not the code; guesses left: " + wrong.left())
                    .as("code-wrong", wrong.left());
        } else if (entered instanceof Entered.ForAdministrator) {
            throw RefusedException.conflict(ADMINISTRATOR).as("for-administrator");
        }
        return ApiAnswer.ok(Json.object().put("number", key).put("state", "verified"));
    }

    private ApiAnswer share(ApiRequest request) {
        Principal.User user = users.find(request.path().get(1));
        String key = users.key(request.text("number"), user);
        return ApiAnswer.ok(store.write(tx -> {
            Principal.User other = mate(tx, user, request.text("with"));
            if (tx.consents().of(user.id(), Sharing.MOST).size() >= Sharing.MOST
                    && !tx.consents().givenBy(user.id(), key).contains(other.id())) {
                throw RefusedException.conflict(Sharing.MOST + " consents are given already");
            }
            boolean shared = sharing.agree(tx, user.id(), other.id(), key, clock.instant());
            return view(key, other).put("shared", shared);
        }));
    }

    private ApiAnswer unshare(ApiRequest request) {
        Principal.User user = users.find(request.path().get(1));
        String key = users.key(request.text("number"), user);
        return ApiAnswer.ok(store.write(tx -> {
            Optional<Principal.User> other = tx.principals().user(request.text("with"));
            boolean changed = other.isPresent()
                    && sharing.takeBack(tx, user.id(), other.get().id(), key, clock.instant());
            return Json.object().put("number", key).put("changed", changed);
        }));
    }

    /** Only somebody whom the user can see: else it would tell who there is. */
    private static Principal.User mate(Transaction tx, Principal.User user, String name) {
        return tx.principals()
                .user(name)
                .filter(found -> found.id() != user.id() && tx.principals().shareGroup(user.id(), found.id()))
                .orElseThrow(() ->
                        RefusedException.missing("nobody in the groups of '" + user.name() + "' is '" + name + "'"));
    }

    /** The administrator says that both agreed. */
    private ApiAnswer attest(ApiRequest request) {
        List<String> names = request.texts("users");
        if (names.size() != 2) {
            throw RefusedException.invalid("'users' has to be the two who share the number");
        }
        Principal.User one = users.find(names.get(0));
        Principal.User other = users.find(names.get(1));
        if (one.id() == other.id()) {
            throw RefusedException.invalid("a number is shared by two users");
        }
        String key = users.key(request.text("number"), one);
        boolean shared = store.write(tx -> {
            sharing.agree(tx, one.id(), other.id(), key, clock.instant());
            return sharing.agree(tx, other.id(), one.id(), key, clock.instant());
        });
        return ApiAnswer.ok(
                Json.object().put("number", key).put("shared", shared).set("users", Json.texts(names)));
    }

    private static ObjectNode view(String key, Principal.User other) {
        return Json.object().put("number", key).put("with", other.name());
    }

    /** With whom the user agreed to share which number. */
    static com.fasterxml.jackson.databind.JsonNode consents(Transaction tx, Principal.User user) {
        return Json.list(
                tx.consents().of(user.id(), Sharing.MOST),
                consent -> Json.object()
                        .put("number", consent.key())
                        .put("with", ChangesApi.name(tx, consent.other()))
                        .put("since", consent.given().toString()));
    }

    /** A claim that holds, with the code that is on its way. */
    static ObjectNode number(Transaction tx, Claim claim) {
        ObjectNode view = NumbersApi.view(tx, claim);
        Optional<Codes.Code> code = tx.codes().newest(claim.user(), claim.key());
        return view.put("code", code.map(ProofApi::word).orElse(null))
                .put(
                        "code_until",
                        code.filter(sent -> sent.state() == Codes.State.SENT)
                                .flatMap(Codes.Code::expires)
                                .map(Instant::toString)
                                .orElse(null));
    }

    private static String word(Codes.Code code) {
        return switch (code.state()) {
            case WANTED, SENDING -> "coming";
            case SENT -> "sent";
            case USED -> "used";
            case FAILED -> "failed";
        };
    }
}
