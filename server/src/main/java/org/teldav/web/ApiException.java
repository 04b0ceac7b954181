package org.teldav.web;

/** An answer that is an error: the status, and for people what is wrong. */
public final class ApiException extends RuntimeException {
    private final int status;
    private final String code;

    ApiException(int status, String message) {
        this(status, message, "");
    }

    /** @param code a name that stays, by which other languages find their words; empty for none */
    ApiException(int status, String message, String code) {
        super(message);
        this.status = status;
        this.code = code;
    }

    ApiException(int status, String message, Throwable cause) {
        super(message, cause);
        this.status = status;
        this.code = "";
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }
}
