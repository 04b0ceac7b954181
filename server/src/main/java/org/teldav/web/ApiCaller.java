package org.teldav.web;

/**
 * Who asks.
 *
 * @param name for the access log
 * @param admin whether all is open; else only what is the caller's own
 */
public record ApiCaller(String name, boolean admin) {
    /** The command line, or whoever else may read the data folder. */
    public static final ApiCaller OPERATOR = new ApiCaller("(token)", true);
}
