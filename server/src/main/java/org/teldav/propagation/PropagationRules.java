package org.teldav.propagation;

import java.time.Duration;

/**
 * What the operator says of changes (propagation.md, "Choices" and the rules). Immutable.
 *
 * @param grace rule 2: how long a withdrawn number waits for one of its kind
 * @param forwarding rule 12: how long a number that was replaced is forwarded in cards that come late
 * @param settle how long a change waits before it goes out, so that a second edit within that time makes one change of both
 * @param dailyLimit how many changes of a user go out in 24 hours, the others later; 0 for any number
 * @param codes proof: whether a number that takes another's place goes out only when a code sent to it has been entered
 */
public record PropagationRules(Duration grace, Duration forwarding, Duration settle, int dailyLimit, boolean codes) {
    public static final PropagationRules DEFAULT =
            new PropagationRules(Duration.ofDays(7), Duration.ofDays(180), Duration.ZERO, 5, false);

    public PropagationRules {
        if (grace.isNegative() || forwarding.isNegative() || settle.isNegative() || dailyLimit < 0) {
            throw new IllegalArgumentException("times and limits can't be negative");
        }
    }
}
