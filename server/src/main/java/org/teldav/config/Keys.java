package org.teldav.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.teldav.sms.BodyType;

/** Every key there is, with its default. A key is added here when, and only when, something obeys it. */
final class Keys {
    static final Key<Listen> LISTEN = new Key<>("listen", "\"127.0.0.1:8080\"", text(Listen::parse));
    static final Key<Boolean> LISTEN_INSECURE = new Key<>("listen-insecure", "false", Keys::flag);
    static final Key<Optional<URI>> PUBLIC_URL = new Key<>("public-url", "\"\"", optional(Keys::url));
    static final Key<Path> DATA = new Key<>("data", "\"./data\"", text(Path::of));
    static final Key<Optional<String>> DATABASE_URL = new Key<>("database.url", "\"\"", optional(Keys::jdbc));
    static final Key<Optional<String>> DATABASE_USER = new Key<>("database.user", "\"\"", optional(user -> user));
    static final Key<Optional<String>> DATABASE_PASSWORD =
            new Key<>("database.password", "\"\"", optional(password -> password));
    static final Key<Optional<Path>> TLS_CERTIFICATE = new Key<>("tls.certificate", "\"\"", optional(Path::of));
    static final Key<Optional<Path>> TLS_KEY = new Key<>("tls.key", "\"\"", optional(Path::of));
    static final Key<List<Network>> TRUSTED_PROXIES = new Key<>("trusted-proxies", "[]", list(Network::parse));
    static final Key<Optional<String>> REGION = new Key<>("region", "\"\"", optional(Keys::region));
    static final Key<Integer> LIMITS_CARD = new Key<>("limits.card", "10 MiB", size(1 << 10, 1 << 28));
    static final Key<Integer> LIMITS_XML = new Key<>("limits.xml", "1 MiB", size(1 << 10, 1 << 28));
    static final Key<Integer> LIMITS_HEADERS = new Key<>("limits.headers", "16 KiB", size(1 << 10, 1 << 20));
    static final Key<Duration> LIMITS_IDLE =
            new Key<>("limits.idle", "60 s", duration(Duration.ofSeconds(1), Duration.ofHours(1)));
    static final Key<Integer> LIMITS_THREADS = new Key<>("limits.threads", "64", number(8, 4096));
    static final Key<Integer> HISTORY_DAYS = new Key<>("history.days", "90", number(1, 36500));
    static final Key<Boolean> CARDDAV_VCARD4 = new Key<>("carddav.vcard4", "false", Keys::flag);
    static final Key<Boolean> CARDDAV_ADD_MEMBER = new Key<>("carddav.add-member", "false", Keys::flag);
    static final Key<Duration> PROPAGATION_GRACE =
            new Key<>("propagation.grace", "7 d", duration(Duration.ZERO, Duration.ofDays(365)));
    static final Key<Duration> PROPAGATION_FORWARDING =
            new Key<>("propagation.forwarding", "180 d", duration(Duration.ZERO, Duration.ofDays(3650)));
    static final Key<Duration> PROPAGATION_RETRACTION =
            new Key<>("propagation.retraction", "24 h", duration(Duration.ZERO, Duration.ofDays(365)));
    static final Key<Duration> PROPAGATION_SETTLE =
            new Key<>("propagation.settle", "0 s", duration(Duration.ZERO, Duration.ofDays(7)));
    static final Key<Integer> PROPAGATION_DAILY_LIMIT = new Key<>("propagation.daily-limit", "5", number(0, 1_000_000));
    static final Key<Optional<Boolean>> PROPAGATION_PROOF =
            new Key<>("propagation.proof", "\"\"", optional(Keys::proof));
    static final Key<String> SMS_KIND = new Key<>("sms.kind", "\"none\"", text(word("none", "http", "smpp", "file")));
    static final Key<Integer> SMS_RETRIES = new Key<>("sms.retries", "5", number(0, 20));
    static final Key<Duration> SMS_TIMEOUT =
            new Key<>("sms.timeout", "10 s", duration(Duration.ofSeconds(1), Duration.ofSeconds(60)));
    static final Key<Optional<String>> SMS_HTTP_URL = new Key<>("sms.http.url", "\"\"", optional(Keys::template));
    static final Key<String> SMS_HTTP_METHOD =
            new Key<>("sms.http.method", "\"POST\"", text(word("POST", "PUT", "GET")));
    static final Key<BodyType> SMS_HTTP_TYPE = new Key<>(
            "sms.http.type",
            "\"json\"",
            text(word("json", "form", "xml", "plain").andThen(Keys::bodyType)));
    static final Key<List<String>> SMS_HTTP_HEADERS = new Key<>("sms.http.headers", "[]", list(Keys::header));
    static final Key<Optional<String>> SMS_HTTP_BODY = new Key<>("sms.http.body", "\"\"", optional(body -> body));
    static final Key<Boolean> SMS_HTTP_INSECURE = new Key<>("sms.http.insecure", "false", Keys::flag);
    static final Key<Optional<String>> SMS_SMPP_HOST = new Key<>("sms.smpp.host", "\"\"", optional(host -> host));
    static final Key<Integer> SMS_SMPP_PORT = new Key<>("sms.smpp.port", "2775", number(1, 65535));
    static final Key<Boolean> SMS_SMPP_TLS = new Key<>("sms.smpp.tls", "false", Keys::flag);
    static final Key<Optional<String>> SMS_SMPP_SYSTEM_ID = new Key<>("sms.smpp.system-id", "\"\"", optional(upTo(15)));
    static final Key<Optional<String>> SMS_SMPP_PASSWORD = new Key<>("sms.smpp.password", "\"\"", optional(upTo(8)));
    static final Key<Optional<String>> SMS_SMPP_SYSTEM_TYPE =
            new Key<>("sms.smpp.system-type", "\"\"", optional(upTo(12)));
    static final Key<String> SMS_SMPP_SOURCE = new Key<>("sms.smpp.source", "\"TelDAV\"", text(Keys::source));
    static final Key<Optional<Path>> SMS_FILE = new Key<>("sms.file", "\"\"", optional(Path::of));

