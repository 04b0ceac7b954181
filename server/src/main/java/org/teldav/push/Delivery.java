package org.teldav.push;

import java.time.Duration;
import java.util.Optional;

/** What became of a message. */
sealed interface Delivery {
    /** The push service has it. */
    record Sent() implements Delivery {}

    /** The push service knows the subscription no more. */
    record Gone() implements Delivery {}

    /** It was refused, and will be again. @param reason for the log; it names no host */
    record Refused(String reason) implements Delivery {}

    /**
     * Another time.
     *
     * @param after as the push service said it, whatever it said
     * @param isSilent whether the push service said nothing at all
     */
    record Later(String reason, Optional<Duration> after, boolean isSilent) implements Delivery {
        /** It stood behind others of a push service that doesn't answer. */
        static final Later BEHIND = new Later("nobody answers there", false);

        /** Nobody tried. */
        static final Later UNSENT = new Later("the server stops", false);

        Later(String reason, boolean isSilent) {
            this(reason, Optional.empty(), isSilent);
        }
    }
}
