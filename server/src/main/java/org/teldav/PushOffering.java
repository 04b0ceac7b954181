package org.teldav;

import java.util.Optional;
import org.teldav.carddav.PushOffer;
import org.teldav.config.TeldavConfig;
import org.teldav.push.ClientKey;
import org.teldav.push.PushPolicy;
import org.teldav.push.ServerKeys;

/** What clients are told of messages, of what sends them. */
final class PushOffering {
    private PushOffering() {}

    /** Empty where the operator has it off. */
    static Optional<PushOffer> of(TeldavConfig.Push config, ServerKeys keys) {
        PushPolicy policy = new PushPolicy(config.allow(), config.loopback());
        PushOffer offer = new PushOffer(
                () -> {
                    ServerKeys.Pair pair = keys.pair();
                    return new PushOffer.VapidKey(pair.id(), pair.publicKey());
                },
                keys::topic,
                resource -> policy.resource(resource).isPresent(),
                ClientKey::isOne,
                config.subscriptions(),
                config.longest());
        return Optional.of(offer).filter(any -> config.enabled());
    }
}
