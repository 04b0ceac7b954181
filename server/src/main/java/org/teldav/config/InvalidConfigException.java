package org.teldav.config;

import java.util.List;

/** The configuration has errors: all of them, a line each, for the operator to read. */
public final class InvalidConfigException extends Exception {
    private final List<String> errors;

    public InvalidConfigException(List<String> errors) {
        super(String.join("\n", errors));
        this.errors = List.copyOf(errors);
    }

    /** Each with its place, as {@code teldav.conf:12: unknown key 'regoin' - did you mean 'region'?}. */
    public List<String> errors() {
        return errors;
    }
}
