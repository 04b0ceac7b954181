package org.teldav.push;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** RFC 9110 §10.2.3, as far as push services send it: seconds. A date is no answer: nobody's clock is ours. */
final class RetryAfter {
    private static final int DIGITS = 9;

    private RetryAfter() {}

    /** Empty where it says nothing. */
    static Optional<Duration> of(@Nullable String value) {
        if (value == null || !value.matches("\\d{1," + DIGITS + "}")) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofSeconds(Integer.parseInt(value)));
    }
}
