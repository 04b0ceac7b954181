package org.teldav.config;

import com.typesafe.config.ConfigValue;
import java.util.Locale;
import java.util.function.Function;

/**
 * A known key.
 *
 * @param path dotted
 * @param initial its default, as it is written in the file
 * @param reader makes the value, or throws {@link IllegalArgumentException} with what it "must be"
 */
record Key<T>(String path, String initial, Function<ConfigValue, T> reader) {
    /** The environment variable that says the same. */
    String variable() {
        return "TELDAV_" + path.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }
}
