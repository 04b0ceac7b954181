package org.teldav.http;

import java.util.Set;
import org.eclipse.jetty.server.Request;

/** What is said of a request that failed. A write may have been done nevertheless: where the connection broke at the commit, nobody knows. */
final class Doubt {
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS", "PROPFIND", "REPORT");
    private static final String ADVICE = "look first whether it was done";

    private Doubt() {}

    static String databaseAway(Request request) {
        return "the database does not answer; try again" + advice(", and ", request);
    }

    static String failed(Request request) {
        return "the server failed" + advice("; ", request);
    }

    private static String advice(String before, Request request) {
        return READING.contains(request.getMethod()) ? "" : before + ADVICE;
    }
}
