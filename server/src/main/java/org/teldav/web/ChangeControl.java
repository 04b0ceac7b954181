package org.teldav.web;

import org.teldav.metrics.Metrics;
import org.teldav.propagation.PropagationMetrics;
import org.teldav.propagation.PropagationRules;
import org.teldav.propagation.Verification;

/**
 * How changes are held, let go and watched.
 *
 * @param verification says what a change waits for, and lets it go
 * @param wake tells the worker that there may be work
 * @param counted where the API counts what it does to changes
 * @param metrics all that is counted
 */
public record ChangeControl(
        PropagationRules rules,
        Verification verification,
        Runnable wake,
        PropagationMetrics counted,
        Metrics metrics) {}