    static final List<Key<?>> ALL = List.of(
            LISTEN,
            LISTEN_INSECURE,
            PUBLIC_URL,
            DATA,
            DATABASE_URL,
            DATABASE_USER,
            DATABASE_PASSWORD,
            TLS_CERTIFICATE,
            TLS_KEY,
            TRUSTED_PROXIES,
            REGION,
            LIMITS_CARD,
            LIMITS_XML,
            LIMITS_HEADERS,
            LIMITS_IDLE,
            LIMITS_THREADS,
            HISTORY_DAYS,
            CARDDAV_VCARD4,
            CARDDAV_ADD_MEMBER,
            PROPAGATION_GRACE,
            PROPAGATION_FORWARDING,
            PROPAGATION_RETRACTION,
            PROPAGATION_SETTLE,
            PROPAGATION_DAILY_LIMIT,
            PROPAGATION_PROOF,
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
            SMS_FILE);

    /** Variables that the scripts read for themselves. */
    static final Set<String> OTHER_VARIABLES = Set.of("TELDAV_JAVA_OPTS", "TELDAV_BENCH_PASSWORD");

    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

    private Keys() {}

    private static <T> Function<ConfigValue, T> text(Function<String, T> parse) {
        return value -> {
            String text = string(value);
            if (text.isBlank()) {
                throw new IllegalArgumentException("must not be empty");
            }
            return parse.apply(text);
        };
    }

    private static <T> Function<ConfigValue, Optional<T>> optional(Function<String, T> parse) {
        return value ->
                Optional.of(string(value)).filter(text -> !text.isBlank()).map(parse);
    }

    private static String string(ConfigValue value) {
        if (value.unwrapped() instanceof String text) {
            return text.strip();
        }
        throw new IllegalArgumentException("must be a text");
    }

    private static boolean flag(ConfigValue value) {
        String text = String.valueOf(value.unwrapped());
        if (text.equals("true") || text.equals("false")) {
            return text.equals("true");
        }
        throw new IllegalArgumentException("must be true or false");
    }

    private static Function<ConfigValue, Integer> number(int least, int most) {
        return value -> {
            String text = String.valueOf(value.unwrapped()).strip();
            if (text.matches("\\d{1,9}") && Integer.parseInt(text) >= least && Integer.parseInt(text) <= most) {
                return Integer.parseInt(text);
            }
            throw new IllegalArgumentException("must be a number from " + least + " to " + most);
        };
    }

    private static Function<ConfigValue, Integer> size(int least, int most) {
        return value -> {
            try {
                long bytes = value.atKey("it").getMemorySize("it").toBytes();
                if (bytes >= least && bytes <= most) {
                    return (int) bytes;
                }
            } catch (ConfigException e) {
                throw new IllegalArgumentException("must be a size like 10 MiB", e);
            }
            throw new IllegalArgumentException("must be from " + shown(least) + " to " + shown(most));
        };
    }

