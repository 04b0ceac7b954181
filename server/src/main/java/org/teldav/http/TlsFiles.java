package org.teldav.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.teldav.config.TeldavConfig;

/** The certificate and its key, read anew where the files have changed. Connections that are open keep the one that they began with. Thread-safe. */
final class TlsFiles {
    private static final Logger LOG = LoggerFactory.getLogger(TlsFiles.class);
    private static final String UNREADABLE = "";

    private final TeldavConfig.Tls files;
    private final SslContextFactory.Server context = new SslContextFactory.Server();
    private KeyStore used;
    private String seen;

    /**
     * @throws IOException where a file can't be read
     * @throws GeneralSecurityException where what is in it can't be used; the message says why
     */
    TlsFiles(TeldavConfig.Tls files) throws IOException, GeneralSecurityException {
        this.files = files;
        this.seen = digest();
        this.used = PemKeyStore.read(files.certificate(), files.key());
        context.setKeyStore(used);
        context.setKeyStorePassword("");
        tellWhereOver();
    }

    SslContextFactory.Server context() {
        return context;
    }

    /** Takes what is in the files now, where it is something else than at the last look and can be used. */
    synchronized void look() {
        String now = digest();
        if (now.equals(seen)) {
            return;
        }
        seen = now;
        try {
            KeyStore fresh = PemKeyStore.read(files.certificate(), files.key());
            use(fresh);
            used = fresh;
            LOG.info("the certificate in {} has changed and is used from now on", files.certificate());
            tellWhereOver();
        } catch (IOException | GeneralSecurityException e) {
            LOG.warn("the certificate or its key has changed and can't be used, the old one stays: {}", e.getMessage());
        }
    }

    private void tellWhereOver() throws GeneralSecurityException {
        Instant end = PemKeyStore.chain(used)[0].getNotAfter().toInstant();
        if (end.isBefore(Instant.now())) {
            LOG.warn("the certificate in {} is over since {}: phones refuse it", files.certificate(), end);
        }
    }

    private void use(KeyStore keys) throws GeneralSecurityException {
        try {
            context.reload(same -> context.setKeyStore(keys));
        } catch (Exception e) {
            restore();
            throw new GeneralSecurityException("TLS can't work with what is in " + files.certificate(), e);
        }
    }

    private void restore() {
        try {
            context.reload(same -> context.setKeyStore(used));
        } catch (Exception e) {
            throw new IllegalStateException("what worked a moment ago works no more", e);
        }
    }

    /** Their content, not their time: authorities' tools exchange links. */
    private String digest() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Path file : new Path[] {files.certificate(), files.key()}) {
                digest.update(Files.readAllBytes(file));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException | GeneralSecurityException e) {
            LOG.debug("a file of TLS can't be read", e);
            return UNREADABLE;
        }
    }
}
