package org.teldav.accounts;

import java.util.Arrays;
import java.util.List;

/** What was asked for can't be done; the message tells people what would do. */
public final class RefusedException extends RuntimeException {
    private final Reason reason;
    private final String code;
    private final List<String> arguments;

    /** What kind of refusal it is. */
    public enum Reason {
        /** The request itself is wrong. */
        INVALID,
        /** Something that it names is not there. */
        MISSING,
        /** Something that is there stands in its way. */
        CONFLICT,
        /** It was asked for too often. */
        LIMIT
    }

    public RefusedException(Reason reason, String message) {
        this(reason, message, "", List.of());
    }

    private RefusedException(Reason reason, String message, String code, List<String> arguments) {
        super(message);
        this.reason = reason;
        this.code = code;
        this.arguments = arguments;
    }

    /** The same with a name that stays, by which other languages find their words. @param of what the message speaks */
    public RefusedException as(String name, Object... of) {
        return new RefusedException(
                reason,
                String.valueOf(getMessage()),
                name,
                Arrays.stream(of).map(String::valueOf).toList());
    }

    public static RefusedException invalid(String message) {
        return new RefusedException(Reason.INVALID, message);
    }

    public static RefusedException missing(String message) {
        return new RefusedException(Reason.MISSING, message);
    }

    public static RefusedException conflict(String message) {
        return new RefusedException(Reason.CONFLICT, message);
    }

    public static RefusedException limit(String message) {
        return new RefusedException(Reason.LIMIT, message);
    }

    public Reason reason() {
        return reason;
    }

    /** Of {@link #as}; empty where it has no name. */
    public String code() {
        return code;
    }

    /** Of {@link #as}. */
    public List<String> arguments() {
        return arguments;
    }
}