    private static String shown(int bytes) {
        return bytes < 1 << 20 ? (bytes >> 10) + " KiB" : (bytes >> 20) + " MiB";
    }

    private static Function<ConfigValue, Duration> duration(Duration least, Duration most) {
        return value -> {
            // A bare number would be milliseconds, which nobody expects.
            if (value.unwrapped() instanceof String text
                    && !text.isBlank()
                    && !text.strip().matches("[\\d.]+")) {
                try {
                    Duration duration = value.atKey("it").getDuration("it");
                    if (duration.compareTo(least) >= 0 && duration.compareTo(most) <= 0) {
                        return duration;
                    }
                } catch (ConfigException e) {
                    throw new IllegalArgumentException("must be a time with its unit, like 60 s or 7 d", e);
                }
                throw new IllegalArgumentException("must be from " + shown(least) + " to " + shown(most));
            }
            throw new IllegalArgumentException("must be a time with its unit, like 60 s or 7 d");
        };
    }

    private static String shown(Duration duration) {
        return duration.toDays() > 0 ? duration.toDays() + " d" : duration.toSeconds() + " s";
    }

    private static <T> Function<ConfigValue, List<T>> list(Function<String, T> parse) {
        return value -> {
            if (value.valueType() == ConfigValueType.LIST) {
                return ((List<?>) value.unwrapped())
                        .stream().map(String::valueOf).map(parse).toList();
            }
            return Arrays.stream(string(value).split(","))
                    .map(String::strip)
                    .filter(text -> !text.isEmpty())
                    .map(parse)
                    .toList();
        };
    }

    private static URI url(String text) {
        try {
            URI uri = URI.create(text);
            if (("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())) && uri.getHost() != null) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("must be a URL like https://dav.example.org/", e);
        }
        throw new IllegalArgumentException("must be a URL like https://dav.example.org/");
    }

    private static String jdbc(String text) {
        if (text.startsWith("jdbc:hsqldb:") || text.startsWith("jdbc:postgresql:")) {
            return text;
        }
        throw new IllegalArgumentException("must begin with jdbc:postgresql: or jdbc:hsqldb:");
    }

    private static String region(String text) {
        String region = text.toUpperCase(Locale.ROOT);
        if (COUNTRIES.contains(region)) {
            return region;
        }
        throw new IllegalArgumentException("must be a country's code of two letters, like CH");
    }

    private static Function<String, String> word(String... words) {
        return text -> {
            if (List.of(words).contains(text)) {
                return text;
            }
            throw new IllegalArgumentException("must be one of " + String.join(", ", words));
        };
    }

    private static boolean proof(String text) {
        return word("none", "sms").apply(text).equals("sms");
    }

    private static BodyType bodyType(String word) {
        return BodyType.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private static Function<String, String> upTo(int most) {
        return text -> {
            if (text.length() <= most && text.chars().allMatch(c -> c >= ' ' && c < 0x7F)) {
                return text;
            }
            throw new IllegalArgumentException("must have at most " + most + " characters of ASCII, as SMPP has it");
        };
    }

    /** SMPP 3.4: a name of at most 11 characters, or a number in international form. */
    private static String source(String text) {
        if (text.matches("\\+?\\d{1,15}|[A-Za-z0-9 ]{1,11}")) {
            return text;
        }
        throw new IllegalArgumentException(
                "must be a name of up to 11 letters and digits, or a number like +41791234567");
    }

    /** Looked at with its places filled, as it will be used. */
    private static String template(String text) {
        url(text.replace("{number}", "0").replace("{text}", "0"));
        return text;
    }

    /** Names of RFC 9110 §5.1, but those that the client sets itself. */
    private static String header(String text) {
        if (!text.matches("[A-Za-z0-9-]{1,100}:[ -~]*")) {
            throw new IllegalArgumentException("must be lines like \"Authorization: Bearer …\"");
        }
        String name = text.substring(0, text.indexOf(':')).toLowerCase(Locale.ROOT);
        if (Set.of("content-type", "content-length", "host", "connection", "expect", "upgrade")
                .contains(name)) {
            throw new IllegalArgumentException(
                    "can't have " + name + ", which sets itself; for the body's see sms.http.type");
        }
        return text;
    }
}
