package org.teldav.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Who answers which path. The raw path decides: how else a path may be spelled is a matter of the DAV room. Thread-safe. */
public final class Routes extends Handler.Sequence {
    private final BooleanSupplier healthy;
    private final Handler api;
    private final Handler metrics;
    private final Handler dav;

    /**
     * @param healthy whether the database answers
     * @param api everything below {@code /api/}
     * @param metrics {@code /metrics}
     * @param dav everything else
     */
    public Routes(BooleanSupplier healthy, Handler api, Handler metrics, Handler dav) {
        super(api, metrics, dav);
        this.healthy = healthy;
        this.api = api;
        this.metrics = metrics;
        this.dav = dav;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        String path = request.getHttpURI().getPath();
        if ("/health".equals(path)) {
            return health(request, response, callback);
        } else if ("/metrics".equals(path)) {
            return metrics.handle(request, response, callback);
        } else if (path != null && (path.equals("/api") || path.startsWith("/api/"))) {
            return api.handle(request, response, callback);
        } else if (HttpServer.LOCAL.equals(
                request.getConnectionMetaData().getConnector().getName())) {
            Response.writeError(request, response, callback, 404);
            return true;
        }
        return dav.handle(request, response, callback);
    }

    private boolean health(Request request, Response response, Callback callback) {
        if (!isReading(request)) {
            return onlyReading(request, response, callback);
        }
        boolean well = healthy.getAsBoolean();
        byte[] text = (well ? "ok\n" : "the database does not answer\n").getBytes(StandardCharsets.UTF_8);
        response.setStatus(well ? 200 : 503);
        SecurityHeaders.document(response);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain; charset=utf-8");
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, text.length);
        ByteBuffer body = request.getMethod().equals("HEAD") ? ByteBuffer.allocate(0) : ByteBuffer.wrap(text);
        response.write(true, body, callback);
        return true;
    }

    static boolean isReading(Request request) {
        return request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
    }

    static boolean onlyReading(Request request, Response response, Callback callback) {
        response.getHeaders().put(HttpHeader.ALLOW, "GET, HEAD");
        Response.writeError(request, response, callback, 405);
        return true;
    }
}
