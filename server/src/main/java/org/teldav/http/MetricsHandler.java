package org.teldav.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.teldav.accounts.LoginAwayException;
import org.teldav.metrics.Metrics;
import org.teldav.storage.DatabaseAwayException;
import org.teldav.web.ApiCaller;
import org.teldav.web.GuardedApi;

/** {@code GET /metrics}, for who asks from this machine by no proxy, and for administrators. To all others there is nothing here. Thread-safe. */
public final class MetricsHandler extends Handler.Abstract {
    private final Metrics metrics;
    private final GuardedApi api;

    /** @param api knows administrators */
    public MetricsHandler(Metrics metrics, GuardedApi api) {
        this.metrics = metrics;
        this.api = api;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws IOException {
        if (!isOpenTo(request)) {
            Response.writeError(request, response, callback, 404);
            return true;
        }
        if (!Routes.isReading(request)) {
            return Routes.onlyReading(request, response, callback);
        }
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        metrics.write(text);
        SecurityHeaders.document(response);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, Metrics.TEXT);
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, text.size());
        boolean head = request.getMethod().equals("HEAD");
        response.write(true, head ? ByteBuffer.allocate(0) : ByteBuffer.wrap(text.toByteArray()), callback);
        return true;
    }

    private boolean isOpenTo(Request request) {
        if (ApiHandler.fromLoopback(request)) {
            return true;
        }
        try {
            Optional<ApiCaller> caller = api.caller(
                    Optional.ofNullable(request.getHeaders().get(HttpHeader.AUTHORIZATION)),
                    false,
                    Request.getRemoteAddr(request));
            caller.ifPresent(known -> request.setAttribute(HttpServer.USER, known.name()));
            return caller.filter(ApiCaller::admin).isPresent();
        } catch (DatabaseAwayException | LoginAwayException e) {
            return false;
        }
    }
}
