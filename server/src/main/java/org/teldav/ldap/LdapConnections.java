package org.teldav.ldap;

import com.unboundid.ldap.sdk.BindRequest;
import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import com.unboundid.ldap.sdk.LDAPConnectionPool;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SingleServerSet;
import com.unboundid.ldap.sdk.StartTLSPostConnectProcessor;
import com.unboundid.util.ssl.HostNameSSLSocketVerifier;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Makes pools of connections, which connect when they are needed. By TLS only a trusted certificate of just that host is spoken to; of 127.0.0.1 and ::1 any that is trusted. No referral is followed, and
 * no answer may be large.
 */
final class LdapConnections {
    private static final int MOST = 8;
    private static final int MOST_BYTES = 1 << 20;
    /** For one of the pool, where all are in use. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    /** What stands between may forget connections, and directories may be moved. */
    private static final Duration AGE = Duration.ofMinutes(10);

    private final LdapSettings settings;
    private final @Nullable SSLContext tls;

    /** @throws IOException where the certificates can't be read or used */
    LdapConnections(LdapSettings settings) throws IOException {
        this.settings = settings;
        try {
            this.tls = settings.isTls() || settings.startTls() ? context(settings.authorities()) : null;
        } catch (GeneralSecurityException e) {
            throw new IOException("the certificates of ldap.ca can't be used: " + e.getMessage(), e);
        }
    }

    private static SSLContext context(Optional<Path> authorities) throws IOException, GeneralSecurityException {
        if (authorities.isEmpty()) {
            return SSLContext.getDefault();
        }
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        int count = 0;
        for (Certificate one : certificates(authorities.get())) {
            trusted.setCertificateEntry("ca" + count++, one);
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private static Collection<? extends Certificate> certificates(Path file) throws IOException {
        String none = "ldap.ca: there is no certificate in PEM form in " + file;
        try {
            Collection<? extends Certificate> found =
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(bytes(file)));
            if (found.isEmpty()) {
                throw new IOException(none);
            }
            return found;
        } catch (CertificateException e) {
            throw new IOException(none, e);
        }
    }

    private static byte[] bytes(Path file) throws IOException {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new IOException("ldap.ca: there is no file " + file, e);
        } catch (IOException e) {
            throw new IOException("ldap.ca: " + file + " can't be read", e);
        }
    }

    /** @param bind as whom each connection begins; empty for nobody in particular */
    LDAPConnectionPool pool(String name, Optional<BindRequest> bind) {
        SocketFactory sockets = tls != null && settings.isTls() ? tls.getSocketFactory() : SocketFactory.getDefault();
        SingleServerSet server = new SingleServerSet(settings.host(), settings.port(), sockets, options());
        try {
            LDAPConnectionPool pool = new LDAPConnectionPool(
                    server,
                    bind.orElse(null),
                    0,
                    MOST,
                    tls != null && settings.startTls() ? new StartTLSPostConnectProcessor(tls) : null);
            pool.setConnectionPoolName(name);
            pool.setCreateIfNecessary(false);
            pool.setMaxWaitTimeMillis(PATIENCE.toMillis());
            pool.setMaxConnectionAgeMillis(AGE.toMillis());
            pool.setRetryFailedOperationsDueToInvalidConnections(true);
            return pool;
        } catch (LDAPException e) {
            throw new IllegalStateException("a pool without connections can't fail to connect", e);
        }
    }

    private LDAPConnectionOptions options() {
        int patience = Math.toIntExact(settings.timeout().toMillis());
        LDAPConnectionOptions options = new LDAPConnectionOptions();
        options.setConnectTimeoutMillis(patience);
        options.setResponseTimeoutMillis(patience);
        options.setMaxMessageSize(MOST_BYTES);
        options.setFollowReferrals(false);
        options.setBindWithDNRequiresPassword(true);
        options.setUseSynchronousMode(true);
        options.setSSLSocketVerifier(new HostNameSSLSocketVerifier(true));
        return options;
    }
}
