package org.teldav;

import java.io.IOException;
import java.util.function.Supplier;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.teldav.accounts.RefusedException;
import org.teldav.config.TeldavConfig;
import org.teldav.propagation.CodeKey;
import org.teldav.storage.Store;

/** What second factors are encrypted with: a key of the one that codes are hashed with, which is made when the first user wants one. Thread-safe. */
final class SecondFactorKey implements Supplier<SecretKey> {
    private static final Logger LOG = LoggerFactory.getLogger(SecondFactorKey.class);

    private final TeldavConfig config;
    private final Store store;
    private @Nullable SecretKey key;

    SecondFactorKey(TeldavConfig config, Store store) {
        this.config = config;
        this.store = store;
    }

    /** @throws RefusedException where the key can't be read or made, or is not that of the other servers */
    @Override
    public synchronized SecretKey get() {
        if (key == null) {
            key = new SecretKeySpec(read().derived("second factor"), "AES");
        }
        return key;
    }

    private CodeKey read() {
        try {
            boolean shared = config.database().url().isPresent();
            return new CodeKeyFile(config.data().resolve(CodeKeyFile.NAME)).key(store, shared);
        } catch (IOException e) {
            LOG.error("second factors can't be used on this server: {}", e.getMessage());
            throw RefusedException.conflict("second factors can't be used on this server: its log says why")
                    .as("second-factor-unusable");
        }
    }
}
