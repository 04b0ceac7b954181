package org.teldav.http;

import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.NanoTime;
import org.teldav.metrics.Durations;
import org.teldav.metrics.Registry;

/** Counts requests by method and class of status, and how long they took from their last header to the last byte of the answer. Thread-safe. */
final class RequestMetrics implements RequestLog {
    private static final String[] CLASSES = {"other", "1xx", "2xx", "3xx", "4xx", "5xx"};

    private final Durations durations;

    RequestMetrics(Registry registry) {
        this.durations = registry.durations("http_request_seconds", "requests that were answered", "method", "status");
    }

    @Override
    public void log(Request request, Response response) {
        String method = DavHandler.isKnown(request.getMethod()) ? request.getMethod() : "other";
        durations.observe(NanoTime.since(request.getHeadersNanoTime()), method, status(response.getStatus()));
    }

    private static String status(int status) {
        int first = status / 100;
        return CLASSES[first > 0 && first < CLASSES.length ? first : 0];
    }
}
