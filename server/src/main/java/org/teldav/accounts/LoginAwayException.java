package org.teldav.accounts;

/** What knows whether a login is right does not answer just now; that says nothing of the login. It passes. */
public final class LoginAwayException extends RuntimeException {
    /** @param message for people, without what was typed */
    public LoginAwayException(String message) {
        super(message);
    }

    /** @param message for people, without what was typed */
    public LoginAwayException(String message, Throwable cause) {
        super(message, cause);
    }
}
