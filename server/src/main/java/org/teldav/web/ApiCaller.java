package org.teldav.web;

import java.util.function.LongConsumer;

/**
 * Who asks.
 *
 * @param name for the access log
 * @param admin whether all is open; else only what is the caller's own
 * @param room is told of the bytes of memory that an answer will take before it is made; may wait, and throw
 */
public record ApiCaller(String name, boolean admin, LongConsumer room) {
    /** The command line, or whoever else may read the data folder. */
    public static final ApiCaller OPERATOR = new ApiCaller("(token)", true);

    /** One whose answers may take what they need. */
    public ApiCaller(String name, boolean admin) {
        this(name, admin, bytes -> {});
    }

    public ApiCaller within(LongConsumer bound) {
        return new ApiCaller(name, admin, bound);
    }
}
