package org.teldav.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.teldav.sms.SmsSettings;

/**
 * Reads the configuration file (HOCON) and the environment above it. Every key that is not in {@link Keys} and every value that is not what its key asks
 * for is an error; all errors are told at once. Used once.
 */
public final class ConfigReader {
    private final Map<String, ConfigValue> given = new HashMap<>();
    private final List<String> errors = new ArrayList<>();

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
        listen.ifPresent(address -> reader.option(Keys.LISTEN, address));
        return reader.result();
    }

    /**
     * The data folder alone, for who only asks the server that runs on it: of the other values the server knows better, some may be in its
     * environment only. What is no configuration at all, or has an unknown key, is an error here, too.
     */
    public static Path readData(Optional<Path> file, Map<String, String> environment, Optional<Path> data)
            throws InvalidConfigException {
        ConfigReader reader = of(file, environment, data);
        Optional<Path> folder = reader.value(Keys.DATA);
        if (!reader.errors.isEmpty()) {
            throw new InvalidConfigException(reader.errors);
        }
        return folder.orElseThrow();
    }

    private static ConfigReader of(Optional<Path> file, Map<String, String> environment, Optional<Path> data) {
        ConfigReader reader = new ConfigReader();
        file.ifPresent(reader::readFile);
        reader.readEnvironment(environment);
        data.ifPresent(path -> reader.option(Keys.DATA, path.toString()));
        return reader;
    }

    private void option(Key<?> key, String value) {
        given.put(key.path(), ConfigValueFactory.fromAnyRef(value, "--" + key.path()));
    }

    private void readFile(Path file) {
        try {
            Config parsed = ConfigFactory.parseFile(
                    file.toFile(),
                    ConfigParseOptions.defaults().setSyntax(ConfigSyntax.CONF).setAllowMissing(false));
            collect("", parsed.resolve(ConfigResolveOptions.defaults()).root());
        } catch (ConfigException.IO e) {
            errors.add(file + ": can't be read");
        } catch (ConfigException e) {
            errors.add(unreadable(file, e));
        }
    }

    private static String unreadable(Path file, ConfigException e) {
        String message = String.valueOf(e.getMessage());
        ConfigOrigin origin = e.origin();
        if (origin == null) {
            return file.getFileName() + ": " + message;
        }
        String prefix = origin.description() + ": ";
        return place(origin) + (message.startsWith(prefix) ? message.substring(prefix.length()) : message);
    }

    private void collect(String prefix, ConfigObject object) {
        // In the order of lines, so that the errors come in it too.
        Map<Integer, List<Map.Entry<String, ConfigValue>>> lines = new TreeMap<>();
        object.entrySet()
                .forEach(entry -> lines.computeIfAbsent(
                                entry.getValue().origin().lineNumber(), line -> new ArrayList<>())
                        .add(entry));
        lines.values().stream().flatMap(List::stream).forEach(entry -> {
            String path = prefix + entry.getKey();
            ConfigValue value = entry.getValue();
            if (known().anyMatch(key -> key.path().equals(path))) {
                given.put(path, value);
            } else if (value instanceof ConfigObject inner
                    && known().anyMatch(key -> key.path().startsWith(path + "."))) {
                collect(path + ".", inner);
            } else {
                errors.add(place(value.origin()) + "unknown key '" + path + "'" + nearest(path, Key::path));
            }
        });
    }

    private void readEnvironment(Map<String, String> environment) {
        new TreeMap<>(environment).forEach((name, value) -> {
            if (!name.startsWith("TELDAV_") || Keys.OTHER_VARIABLES.contains(name)) {
                return;
            }
            Optional<Key<?>> key =
                    known().filter(known -> known.variable().equals(name)).findFirst();
            key.ifPresentOrElse(
                    known -> given.put(
                            known.path(),
                            ConfigValueFactory.fromAnyRef(value, "environment: variable " + known.variable())),
                    () -> errors.add("environment: unknown variable " + name + nearest(name, Key::variable)));
        });
    }

    private TeldavConfig result() throws InvalidConfigException {
        Optional<Listen> listen = value(Keys.LISTEN);
        Optional<Boolean> insecure = value(Keys.LISTEN_INSECURE);
        Optional<Optional<TeldavConfig.Tls>> tls = files(Keys.TLS_CERTIFICATE, Keys.TLS_KEY);
        var profiles = files(Keys.PAGE_PROFILE_CERTIFICATE, Keys.PAGE_PROFILE_KEY);
        Optional<List<Network>> proxies = value(Keys.TRUSTED_PROXIES);
        boolean open = insecure.orElse(true)
                || tls.map(Optional::isPresent).orElse(true)
                || !proxies.map(List::isEmpty).orElse(false);
        listen.filter(address -> !open && !address.loopback()).ifPresent(this::refuseClearText);
        listen.filter(address -> address.socket().isPresent()
                        && tls.flatMap(files -> files).isPresent())
                .ifPresent(address -> errors.add(placeOf(Keys.LISTEN) + "'listen' = " + address
                        + " is for a proxy on this machine, which does TLS: leave out tls.certificate and tls.key"));
        var publicUrl = value(Keys.PUBLIC_URL);
        var data = value(Keys.DATA);
        var region = value(Keys.REGION);
        var database = database();
        var limits = limits();
        var history = value(Keys.HISTORY_DAYS);
        var vcard4 = value(Keys.CARDDAV_VCARD4);
        var addMember = value(Keys.CARDDAV_ADD_MEMBER);
        var grace = value(Keys.PROPAGATION_GRACE);
        var forwarding = value(Keys.PROPAGATION_FORWARDING);
        var retraction = value(Keys.PROPAGATION_RETRACTION);
        var settle = value(Keys.PROPAGATION_SETTLE);
        var dailyLimit = value(Keys.PROPAGATION_DAILY_LIMIT);
        var push = push();
        var retries = value(Keys.SMS_RETRIES);
        var gateway = new SmsReader(this::value, this::wrong).read();
        var ldap = new LdapReader(this::value, this::wrong).read();
        var oidc = new OidcReader(this::value, this::wrong).read();
        var proof = gateway.map(this::proof);
        if (!errors.isEmpty()) {
            throw new InvalidConfigException(errors);
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

    private void wrong(Key<?> key, String error) {
        errors.add(placeOf(key) + error);
    }

    private Optional<TeldavConfig.Push> push() {
        Optional<Boolean> enabled = value(Keys.PUSH_ENABLED);
        Optional<Integer> subscriptions = value(Keys.PUSH_SUBSCRIPTIONS);
        Optional<Duration> longest = value(Keys.PUSH_LONGEST);
        Optional<List<String>> allow = value(Keys.PUSH_ALLOW);
        Optional<Optional<URI>> contact = value(Keys.PUSH_CONTACT);
        Optional<Boolean> loopback = value(Keys.PUSH_LOOPBACK);
        if (Stream.of(enabled, subscriptions, longest, allow, contact, loopback).anyMatch(Optional::isEmpty)) {
            return Optional.empty();
        }
        return Optional.of(new TeldavConfig.Push(
                enabled.get(), subscriptions.get(), longest.get(), allow.get(), contact.get(), loopback.get()));
    }

    private Optional<TeldavConfig.Database> database() {
        Optional<Optional<String>> url = value(Keys.DATABASE_URL);
        Optional<Optional<String>> user = value(Keys.DATABASE_USER);
        Optional<Optional<String>> password = value(Keys.DATABASE_PASSWORD);
        Optional<Integer> pool = value(Keys.DATABASE_POOL);
        Optional<Duration> timeout = value(Keys.DATABASE_STATEMENT_TIMEOUT);
        Optional<Duration> wait = value(Keys.DATABASE_WAIT);
        if (Stream.of(url, user, password, pool, timeout, wait).anyMatch(Optional::isEmpty)) {
            return Optional.empty();
        }
        return Optional.of(new TeldavConfig.Database(
                url.get(), user.get().orElse(""), password.get().orElse(""), pool.get(), timeout.get(), wait.get()));
    }

    /** Where nothing is said, a gateway is there to be used. */
    private boolean proof(SmsSettings gateway) {
        boolean there = !(gateway instanceof SmsSettings.None);
        boolean proof = value(Keys.PROPAGATION_PROOF).flatMap(said -> said).orElse(there);
        if (proof && !there) {
            errors.add(placeOf(Keys.PROPAGATION_PROOF) + "'propagation.proof' = sms needs a gateway: set sms.kind");
        }
        return proof;
    }

    private void refuseClearText(Listen listen) {
        errors.add(
                placeOf(Keys.LISTEN) + "'listen' = " + listen + " would take passwords in clear text from the network:"
                        + " set tls.certificate and tls.key, or trusted-proxies where a proxy in front does TLS,"
                        + " or listen-insecure = true");
    }

    /** Both or none. */
    private Optional<Optional<TeldavConfig.Tls>> files(Key<Optional<Path>> chain, Key<Optional<Path>> secret) {
        Optional<Optional<Path>> certificate = value(chain);
        Optional<Optional<Path>> key = value(secret);
        if (certificate.isEmpty() || key.isEmpty()) {
            return Optional.empty();
        }
        if (certificate.get().isPresent() != key.get().isPresent()) {
            Key<?> there = certificate.get().isPresent() ? chain : secret;
            Key<?> missing = certificate.get().isPresent() ? secret : chain;
            errors.add(placeOf(there) + "'" + there.path() + "' needs '" + missing.path() + "' too");
        }
        return Optional.of(certificate.get().flatMap(c -> key.get().map(k -> new TeldavConfig.Tls(c, k))));
    }

    private Optional<TeldavConfig.Limits> limits() {
        Optional<Integer> card = value(Keys.LIMITS_CARD);
        Optional<Integer> xml = value(Keys.LIMITS_XML);
        Optional<Integer> headers = value(Keys.LIMITS_HEADERS);
        Optional<Duration> idle = value(Keys.LIMITS_IDLE);
        Optional<Integer> threads = value(Keys.LIMITS_THREADS);
        Optional<Integer> requests = value(Keys.LIMITS_REQUESTS);
        Optional<TeldavConfig.Connections> connections = connections();
        if (Stream.of(card, xml, headers, idle, threads, requests, connections).anyMatch(Optional::isEmpty)) {
            return Optional.empty();
        }
        return Optional.of(new TeldavConfig.Limits(
                card.get(), xml.get(), headers.get(), idle.get(), threads.get(), requests.get(), connections.get()));
    }

    private Optional<TeldavConfig.Connections> connections() {
        Optional<Integer> all = value(Keys.LIMITS_CONNECTIONS);
        Optional<Integer> address = value(Keys.LIMITS_CONNECTIONS_PER_ADDRESS);
        Optional<Integer> rate = value(Keys.LIMITS_RATE);
        Optional<Duration> patience = value(Keys.LIMITS_PATIENCE);
        if (Stream.of(all, address, rate, patience).anyMatch(Optional::isEmpty)) {
            return Optional.empty();
        }
        return Optional.of(new TeldavConfig.Connections(all.get(), address.get(), rate.get(), patience.get()));
    }

    /** Empty, and an error noted, where the value is not what the key asks for. */
    private <T> Optional<T> value(Key<T> key) {
        ConfigValue value = given.get(key.path());
        if (value == null) {
            value = ConfigFactory.parseString("it = " + key.initial()).getValue("it");
        }
        try {
            return Optional.of(key.reader().apply(value));
        } catch (IllegalArgumentException e) {
            // A URL of JDBC may hold a password too, and a gateway's what it is opened with.
            boolean secret = key.path()
                    .matches(
                            "database\\.(url|user|password)|sms\\.(http|smpp)\\..*|ldap\\.bind-password|oidc\\.client-secret");
            errors.add(place(value.origin()) + "'" + key.path() + "' " + e.getMessage()
                    + (secret ? "" : ", not " + value.render(ConfigRenderOptions.concise())));
            return Optional.empty();
        }
    }

    private String placeOf(Key<?> key) {
        ConfigValue value = given.get(key.path());
        return value == null ? "" : place(value.origin());
    }

    private static String place(ConfigOrigin origin) {
        if (origin.filename() == null) {
            return origin.description() + ": ";
        }
        return Path.of(origin.filename()).getFileName() + ":" + origin.lineNumber() + ": ";
    }

    private static Stream<Key<?>> known() {
        return Keys.ALL.stream();
    }

    private static String nearest(String name, Function<Key<?>, String> spelling) {
        return NearestName.of(name, known().map(spelling).toList())
                .map(near -> " - did you mean '" + near + "'?")
                .orElse("");
    }
}
