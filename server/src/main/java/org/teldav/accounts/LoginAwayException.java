package org.teldav.accounts;

/** What knows whether a login is right does not answer just now; that says nothing of the login. It passes. */
public class LoginAwayException extends RuntimeException {
    /** @param message for people, without what was typed */
    public LoginAwayException(String message) {
        super(message);
    }

    /** @param message for people, without what was typed */
    public LoginAwayException(String message, Throwable cause) {
        super(message, cause);
    }

    /** What whoever asked is told; not who was asked about the login, and why that does not answer. */
    public String advice() {
        return "what knows your password does not answer; try again";
    }
}
