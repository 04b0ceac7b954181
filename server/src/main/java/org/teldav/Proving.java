package org.teldav;

import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.teldav.config.TeldavConfig;
import org.teldav.propagation.Bell;
import org.teldav.propagation.CodeCourier;
import org.teldav.propagation.CodeKey;
import org.teldav.propagation.CodeSender.Delivery;
import org.teldav.propagation.CodeText;
import org.teldav.propagation.NumberCodes;
import org.teldav.propagation.Verification;
import org.teldav.sms.Gateways;
import org.teldav.sms.SmsException;
import org.teldav.sms.SmsGateway;
import org.teldav.storage.Store;

/** The proof of numbers by codes: a gateway, who sends through it, and the key that codes are hashed with. */
final class Proving implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Proving.class);

    private final SmsGateway gateway;
    private final CodeCourier courier;
    private final NumberCodes codes;

    private Proving(
            SmsGateway gateway,
            CodeKey key,
            TeldavConfig config,
            Store store,
            Verification verification,
            InstantSource clock,
            Bell bell) {
        this.gateway = gateway;
        CodeText text = new CodeText(config.publicUrl().map(url -> url.getHost()));
        this.courier =
                new CodeCourier(store, key, this::send, text, config.sms().retries(), clock, bell);
        this.codes = new NumberCodes(key, verification, bell::ring);
    }

    /** Empty where no gateway is set. @throws IOException where the key can't be read or made, or is not that of the other servers: the store is closed then */
    static Optional<Proving> of(
            TeldavConfig config, Store store, Verification verification, InstantSource clock, Bell bell)
            throws IOException {
        Optional<SmsGateway> gateway = Gateways.of(config.sms().gateway());
        if (gateway.isEmpty()) {
            return Optional.empty();
        }
        try {
            boolean shared = config.database().url().isPresent();
            CodeKey key = new CodeKeyFile(config.data().resolve(CodeKeyFile.NAME)).key(store, shared);
            return Optional.of(new Proving(gateway.get(), key, config, store, verification, clock, bell));
        } catch (IOException | RuntimeException e) {
            gateway.get().close();
            store.close();
            throw e;
        }
    }

    private Delivery send(String number, String text) {
        try {
            gateway.send(number, text);
            return Delivery.SENT;
        } catch (SmsException e) {
            LOG.warn("a code was not sent: {}", e.getMessage());
            return e.isLasting() ? Delivery.NEVER : Delivery.LATER;
        }
    }

    NumberCodes codes() {
        return codes;
    }

    void start() {
        courier.start();
    }

    void drain() {
        courier.drain();
    }

    @Override
    public void close() {
        courier.close();
        gateway.close();
    }
}
