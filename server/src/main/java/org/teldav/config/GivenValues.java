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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the file, the environment and the command line give, and what is wrong with it. Not thread-safe. */
final class GivenValues {
    /** A URL of JDBC may hold a password too, and a gateway's what it is opened with. */
    private static final Pattern SECRET = Pattern.compile(
            "database\\.(url|user|password)|sms\\.(http|smpp)\\..*|ldap\\.bind-password|oidc\\.client-secret");

    private final Map<String, ConfigValue> given = new HashMap<>();
    private final List<String> errors = new ArrayList<>();

    /** All that was found wrong, in the order in which it was. */
    List<String> errors() {
        return errors;
    }

    void option(Key<?> key, String value) {
        given.put(key.path(), ConfigValueFactory.fromAnyRef(value, "--" + key.path()));
    }

    void readFile(Path file) {
        try {
            Config parsed = ConfigFactory.parseFile(
                    file.toFile(),
                    ConfigParseOptions.defaults().setSyntax(ConfigSyntax.CONF).setAllowMissing(false));
            collect("", parsed.resolve(ConfigResolveOptions.defaults()).root());
        } catch (ConfigException.IO e) {
            String reason = Files.isDirectory(file) ? "it is a folder, not a file" : "this user may not read it";
            errors.add(file + ": " + (Files.notExists(file) ? "there is no such file" : reason));
        } catch (ConfigException e) {
            errors.add(unreadable(file, e));
        }
    }

    private static String unreadable(Path file, ConfigException e) {
        // Behind that it speaks of its other formats.
        String message = String.valueOf(e.getMessage()).replaceFirst("(?s) \\(if you intended.*", "");
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

    void readEnvironment(Map<String, String> environment) {
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

    /** Whether one of the values is a password, or something that often has one in it. */
    boolean hasSecrets() {
        return given.entrySet().stream()
                .filter(entry -> SECRET.matcher(entry.getKey()).matches())
                .anyMatch(entry -> isSecret(entry.getKey(), entry.getValue().unwrapped()));
    }

    private static boolean isSecret(String path, Object value) {
        return switch (path) {
            case "database.url" -> String.valueOf(value).contains("password=");
            case "sms.http.url", "sms.http.body", "sms.http.headers" -> true;
            default -> (path.endsWith("password") || path.endsWith("secret")) && !"".equals(value);
        };
    }

    /** Notes what is wrong with the value of a key, with where it stands. */
    void wrong(Key<?> key, String error) {
        errors.add(placeOf(key) + error);
    }

    /** Empty, and an error noted, where the value is not what the key asks for. */
    <T> Optional<T> of(Key<T> key) {
        ConfigValue value = given.get(key.path());
        if (value == null) {
            value = ConfigFactory.parseString("it = " + key.initial()).getValue("it");
        }
        try {
            return Optional.of(key.reader().apply(value));
        } catch (IllegalArgumentException e) {
            errors.add(place(value.origin()) + "'" + key.path() + "' " + e.getMessage()
                    + (SECRET.matcher(key.path()).matches()
                            ? ""
                            : ", not " + value.render(ConfigRenderOptions.concise())));
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
