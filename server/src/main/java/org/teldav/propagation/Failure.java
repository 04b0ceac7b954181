package org.teldav.propagation;

import java.util.ArrayList;
import java.util.List;

/** What may be said of a failure in the log: messages of a database name the values of a statement, and these are people's numbers. */
final class Failure {
    private static final int DEPTH = 5;

    private Failure() {}

    /** The exception and its causes, by their classes. */
    static String kind(Throwable failure) {
        List<String> kinds = new ArrayList<>();
        for (Throwable at = failure; at != null && kinds.size() < DEPTH; at = at.getCause()) {
            kinds.add(at.getClass().getSimpleName());
        }
        return String.join(" from ", kinds);
    }
}
