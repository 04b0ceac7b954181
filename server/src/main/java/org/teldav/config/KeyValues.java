package org.teldav.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.teldav.sms.BodyType;

/** How the values of keys are read. Each function throws IllegalArgumentException with what a value must be, for people to read. */
final class KeyValues {
    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

    private KeyValues() {}

    static <T> Function<ConfigValue, T> text(Function<String, T> parse) {
        return value -> {
            String text = string(value);
            if (text.isBlank()) {
                throw new IllegalArgumentException("must not be empty");
            }
            return parse.apply(text);
        };
    }

    static <T> Function<ConfigValue, Optional<T>> optional(Function<String, T> parse) {
        return value ->
                Optional.of(string(value)).filter(text -> !text.isBlank()).map(parse);
    }

    static String string(ConfigValue value) {
        if (value.unwrapped() instanceof String text) {
            return text.strip();
        }
        throw new IllegalArgumentException("must be a text");
    }

    static boolean flag(ConfigValue value) {
        String text = String.valueOf(value.unwrapped());
        if (text.equals("true") || text.equals("false")) {
            return text.equals("true");
        }
        throw new IllegalArgumentException("must be true or false");
    }

    static Function<ConfigValue, Integer> number(int least, int most) {
        return value -> {
            String text = String.valueOf(value.unwrapped()).strip();
            if (text.matches("\\d{1,9}") && Integer.parseInt(text) >= least && Integer.parseInt(text) <= most) {
                return Integer.parseInt(text);
            }
            throw new IllegalArgumentException("must be a number from " + least + " to " + most);
        };
    }

    static Function<ConfigValue, Integer> size(int least, int most) {
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

    static String shown(int bytes) {
        return bytes < 1 << 20 ? (bytes >> 10) + " KiB" : (bytes >> 20) + " MiB";
    }

    static Function<ConfigValue, Duration> duration(Duration least, Duration most) {
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
                    throw new IllegalArgumentException(
                            "must be a time with its unit, like 60 s, 5 m (minutes), 12 h or 7 d", e);
                }
                throw new IllegalArgumentException("must be from " + shown(least) + " to " + shown(most));
            }
            throw new IllegalArgumentException("must be a time with its unit, like 60 s, 5 m (minutes), 12 h or 7 d");
        };
    }

    static String shown(Duration duration) {
        return duration.toDays() > 0 ? duration.toDays() + " d" : duration.toSeconds() + " s";
    }

    static <T> Function<ConfigValue, List<T>> list(Function<String, T> parse) {
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

    static URI url(String text) {
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

    /** A scheme, a host and a port: what stood beside would be left out of each address that is made of it. */
    static URI site(String text) {
        URI uri = url(text);
        boolean isMore = Stream.of(uri.getRawUserInfo(), uri.getRawQuery(), uri.getRawFragment())
                .anyMatch(Objects::nonNull);
        if (isMore || !Set.of("", "/").contains(uri.getRawPath())) {
            throw new IllegalArgumentException(
                    "must be a URL like https://dav.example.org/ with nothing but the host and a port");
        }
        return uri;
    }

    /** As {@code push.example.org}, or {@code *.example.org} for all below it. */
    static String hosts(String text) {
        String hosts = text.strip().toLowerCase(Locale.ROOT);
        if (hosts.matches("(\\*\\.)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?")) {
            return hosts;
        }
        throw new IllegalArgumentException("must be names of hosts like push.example.org or *.example.org");
    }

    /** RFC 8292 §2.1. */
    static URI contact(String text) {
        try {
            URI uri = URI.create(text);
            if ("mailto".equals(uri.getScheme()) || "https".equals(uri.getScheme()) && uri.getHost() != null) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("must be like mailto:admin@example.org or https://example.org/", e);
        }
        throw new IllegalArgumentException("must be like mailto:admin@example.org or https://example.org/");
    }

    /** OpenID Connect Core 1.0 §2: neither query nor fragment. */
    static URI issuer(String text) {
        URI uri = url(text);
        if (uri.getRawQuery() == null && uri.getRawFragment() == null && uri.getRawUserInfo() == null) {
            return uri;
        }
        throw new IllegalArgumentException("must be a URL like https://login.example.org/realms/main");
    }

    /** RFC 6749 §3.3. */
    static String scope(String text) {
        if (text.matches("[!#-\\[\\]-~]{1,100}")) {
            return text;
        }
        throw new IllegalArgumentException("must be words without blanks, like openid");
    }

    static URI ldap(String text) {
        try {
            URI uri = URI.create(text);
            if (("ldap".equals(uri.getScheme()) || "ldaps".equals(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getRawPath().matches("/?")
                    && uri.getRawQuery() == null) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("must be a URL like ldaps://ldap.example.org", e);
        }
        throw new IllegalArgumentException("must be a URL like ldaps://ldap.example.org");
    }

    /** RFC 4512 §1.4: a short name or an OID. */
    static String attribute(String text) {
        if (text.matches("[A-Za-z0-9][A-Za-z0-9.-]{0,99}")) {
            return text;
        }
        throw new IllegalArgumentException("must be the name of an attribute, like uid");
    }

    static boolean isLoopback(String host) {
        try {
            return host.equals("localhost")
                    || host.matches("[\\d.:\\[\\]a-fA-F]+")
                            && InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    static String region(String text) {
        String region = text.toUpperCase(Locale.ROOT);
        if (COUNTRIES.contains(region)) {
            return region;
        }
        throw new IllegalArgumentException("must be a country's code of two letters, like CH");
    }

    static Function<String, String> word(String... words) {
        return text -> {
            if (List.of(words).contains(text)) {
                return text;
            }
            throw new IllegalArgumentException("must be one of " + String.join(", ", words));
        };
    }

    static boolean proof(String text) {
        return word("none", "sms").apply(text).equals("sms");
    }

    static BodyType bodyType(String word) {
        return BodyType.valueOf(word.toUpperCase(Locale.ROOT));
    }

    static Function<String, String> upTo(int most) {
        return text -> {
            if (text.length() <= most && text.chars().allMatch(c -> c >= ' ' && c < 0x7F)) {
                return text;
            }
            throw new IllegalArgumentException("must have at most " + most + " characters of ASCII, as SMPP has it");
        };
    }

    /** SMPP 3.4: a name of at most 11 characters, or a number in international form. */
    static String source(String text) {
        if (text.matches("\\+?\\d{1,15}|[A-Za-z0-9 ]{1,11}")) {
            return text;
        }
        throw new IllegalArgumentException(
                "must be a name of up to 11 letters and digits, or a number like +41791234567");
    }

    /** Looked at with its places filled, as it will be used. */
    static String template(String text) {
        url(text.replace("{number}", "0").replace("{text}", "0"));
        return text;
    }

    /** Names of RFC 9110 §5.1, but those that the client sets itself. */
    static String header(String text) {
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
