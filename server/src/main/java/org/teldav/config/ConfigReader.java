package org.teldav.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.teldav.sms.SmsSettings;

/**
 * Reads the configuration file (HOCON) and the environment above it. Every key that is not in {@link Keys} and every value that is not what its key asks
 * for is an error; all errors are told at once. Used once.
 */
public final class ConfigReader {
    private final GivenValues values = new GivenValues();

    private ConfigReader() {}

    /**
     * The configuration.
     *
     * @param file to be read; empty for defaults
     * @param environment the process's variables; only those that begin with TELDAV_ are looked at
     * @param data the data folder, where the caller knows better than file and environment
     */
    public static TeldavConfig read(Optional<Path> file, Map<String, String> environment, Optional<Path> data)
            throws InvalidConfigException {
        return read(file, environment, data, Optional.empty());
    }

    /** @param listen where to listen, where the command line says it */
    public static TeldavConfig read(
            Optional<Path> file, Map<String, String> environment, Optional<Path> data, Optional<String> listen)
            throws InvalidConfigException {
        ConfigReader reader = of(file, environment, data);
        listen.ifPresent(address -> reader.values.option(Keys.LISTEN, address));
        return reader.result();
    }

    /**
     * The data folder alone, for who only asks the server that runs on it: of the other values the server knows better, some may be in its
     * environment only. What is no configuration at all, or has an unknown key, is an error here, too.
     */
    public static Path readData(Optional<Path> file, Map<String, String> environment, Optional<Path> data)
            throws InvalidConfigException {
        ConfigReader reader = of(file, environment, data);
        Optional<Path> folder = reader.values.of(Keys.DATA);
        if (!reader.values.errors().isEmpty()) {
            throw new InvalidConfigException(reader.values.errors());
        }
        return folder.orElseThrow();
    }

    /** Whether a password stands in the file, or a value that often has one in it. */
    public static boolean hasSecrets(Path file) {
        return of(Optional.of(file), Map.of(), Optional.empty()).values.hasSecrets();
    }

    private static ConfigReader of(Optional<Path> file, Map<String, String> environment, Optional<Path> data) {
        ConfigReader reader = new ConfigReader();
        file.ifPresent(reader.values::readFile);
        reader.values.readEnvironment(environment);
        data.ifPresent(path -> reader.values.option(Keys.DATA, path.toString()));
        return reader;
    }

    private TeldavConfig result() throws InvalidConfigException {
        Optional<Listen> listen = values.of(Keys.LISTEN);
        Optional<Boolean> insecure = values.of(Keys.LISTEN_INSECURE);
        Optional<Optional<TeldavConfig.Tls>> tls = files(Keys.TLS_CERTIFICATE, Keys.TLS_KEY);
        var profiles = files(Keys.PAGE_PROFILE_CERTIFICATE, Keys.PAGE_PROFILE_KEY);
        Optional<List<Network>> proxies = values.of(Keys.TRUSTED_PROXIES);
        boolean open = insecure.orElse(true)
                || tls.map(Optional::isPresent).orElse(true)
                || !proxies.map(List::isEmpty).orElse(false);
        listen.filter(address -> !open && !address.loopback()).ifPresent(this::refuseClearText);
        listen.filter(address -> address.socket().isPresent()
                        && tls.flatMap(files -> files).isPresent())
                .ifPresent(
                        address -> values.wrong(
                                Keys.LISTEN,
                                "'listen' = " + address
                                        + " is for a proxy on this machine, which does TLS: leave out tls.certificate and tls.key"));
        var publicUrl = values.of(Keys.PUBLIC_URL);
        var data = values.of(Keys.DATA);
        var region = values.of(Keys.REGION);
        var database = database();
        var limits = limits();
        var history = values.of(Keys.HISTORY_DAYS);
        var vcard4 = values.of(Keys.CARDDAV_VCARD4);
        var addMember = values.of(Keys.CARDDAV_ADD_MEMBER);
        var grace = values.of(Keys.PROPAGATION_GRACE);
        var forwarding = values.of(Keys.PROPAGATION_FORWARDING);
        var retraction = values.of(Keys.PROPAGATION_RETRACTION);
        var settle = values.of(Keys.PROPAGATION_SETTLE);
        var dailyLimit = values.of(Keys.PROPAGATION_DAILY_LIMIT);
        var push = push();
        var retries = values.of(Keys.SMS_RETRIES);
        var gateway = new SmsReader(values).read();
        var ldap = new LdapReader(values).read();
        var oidc = new OidcReader(values).read();
        var proof = gateway.map(this::proof);
        if (!values.errors().isEmpty()) {
            throw new InvalidConfigException(values.errors());
        }
        return new TeldavConfig(
                listen.orElseThrow(),
                publicUrl.orElseThrow(),
                data.orElseThrow(),
                database.orElseThrow(),
                tls.orElseThrow(),
                profiles.orElseThrow(),
                proxies.orElseThrow(),
                region.orElseThrow(),
                limits.orElseThrow(),
                new TeldavConfig.History(history.orElseThrow()),
                new TeldavConfig.Carddav(vcard4.orElseThrow(), addMember.orElseThrow()),
                new TeldavConfig.Propagation(
                        grace.orElseThrow(),
                        forwarding.orElseThrow(),
                        retraction.orElseThrow(),
                        settle.orElseThrow(),
                        dailyLimit.orElseThrow(),
                        proof.orElseThrow()),
                push.orElseThrow(),
                new TeldavConfig.Sms(gateway.orElseThrow(), retries.orElseThrow()),
                ldap,
                oidc);
    }

