package org.teldav.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.teldav.ldap.LdapSettings;
import org.teldav.sms.BodyType;
import org.teldav.storage.sql.DatabaseUrl;

/** Every key there is, with its default. A key is added here when, and only when, something obeys it. */
final class Keys {
    static final Key<Listen> LISTEN = new Key<>("listen", "\"127.0.0.1:8080\"", KeyValues.text(Listen::parse));
    static final Key<Boolean> LISTEN_INSECURE = new Key<>("listen-insecure", "false", KeyValues::flag);
    static final Key<Optional<URI>> PUBLIC_URL = new Key<>("public-url", "\"\"", KeyValues.optional(KeyValues::site));
    static final Key<Path> DATA = new Key<>("data", "\"./data\"", KeyValues.text(Path::of));
    static final Key<Optional<String>> DATABASE_URL =
            new Key<>("database.url", "\"\"", KeyValues.optional(DatabaseUrl::checked));
    static final Key<Optional<String>> DATABASE_USER =
            new Key<>("database.user", "\"\"", KeyValues.optional(user -> user));
    static final Key<Optional<String>> DATABASE_PASSWORD =
            new Key<>("database.password", "\"\"", KeyValues.optional(password -> password));
    static final Key<Integer> DATABASE_POOL = new Key<>("database.pool", "16", KeyValues.number(2, 1000));
    static final Key<Duration> DATABASE_STATEMENT_TIMEOUT =
            new Key<>("database.statement-timeout", "60 s", KeyValues.duration(Duration.ZERO, Duration.ofHours(1)));
    static final Key<Duration> DATABASE_WAIT =
            new Key<>("database.wait", "60 s", KeyValues.duration(Duration.ZERO, Duration.ofDays(1)));
    static final Key<Optional<Path>> TLS_CERTIFICATE =
            new Key<>("tls.certificate", "\"\"", KeyValues.optional(Path::of));
    static final Key<Optional<Path>> TLS_KEY = new Key<>("tls.key", "\"\"", KeyValues.optional(Path::of));
    static final Key<Optional<Path>> PAGE_PROFILE_CERTIFICATE =
            new Key<>("page.profile-certificate", "\"\"", KeyValues.optional(Path::of));
    static final Key<Optional<Path>> PAGE_PROFILE_KEY =
            new Key<>("page.profile-key", "\"\"", KeyValues.optional(Path::of));
    static final Key<List<Network>> TRUSTED_PROXIES =
            new Key<>("trusted-proxies", "[]", KeyValues.list(Network::parse));
    static final Key<Optional<String>> REGION = new Key<>("region", "\"\"", KeyValues.optional(KeyValues::region));
    static final Key<Integer> LIMITS_CARD = new Key<>("limits.card", "10 MiB", KeyValues.size(1 << 10, 1 << 28));
    static final Key<Integer> LIMITS_XML = new Key<>("limits.xml", "1 MiB", KeyValues.size(1 << 10, 1 << 28));
    static final Key<Integer> LIMITS_HEADERS = new Key<>("limits.headers", "16 KiB", KeyValues.size(1 << 10, 1 << 20));
    static final Key<Duration> LIMITS_IDLE =
            new Key<>("limits.idle", "60 s", KeyValues.duration(Duration.ofSeconds(1), Duration.ofHours(1)));
    static final Key<Integer> LIMITS_THREADS = new Key<>("limits.threads", "64", KeyValues.number(8, 4096));
    static final Key<Integer> LIMITS_REQUESTS = new Key<>("limits.requests-per-user", "32", KeyValues.number(1, 4096));
    static final Key<Integer> LIMITS_CONNECTIONS =
            new Key<>("limits.connections", "1024", KeyValues.number(1, 100_000));
    static final Key<Integer> LIMITS_CONNECTIONS_PER_ADDRESS =
            new Key<>("limits.connections-per-address", "128", KeyValues.number(1, 100_000));
    static final Key<Integer> LIMITS_RATE = new Key<>("limits.rate", "1 KiB", KeyValues.size(0, 1 << 20));
    static final Key<Duration> LIMITS_PATIENCE =
            new Key<>("limits.patience", "10 s", KeyValues.duration(Duration.ofSeconds(1), Duration.ofHours(1)));
    static final Key<Integer> HISTORY_DAYS = new Key<>("history.days", "90", KeyValues.number(1, 36500));
    static final Key<Boolean> CARDDAV_VCARD4 = new Key<>("carddav.vcard4", "false", KeyValues::flag);
    static final Key<Boolean> CARDDAV_ADD_MEMBER = new Key<>("carddav.add-member", "false", KeyValues::flag);
    static final Key<Duration> PROPAGATION_GRACE =
            new Key<>("propagation.grace", "7 d", KeyValues.duration(Duration.ZERO, Duration.ofDays(365)));
    static final Key<Duration> PROPAGATION_FORWARDING =
            new Key<>("propagation.forwarding", "180 d", KeyValues.duration(Duration.ZERO, Duration.ofDays(3650)));
    static final Key<Duration> PROPAGATION_RETRACTION =
            new Key<>("propagation.retraction", "24 h", KeyValues.duration(Duration.ZERO, Duration.ofDays(365)));
    static final Key<Duration> PROPAGATION_SETTLE =
            new Key<>("propagation.settle", "0 s", KeyValues.duration(Duration.ZERO, Duration.ofDays(7)));
    static final Key<Integer> PROPAGATION_DAILY_LIMIT =
            new Key<>("propagation.daily-limit", "5", KeyValues.number(0, 1_000_000));
    static final Key<Optional<Boolean>> PROPAGATION_PROOF =
            new Key<>("propagation.proof", "\"\"", KeyValues.optional(KeyValues::proof));
    static final Key<Boolean> PUSH_ENABLED = new Key<>("push.enabled", "true", KeyValues::flag);
    static final Key<Integer> PUSH_SUBSCRIPTIONS =
            new Key<>("push.subscriptions-per-user", "100", KeyValues.number(1, 100_000));
    static final Key<Duration> PUSH_LONGEST =
            new Key<>("push.longest", "30 d", KeyValues.duration(Duration.ofDays(3), Duration.ofDays(365)));
    static final Key<List<String>> PUSH_ALLOW = new Key<>("push.allow", "[]", KeyValues.list(KeyValues::hosts));
    static final Key<Optional<URI>> PUSH_CONTACT =
            new Key<>("push.contact", "\"\"", KeyValues.optional(KeyValues::contact));
    static final Key<Boolean> PUSH_LOOPBACK = new Key<>("push.loopback", "false", KeyValues::flag);
    static final Key<String> SMS_KIND =
            new Key<>("sms.kind", "\"none\"", KeyValues.text(KeyValues.word("none", "http", "smpp", "file")));
    static final Key<Integer> SMS_RETRIES = new Key<>("sms.retries", "5", KeyValues.number(0, 20));
    static final Key<Duration> SMS_TIMEOUT =
            new Key<>("sms.timeout", "10 s", KeyValues.duration(Duration.ofSeconds(1), Duration.ofSeconds(60)));
    static final Key<Optional<String>> SMS_HTTP_URL =
            new Key<>("sms.http.url", "\"\"", KeyValues.optional(KeyValues::template));
    static final Key<String> SMS_HTTP_METHOD =
            new Key<>("sms.http.method", "\"POST\"", KeyValues.text(KeyValues.word("POST", "PUT", "GET")));
    static final Key<BodyType> SMS_HTTP_TYPE = new Key<>(
            "sms.http.type",
            "\"json\"",
            KeyValues.text(KeyValues.word("json", "form", "xml", "plain").andThen(KeyValues::bodyType)));
    static final Key<List<String>> SMS_HTTP_HEADERS =
            new Key<>("sms.http.headers", "[]", KeyValues.list(KeyValues::header));
    static final Key<Optional<String>> SMS_HTTP_BODY =
            new Key<>("sms.http.body", "\"\"", KeyValues.optional(body -> body));
    static final Key<Boolean> SMS_HTTP_INSECURE = new Key<>("sms.http.insecure", "false", KeyValues::flag);
    static final Key<Optional<String>> SMS_SMPP_HOST =
            new Key<>("sms.smpp.host", "\"\"", KeyValues.optional(host -> host));
    static final Key<Integer> SMS_SMPP_PORT = new Key<>("sms.smpp.port", "2775", KeyValues.number(1, 65535));
    static final Key<Boolean> SMS_SMPP_TLS = new Key<>("sms.smpp.tls", "false", KeyValues::flag);
    static final Key<Optional<String>> SMS_SMPP_SYSTEM_ID =
            new Key<>("sms.smpp.system-id", "\"\"", KeyValues.optional(KeyValues.upTo(15)));
    static final Key<Optional<String>> SMS_SMPP_PASSWORD =
            new Key<>("sms.smpp.password", "\"\"", KeyValues.optional(KeyValues.upTo(8)));
    static final Key<Optional<String>> SMS_SMPP_SYSTEM_TYPE =
            new Key<>("sms.smpp.system-type", "\"\"", KeyValues.optional(KeyValues.upTo(12)));
    static final Key<String> SMS_SMPP_SOURCE =
            new Key<>("sms.smpp.source", "\"TelDAV\"", KeyValues.text(KeyValues::source));
    static final Key<Optional<Path>> SMS_FILE = new Key<>("sms.file", "\"\"", KeyValues.optional(Path::of));
    static final Key<Optional<URI>> LDAP_URL = new Key<>("ldap.url", "\"\"", KeyValues.optional(KeyValues::ldap));
    static final Key<Boolean> LDAP_START_TLS = new Key<>("ldap.start-tls", "false", KeyValues::flag);
    static final Key<Optional<Path>> LDAP_CA = new Key<>("ldap.ca", "\"\"", KeyValues.optional(Path::of));
    static final Key<Optional<String>> LDAP_BIND_DN =
            new Key<>("ldap.bind-dn", "\"\"", KeyValues.optional(LdapSettings::name));
    static final Key<Optional<String>> LDAP_BIND_PASSWORD =
            new Key<>("ldap.bind-password", "\"\"", KeyValues.optional(password -> password));
    static final Key<Optional<String>> LDAP_BASE =
            new Key<>("ldap.base", "\"\"", KeyValues.optional(LdapSettings::name));
    static final Key<String> LDAP_FILTER =
            new Key<>("ldap.filter", "\"(objectClass=*)\"", KeyValues.text(LdapSettings::filter));
    static final Key<String> LDAP_NAME = new Key<>("ldap.name", "\"uid\"", KeyValues.text(KeyValues::attribute));
    static final Key<String> LDAP_FULL_NAME =
            new Key<>("ldap.full-name", "\"cn\"", KeyValues.text(KeyValues::attribute));
    static final Key<String> LDAP_EMAIL = new Key<>("ldap.email", "\"mail\"", KeyValues.text(KeyValues::attribute));
    static final Key<Duration> LDAP_TIMEOUT =
            new Key<>("ldap.timeout", "5 s", KeyValues.duration(Duration.ofSeconds(1), Duration.ofSeconds(60)));
    static final Key<Duration> LDAP_REMEMBER =
            new Key<>("ldap.remember", "600 s", KeyValues.duration(Duration.ZERO, Duration.ofDays(1)));
    static final Key<Boolean> LDAP_CREATE_USERS = new Key<>("ldap.create-users", "false", KeyValues::flag);
    static final Key<Optional<URI>> OIDC_ISSUER =
            new Key<>("oidc.issuer", "\"\"", KeyValues.optional(KeyValues::issuer));
    static final Key<Optional<String>> OIDC_CLIENT_ID =
            new Key<>("oidc.client-id", "\"\"", KeyValues.optional(id -> id));
    static final Key<Optional<String>> OIDC_CLIENT_SECRET =
            new Key<>("oidc.client-secret", "\"\"", KeyValues.optional(secret -> secret));
    static final Key<List<String>> OIDC_SCOPES =
            new Key<>("oidc.scopes", "[\"openid\", \"profile\", \"email\"]", KeyValues.list(KeyValues::scope));
    static final Key<String> OIDC_CLAIM =
            new Key<>("oidc.claim", "\"preferred_username\"", KeyValues.text(claim -> claim));
    static final Key<Boolean> OIDC_CREATE_USERS = new Key<>("oidc.create-users", "false", KeyValues::flag);
    static final Key<Optional<String>> OIDC_AUDIENCE =
            new Key<>("oidc.audience", "\"\"", KeyValues.optional(audience -> audience));
    static final Key<String> OIDC_SCOPE = new Key<>("oidc.scope", "\"carddav\"", KeyValues.text(KeyValues::scope));
    static final Key<Duration> OIDC_TIMEOUT =
            new Key<>("oidc.timeout", "5 s", KeyValues.duration(Duration.ofSeconds(1), Duration.ofSeconds(60)));

