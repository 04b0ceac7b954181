package org.teldav.bench;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What became of one operation. Immutable. */
@JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
@JsonSubTypes({@JsonSubTypes.Type(Row.Measured.class), @JsonSubTypes.Type(Row.Refused.class)})
sealed interface Row {

    String operation();

    /**
     * Only right answers count, but for {@code errors}.
     *
     * @param perSecond right answers a second, summed over the connections
     * @param firstByteP50Millis from the sending of the request to the first byte of the answer's head, median
     * @param bytesPerSecond requests and answers together, heads included
     * @param firstError an example, or an empty text
     * @param reconnects how often the server made the client connect anew
     */
    record Measured(
            String operation,
            long requests,
            double perSecond,
            double p50Millis,
            double p99Millis,
            double longestMillis,
            double firstByteP50Millis,
            double firstByteP99Millis,
            double bytesPerSecond,
            long errors,
            String firstError,
            long reconnects)
            implements Row {

        static Measured nothingBut(String operation, String error) {
            return new Measured(operation, 0, 0, 0, 0, 0, 0, 0, 0, 1, error, 0);
        }
    }

    /** @param notSupported the status by which the server said so */
    record Refused(String operation, int notSupported) implements Row {}
}
