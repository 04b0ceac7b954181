package org.teldav.propagation;

/** Takes a text to a telephone. Must be thread-safe. */
@FunctionalInterface
public interface CodeSender {
    /** How it went. */
    enum Delivery {
        /** Whoever is to bring it has it. */
        SENT,
        /** Not now. */
        LATER,
        /** Not this text to this number. */
        NEVER
    }

    /**
     * Returns when that is known.
     *
     * @param number in E.164, with its plus
     */
    Delivery send(String number, String text);
}
