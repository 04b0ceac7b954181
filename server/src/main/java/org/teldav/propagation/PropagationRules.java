package org.teldav.propagation;

import java.time.Duration;

/**
 * What the operator says of changes (propagation.md, "Choices" and the rules). Immutable.
 *
 * @param grace rule 2: how long a withdrawn number waits for one of its kind
 * @param codes proof: whether a number that takes another's place goes out only when a code sent to it has been entered
 */
public record PropagationRules(Duration grace, boolean codes) {
    public static final PropagationRules DEFAULT = new PropagationRules(Duration.ofDays(7), false);

    public PropagationRules {
        if (grace.isNegative()) {
            throw new IllegalArgumentException("times can't be negative");
        }
    }
}