    private Optional<TeldavConfig.Push> push() {
        Optional<Boolean> enabled = values.of(Keys.PUSH_ENABLED);
        Optional<Integer> subscriptions = values.of(Keys.PUSH_SUBSCRIPTIONS);
        Optional<Duration> longest = values.of(Keys.PUSH_LONGEST);
        Optional<List<String>> allow = values.of(Keys.PUSH_ALLOW);
        Optional<Optional<URI>> contact = values.of(Keys.PUSH_CONTACT);
        Optional<Boolean> loopback = values.of(Keys.PUSH_LOOPBACK);
        if (Stream.of(enabled, subscriptions, longest, allow, contact, loopback).anyMatch(Optional::isEmpty)) {
            return Optional.empty();
        }
        return Optional.of(new TeldavConfig.Push(
                enabled.get(), subscriptions.get(), longest.get(), allow.get(), contact.get(), loopback.get()));
    }

    private Optional<TeldavConfig.Database> database() {
        Optional<Optional<String>> url = values.of(Keys.DATABASE_URL);
        Optional<Optional<String>> user = values.of(Keys.DATABASE_USER);
        Optional<Optional<String>> password = values.of(Keys.DATABASE_PASSWORD);
        Optional<Integer> pool = values.of(Keys.DATABASE_POOL);
        Optional<Duration> timeout = values.of(Keys.DATABASE_STATEMENT_TIMEOUT);
        Optional<Duration> wait = values.of(Keys.DATABASE_WAIT);
        if (Stream.of(url, user, password, pool, timeout, wait).anyMatch(Optional::isEmpty)) {
            return Optional.empty();
        }
        return Optional.of(new TeldavConfig.Database(
                url.get(), user.get().orElse(""), password.get().orElse(""), pool.get(), timeout.get(), wait.get()));
    }

    /** Where nothing is said, a gateway is there to be used. */
    private boolean proof(SmsSettings gateway) {
        boolean there = !(gateway instanceof SmsSettings.None);
        boolean proof = values.of(Keys.PROPAGATION_PROOF).flatMap(said -> said).orElse(there);
        if (proof && !there) {
            values.wrong(Keys.PROPAGATION_PROOF, "'propagation.proof' = sms needs a gateway: set sms.kind");
        }
        return proof;
    }

    private void refuseClearText(Listen listen) {
        values.wrong(
                Keys.LISTEN,
                "'listen' = " + listen + " would take passwords in clear text from the network:"
                        + " set tls.certificate and tls.key, or trusted-proxies where a proxy in front does TLS,"
                        + " or listen-insecure = true");
    }

    /** Both or none. */
    private Optional<Optional<TeldavConfig.Tls>> files(Key<Optional<Path>> chain, Key<Optional<Path>> secret) {
        Optional<Optional<Path>> certificate = values.of(chain);
        Optional<Optional<Path>> key = values.of(secret);
        if (certificate.isEmpty() || key.isEmpty()) {
            return Optional.empty();
        }
        if (certificate.get().isPresent() != key.get().isPresent()) {
            Key<?> there = certificate.get().isPresent() ? chain : secret;
            Key<?> missing = certificate.get().isPresent() ? secret : chain;
            values.wrong(there, "'" + there.path() + "' needs '" + missing.path() + "' too");
        }
        return Optional.of(certificate.get().flatMap(c -> key.get().map(k -> new TeldavConfig.Tls(c, k))));
    }

    private Optional<TeldavConfig.Limits> limits() {
        Optional<Integer> card = values.of(Keys.LIMITS_CARD);
        Optional<Integer> xml = values.of(Keys.LIMITS_XML);
        Optional<Integer> headers = values.of(Keys.LIMITS_HEADERS);
        Optional<Duration> idle = values.of(Keys.LIMITS_IDLE);
        Optional<Integer> threads = values.of(Keys.LIMITS_THREADS);
        Optional<Integer> requests = values.of(Keys.LIMITS_REQUESTS);
        Optional<TeldavConfig.Connections> connections = connections();
        if (Stream.of(card, xml, headers, idle, threads, requests, connections).anyMatch(Optional::isEmpty)) {
            return Optional.empty();
        }
        return Optional.of(new TeldavConfig.Limits(
                card.get(), xml.get(), headers.get(), idle.get(), threads.get(), requests.get(), connections.get()));
    }

    private Optional<TeldavConfig.Connections> connections() {
        Optional<Integer> all = values.of(Keys.LIMITS_CONNECTIONS);
        Optional<Integer> address = values.of(Keys.LIMITS_CONNECTIONS_PER_ADDRESS);
        Optional<Integer> rate = values.of(Keys.LIMITS_RATE);
        Optional<Duration> patience = values.of(Keys.LIMITS_PATIENCE);
        if (Stream.of(all, address, rate, patience).anyMatch(Optional::isEmpty)) {
            return Optional.empty();
        }
        return Optional.of(new TeldavConfig.Connections(all.get(), address.get(), rate.get(), patience.get()));
    }
}
