package org.teldav.propagation;

import java.time.Duration;

/**
 * What the operator says of changes (propagation.md, "Choices" and the rules). Immutable.
 *
 * @param grace rule 2: how long a withdrawn number waits for one of its kind
 * @param forwarding rule 12: how long a number that was replaced is forwarded in cards that come late
 */
public record PropagationRules(Duration grace, Duration forwarding) {
    public static final PropagationRules DEFAULT = new PropagationRules(Duration.ofDays(7), Duration.ofDays(180));

    public PropagationRules {
        if (grace.isNegative() || forwarding.isNegative()) {
            throw new IllegalArgumentException("times can't be negative");
        }
    }
}
