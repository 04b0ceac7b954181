package org.teldav;

import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import javax.security.auth.x500.X500Principal;
import org.teldav.config.TeldavConfig;
import org.teldav.http.PemKeyStore;

/** Looks at the certificate as phones will. */
record TlsCheckup(TeldavConfig config, InstantSource clock) {
    private static final String TLS = "TLS";
    private static final String PROFILES = "profiles";
    private static final Duration SOON = Duration.ofDays(14);

    Finding run(Optional<RunningServer> server) {
        if (config.tls().isEmpty()) {
            return without(server);
        }
        TeldavConfig.Tls files = config.tls().get();
        try {
            X509Certificate[] chain = PemKeyStore.chain(PemKeyStore.read("tls.", files.certificate(), files.key()));
            if (Checkup.isOpenToOthers(files.key())) {
                return Finding.ill(TLS, "others of this machine may read " + files.key() + ": chmod o= " + files.key());
            }
            Finding judged = judged(chain[0]);
            Optional<X500Principal> unknown = unknown(chain);
            return judged.well() && unknown.isPresent()
                    ? Finding.doubtful(
                            TLS,
                            "phones may not believe the certificate: of its issuer, " + unknown.get()
                                    + ", there is nothing in "
                                    + files.certificate()
                                    + ", and Java doesn't know it. Take the file with the whole chain;"
                                    + " of certbot that is fullchain.pem")
                    : judged;
        } catch (IOException | GeneralSecurityException e) {
            return Finding.ill(TLS, String.valueOf(e.getMessage()));
        }
    }

    /** Of what profiles for Apple's devices are signed with; empty where they are not. */
    Optional<Finding> profiles() {
        return config.profiles().map(files -> {
            try {
                X509Certificate certificate =
                        PemKeyStore.chain(PemKeyStore.read("page.profile-", files.certificate(), files.key()))[0];
                Duration left = Duration.between(
                        clock.instant(), certificate.getNotAfter().toInstant());
                String days = "the certificate that profiles are signed with is good for " + left.toDays() + " days";
                return left.compareTo(SOON) < 0
                        ? Finding.ill(PROFILES, days + " only: renew it")
                        : Finding.well(PROFILES, days);
            } catch (IOException | GeneralSecurityException e) {
                return Finding.ill(PROFILES, String.valueOf(e.getMessage()));
            }
        });
    }

    /** Who has issued the last certificate on the way to an authority, where neither the file nor Java has theirs. */
    private static Optional<X500Principal> unknown(X509Certificate... chain) throws GeneralSecurityException {
        Map<X500Principal, X500Principal> issuers = new HashMap<>();
        for (X509Certificate one : chain) {
            issuers.put(one.getSubjectX500Principal(), one.getIssuerX500Principal());
        }
        X500Principal last = chain[0].getSubjectX500Principal();
        while (issuers.containsKey(last)) {
            last = issuers.remove(last);
        }
        X500Principal end = last;
        boolean selfSigned = Arrays.stream(chain)
                .map(X509Certificate::getSubjectX500Principal)
                .anyMatch(end::equals);
        return selfSigned || known().contains(end) ? Optional.empty() : Optional.of(end);
    }

    private Finding without(Optional<RunningServer> server) {
        Optional<String> elsewhere = server.map(RunningServer::address)
                .filter(address ->
                        address.startsWith("https:") && config.publicUrl().isEmpty());
        if (!config.trustedProxies().isEmpty() || config.listen().socket().isPresent()) {
            return Finding.well(TLS, "none here: a proxy in front does it");
        } else if (elsewhere.isPresent()) {
            return Finding.well(TLS, "none in this configuration; the running server is at " + elsewhere.get());
        } else if (config.listen().loopback()) {
            return Finding.well(TLS, "none, and only this machine can reach the server");
        }
        return Finding.ill(
                TLS,
                "passwords come in clear text over the network: set tls.certificate and tls.key, or trusted-proxies");
    }

    private Finding judged(X509Certificate certificate) throws GeneralSecurityException {
        Instant end = certificate.getNotAfter().toInstant();
        Duration left = Duration.between(clock.instant(), end);
        Optional<String> host = config.publicUrl().map(URI::getHost);
        if (certificate.getNotBefore().toInstant().isAfter(clock.instant())) {
            return Finding.ill(
                    TLS,
                    "the certificate is not good yet, but from "
                            + certificate.getNotBefore().toInstant() + " on");
        } else if (left.isNegative()) {
            return Finding.ill(TLS, "the certificate was good until " + end + ": renew it");
        } else if (left.compareTo(SOON) < 0) {
            return Finding.ill(TLS, "the certificate is good for " + left.toDays() + " days only: renew it");
        } else if (host.isPresent() && !fits(certificate, host.get())) {
            return Finding.ill(TLS, "the certificate is not for " + host.get() + " of public-url: get one that is");
        }
        return Finding.well(TLS, "the certificate is good for " + left.toDays() + " days");
    }

    private static Set<X500Principal> known() throws GeneralSecurityException {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init((KeyStore) null);
        return Arrays.stream(trust.getTrustManagers())
                .filter(X509TrustManager.class::isInstance)
                .flatMap(one -> Arrays.stream(((X509TrustManager) one).getAcceptedIssuers()))
                .map(X509Certificate::getSubjectX500Principal)
                .collect(Collectors.toSet());
    }

    /** RFC 9525 §6.3: a star stands for one label, the first. */
    private static boolean fits(X509Certificate certificate, String host) throws GeneralSecurityException {
        Collection<List<?>> names = certificate.getSubjectAlternativeNames();
        if (names == null) {
            return false;
        }
        String wanted = host.toLowerCase(Locale.ROOT);
        String star = wanted.replaceFirst("^[^.]+", "*");
        return names.stream()
                .map(name -> String.valueOf(name.get(1)).toLowerCase(Locale.ROOT))
                .anyMatch(name -> name.equals(wanted) || name.equals(star));
    }
}
