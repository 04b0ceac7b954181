package org.teldav.accounts;

import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;

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

    /** For who runs the server: why a connection was not made, by what lies deepest and has words. The failures above it have the same in brackets, or nothing but a class. */
    public static String why(Throwable failure) {
        String said = "nothing answers there";
        for (Throwable next = failure; next != null; next = next.getCause()) {
            if (next instanceof UnknownHostException || next instanceof UnresolvedAddressException) {
                return "there is no address of that name";
            } else if (next instanceof CertPathBuilderException) {
                return "its certificate is of no authority that is trusted here";
            }
            said = next.getMessage() == null ? said : next.getMessage();
        }
        return said;
    }
}