    static final List<Key<?>> ALL = List.of(
            LISTEN,
            LISTEN_INSECURE,
            PUBLIC_URL,
            DATA,
            DATABASE_URL,
            DATABASE_USER,
            DATABASE_PASSWORD,
            DATABASE_POOL,
            DATABASE_STATEMENT_TIMEOUT,
            DATABASE_WAIT,
            TLS_CERTIFICATE,
            TLS_KEY,
            PAGE_PROFILE_CERTIFICATE,
            PAGE_PROFILE_KEY,
            TRUSTED_PROXIES,
            REGION,
            LIMITS_CARD,
            LIMITS_XML,
            LIMITS_HEADERS,
            LIMITS_IDLE,
            LIMITS_THREADS,
            LIMITS_REQUESTS,
            LIMITS_CONNECTIONS,
            LIMITS_CONNECTIONS_PER_ADDRESS,
            LIMITS_RATE,
            LIMITS_PATIENCE,
            HISTORY_DAYS,
            CARDDAV_VCARD4,
            CARDDAV_ADD_MEMBER,
            PROPAGATION_GRACE,
            PROPAGATION_FORWARDING,
            PROPAGATION_RETRACTION,
            PROPAGATION_SETTLE,
            PROPAGATION_DAILY_LIMIT,
            PROPAGATION_PROOF,
            PUSH_ENABLED,
            PUSH_SUBSCRIPTIONS,
            PUSH_LONGEST,
            PUSH_ALLOW,
            PUSH_CONTACT,
            PUSH_LOOPBACK,
            SMS_KIND,
            SMS_RETRIES,
            SMS_TIMEOUT,
            SMS_HTTP_URL,
            SMS_HTTP_METHOD,
            SMS_HTTP_TYPE,
            SMS_HTTP_HEADERS,
            SMS_HTTP_BODY,
            SMS_HTTP_INSECURE,
            SMS_SMPP_HOST,
            SMS_SMPP_PORT,
            SMS_SMPP_TLS,
            SMS_SMPP_SYSTEM_ID,
            SMS_SMPP_PASSWORD,
            SMS_SMPP_SYSTEM_TYPE,
            SMS_SMPP_SOURCE,
            SMS_FILE,
            LDAP_URL,
            LDAP_START_TLS,
            LDAP_CA,
            LDAP_BIND_DN,
            LDAP_BIND_PASSWORD,
            LDAP_BASE,
            LDAP_FILTER,
            LDAP_NAME,
            LDAP_FULL_NAME,
            LDAP_EMAIL,
            LDAP_TIMEOUT,
            LDAP_REMEMBER,
            LDAP_CREATE_USERS,
            OIDC_ISSUER,
            OIDC_CLIENT_ID,
            OIDC_CLIENT_SECRET,
            OIDC_SCOPES,
            OIDC_CLAIM,
            OIDC_CREATE_USERS,
            OIDC_AUDIENCE,
            OIDC_SCOPE,
            OIDC_TIMEOUT);

    /** Variables that the scripts read for themselves. */
    static final Set<String> OTHER_VARIABLES = Set.of("TELDAV_JAVA_OPTS", "TELDAV_BENCH_PASSWORD");

    private Keys() {}
}
