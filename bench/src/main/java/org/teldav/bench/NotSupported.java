package org.teldav.bench;

/** The server refuses this kind of request for good: a fact about the server, neither a number nor an error. */
final class NotSupported extends Exception {

    private final int status;

    NotSupported(int status) {
        super("status " + status);
        this.status = status;
    }

    int status() {
        return status;
    }

    /** Whether a status says "I don't do this", as RFC 9110 §15 and RFC 3253 §3.6 (supported-report: 403) have it. */
    static boolean saidBy(int status) {
        return status == 403 || status == 405 || status == 415 || status == 501;
    }
}
