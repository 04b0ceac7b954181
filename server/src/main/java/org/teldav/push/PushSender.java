package org.teldav.push;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.URI;
import java.security.InvalidKeyException;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.teldav.storage.DuePush;
import org.teldav.storage.PushSubscription;

/** Makes a message of what is due, and sends it. Thread-safe. */
final class PushSender {
    /** How long a push service keeps it for a phone that is away: longer than any phone goes without looking for itself. */
    private static final Duration LONGEST_LIFE = Duration.ofDays(1);

    private static final int MOST_SIGNED = 1000;

    private final PushClient client;
    private final PushPolicy policy;
    private final ServerKeys keys;
    private final Optional<URI> contact;
    private final InstantSource clock;
    private final MessageEncryption encryption = new MessageEncryption();

    /** By pair and push service. RFC 8292 §5 has one used again: a signature costs as much as the rest of a message. */
    private final Cache<Signed, String> signed = Caffeine.newBuilder()
            .maximumSize(MOST_SIGNED)
            .expireAfterWrite(Vapid.VALID.dividedBy(2))
            .build();

    /** @param contact of the operator, for who runs a push service */
    PushSender(PushClient client, PushPolicy policy, ServerKeys keys, Optional<URI> contact, InstantSource clock) {
        this.client = client;
        this.policy = policy;
        this.keys = keys;
        this.contact = contact;
        this.clock = clock;
    }

    private record Signed(long pair, String audience) {}

    /** @param then is told what became of it, once, in any thread */
    void send(DuePush push, Consumer<Delivery> then) {
        PushSubscription.Target target = push.subscription().target();
        Optional<Vapid> vapid = keys.pair(target.vapidKey()).map(pair -> new Vapid(pair.keys(), contact, clock));
        Optional<ECPublicKey> phone = phone(target);
        if (vapid.isEmpty()
                || phone.isEmpty()
                || policy.resource(target.resource()).isEmpty()) {
            then.accept(new Delivery.Refused("a subscription that can't be used"));
            return;
        }
        PushMessage message = new PushMessage(
                keys.topic(push.subscription().collection()),
                push.content() ? Optional.of(push.token().toString()) : Optional.empty(),
                push.properties(),
                push.transports());
        byte[] body = encryption.encrypt(
                message.xml(), phone.get(), Base64.getUrlDecoder().decode(target.authSecret()));
        client.send(target.resource(), headers(push, message, vapid.get()), body, then);
    }

    private Map<String, String> headers(DuePush push, PushMessage message, Vapid vapid) {
        PushSubscription subscription = push.subscription();
        Duration left = Duration.between(clock.instant(), subscription.expires());
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", PushMessage.TYPE);
        headers.put("Content-Encoding", MessageEncryption.CODING);
        headers.put(
                "TTL",
                Long.toString(
                        Math.max(0, PushSettings.shorter(left, LONGEST_LIFE).toSeconds())));
        headers.put("Urgency", "normal");
        headers.put("Topic", message.replaced(subscription.id()));
        policy.resource(subscription.target().resource())
                .ifPresent(resource -> headers.put(
                        "Authorization",
                        signed.get(
                                new Signed(subscription.target().vapidKey(), Vapid.origin(resource)),
                                any -> vapid.authorization(resource))));
        return headers;
    }

    private static Optional<ECPublicKey> phone(PushSubscription.Target target) {
        try {
            return Optional.of(P256.publicKey(Base64.getUrlDecoder().decode(target.publicKey())));
        } catch (InvalidKeyException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
