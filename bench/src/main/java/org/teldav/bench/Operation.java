package org.teldav.bench;

import java.io.IOException;
import java.util.Optional;

/**
 * One row of the report: which requests are sent, and what a right answer is. Each connection's thread asks with its own number;
 * {@code n} counts that connection's requests from 0 on, warm-up included.
 */
interface Operation {

    String name();

    byte[] request(int connection, long n);

    /** What is wrong with the answer to that request; a fast wrong answer is worth nothing. */
    Optional<String> fault(Answer answer, int connection, long n);

    /** Looks at what is left when the load has ended; what is wrong counts as one error. */
    default Optional<String> afterwards(HttpConnection connection) throws IOException {
        return Optional.empty();
    }
}
