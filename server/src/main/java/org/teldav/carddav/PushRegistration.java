package org.teldav.carddav;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.xml.namespace.QName;
import org.teldav.dav.Ace;
import org.teldav.dav.DavException;
import org.teldav.dav.Deletable;
import org.teldav.dav.DontNotify;
import org.teldav.dav.Href;
import org.teldav.dav.LiveProperties;
import org.teldav.dav.Precondition;
import org.teldav.dav.Preconditions;
import org.teldav.dav.Privilege;
import org.teldav.dav.PushRegister;
import org.teldav.dav.PushTarget;
import org.teldav.dav.Touched;
import org.teldav.storage.PushSubscription;
import org.teldav.storage.PushSubscriptions.Outcome;
import org.teldav.storage.PushSubscriptions.Wish;

/** That a client wants to be told of a collection (WebDAV-Push): a resource of its user's, found by nobody else, that can be deleted. */
final class PushRegistration extends CommonProperties.Owned implements Deletable {
    /** The draft: subscriptions must be allowed to be valid for so long. */
    private static final Duration SHORTEST = Duration.ofDays(3);

    private static final int SECRET = 16;

    private final PushSubscription subscription;

    private PushRegistration(Requester requester, PushSubscription subscription) {
        super(requester);
        this.subscription = subscription;
    }

    static Optional<PushRegistration> find(Requester requester, String id) {
        return requester
                .read(tx -> tx.pushSubscriptions().find(requester.user().id(), id, Requester.now()))
                .map(found -> new PushRegistration(requester, found));
    }

    /** The ids of those that need not be told. */
    static Optional<Set<String>> ids(DontNotify dontNotify) {
        return dontNotify
                .hrefs()
                .map(hrefs -> hrefs.stream()
                        .filter(href -> href.startsWith(Paths.PUSH_ROOT))
                        .map(href -> href.substring(Paths.PUSH_ROOT.length()))
                        .collect(Collectors.toSet()));
    }

    /** @throws DavException where the client asks for what can't be, or too much */
    static PushTarget.Registration register(PushProperties.Pushed collection, PushRegister wanted) {
        Requester requester = collection.requester();
        PushOffer offer = collection
                .offer()
                .orElseThrow(() -> new DavException(Precondition.PUSH_NOT_AVAILABLE, "the server sends no messages"));
        PushSubscription.Target target = target(offer, wanted);
        if (!wanted.content() && !wanted.properties()) {
            throw new DavException(Precondition.NO_SUPPORTED_TRIGGER, "collections have none of these triggers");
        }
        Instant now = Requester.now();
        Wish wish = new Wish(
                requester.user().id(),
                collection.collection(),
                target,
                wanted.content(),
                wanted.properties(),
                wanted.members(),
                end(wanted, offer, now));
        Outcome outcome = requester.write(tx -> tx.pushSubscriptions().register(wish, offer.most(), now));
        return registration(outcome, offer);
    }

    private static PushTarget.Registration registration(Outcome outcome, PushOffer offer) {
        if (outcome instanceof Outcome.Registered registered) {
            PushSubscription made = registered.subscription();
            return new PushTarget.Registration(Paths.push(made.id()), registered.anew(), made.expires());
        }
        if (outcome instanceof Outcome.TooMany) {
            throw new DavException(
                    Precondition.PUSH_NOT_AVAILABLE, "a user has at most " + offer.most() + " registrations");
        }
        throw DavException.notFound();
    }

    private static PushSubscription.Target target(PushOffer offer, PushRegister wanted) {
        if (!offer.resource().test(wanted.resource())) {
            throw invalid("the push resource is no URL that the server may send to");
        }
        String key = unpadded(wanted.publicKey());
        if (!offer.clientKey().test(key)) {
            throw invalid("the client's public key is no uncompressed point on P-256");
        }
        String secret = unpadded(wanted.authSecret());
        if (!isSecret(secret)) {
            throw invalid("the secret is not of " + SECRET + " bytes");
        }
        return new PushSubscription.Target(
                wanted.resource(), key, secret, offer.key().get().id());
    }

    private static String unpadded(String text) {
        return text.replaceAll("=+$", "");
    }

    private static boolean isSecret(String text) {
        try {
            return text.length() < 2 * SECRET && Base64.getUrlDecoder().decode(text).length == SECRET;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static DavException invalid(String why) {
        return new DavException(Precondition.INVALID_SUBSCRIPTION, why);
    }

    private static Instant end(PushRegister wanted, PushOffer offer, Instant now) {
        Instant first = now.plus(SHORTEST);
        Instant last = now.plus(offer.longest());
        Instant asked = wanted.expires().orElse(last);
        Instant end = asked.isBefore(first) ? first : asked.isAfter(last) ? last : asked;
        return end.truncatedTo(ChronoUnit.SECONDS);
    }

    @Override
    public String href() {
        return Paths.push(subscription.id());
    }

    @Override
    public String allow() {
        return "OPTIONS, PROPFIND, DELETE, REPORT, ACL";
    }

    @Override
    public LiveProperties<?> properties() {
        return CommonProperties.ALL;
    }

    @Override
    List<QName> types() {
        return List.of();
    }

    @Override
    public Optional<String> owner() {
        return Optional.of(userHref());
    }

    @Override
    public List<Privilege> privileges() {
        return CommonProperties.OWNER_PRIVILEGES;
    }

    @Override
    public List<Ace> aces() {
        return List.of(Ace.of(userHref(), CommonProperties.OWNER));
    }

    @Override
    public void delete(Preconditions conditions) {
        boolean removed = requester.write(tx -> {
            conditions.require(requester.at(tx), Optional.of(validators()), Touched.itself(Href.parse(href())));
            return tx.pushSubscriptions().remove(requester.user().id(), subscription.id());
        });
        if (!removed) {
            throw DavException.notFound();
        }
    }
}
