package org.teldav.dav;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An error that knows its status and its XML; handlers only throw. Carries no stack trace: it says what a client did, not where the server was. */
public final class DavException extends RuntimeException {
    /** Seconds. */
    public static final String RETRY_AFTER = "5";

    private final int status;
    private final Optional<Precondition> precondition;
    private final List<String> hrefs;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private Optional<Privilege> needed = Optional.empty();

    /** @param hrefs the resources that stand in the way, as in no-uid-conflict */
    public DavException(int status, Optional<Precondition> precondition, String message, List<String> hrefs) {
        super(message, null, false, false);
        this.status = status;
        this.precondition = precondition;
        this.hrefs = List.copyOf(hrefs);
    }

    public DavException(Precondition precondition, String message, String... hrefs) {
        this(precondition.status(), Optional.of(precondition), message, List.of(hrefs));
    }

    public DavException(int status, String message) {
        this(status, Optional.empty(), message, List.of());
    }

    public static DavException badRequest(String message) {
        return new DavException(400, message);
    }

    /** 503: phones come again by themselves, where 429 is an error to them. */
    public static DavException later(String message) {
        return new DavException(503, message).with("Retry-After", RETRY_AFTER);
    }

    /** Another user's things and things that are not there are the same. */
    public static DavException notFound() {
        return new DavException(404, "there is nothing here");
    }

    public static DavException forbidden(String message) {
        return new DavException(403, message);
    }

    public static DavException conflict(String message) {
        return new DavException(409, message);
    }

    public static DavException preconditionFailed() {
        return new DavException(412, "a condition of the request does not hold");
    }

    /** RFC 9110 §15.5.6: with what may be asked of the resource. */
    public static DavException methodNotAllowed(String method, String allow) {
        return new DavException(405, method + " is not for this resource").with("Allow", allow);
    }

    /** Adds a header to the answer. */
    public DavException with(String header, String value) {
        headers.put(header, value);
        return this;
    }

    /** Names the privilege that is missing on the one href (RFC 3744 §7.1.1). */
    public DavException needing(Privilege privilege) {
        needed = Optional.of(privilege);
        return this;
    }

    /** Empty but for need-privileges. */
    public Optional<Privilege> needed() {
        return needed;
    }

    public int status() {
        return status;
    }

    public Optional<Precondition> precondition() {
        return precondition;
    }

    public List<String> hrefs() {
        return hrefs;
    }

    public Map<String, String> headers() {
        return headers;
    }
}
