package org.teldav.accounts;

/** What was asked for can't be done; the message tells people what would do. */
public final class RefusedException extends RuntimeException {
    private final Reason reason;

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
        super(message);
        this.reason = reason;
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
}
