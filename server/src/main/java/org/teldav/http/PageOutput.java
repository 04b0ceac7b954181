package org.teldav.http;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.teldav.dav.DavException;
import org.teldav.web.page.Assets;
import org.teldav.web.page.PageAnswer;

/** Writes a page, or what it is made with. */
final class PageOutput {
    private static final Logger LOG = LoggerFactory.getLogger(PageOutput.class);
    private static final int BUFFER = 1 << 16;

    private PageOutput() {}

    static void write(Assets.Asset asset, Request request, Response response, Callback callback) {
        boolean zip = Optional.ofNullable(request.getHeaders().get(HttpHeader.ACCEPT_ENCODING))
                .filter(accepted -> accepted.contains("gzip"))
                .isPresent();
        PageAnswer answer = new PageAnswer(
                200,
                Map.of(
                        "Content-Type", asset.type() + "; charset=utf-8",
                        "Cache-Control", "public, max-age=31536000, immutable",
                        "Vary", "Accept-Encoding"),
                zip ? asset.zipped() : asset.content());
        if (zip) {
            response.getHeaders().put(HttpHeader.CONTENT_ENCODING, "gzip");
        }
        write(answer, request, response, callback);
    }

    static void write(PageAnswer answer, Request request, Response response, Callback callback) {
        response.setStatus(answer.status());
        answer.headers().forEach(response.getHeaders()::put);
        answer.cookies().forEach(cookie -> response.getHeaders().add(HttpHeader.SET_COOKIE, cookie));
        if (answer.status() == 503) {
            response.getHeaders().put(HttpHeader.RETRY_AFTER, DavException.RETRY_AFTER);
        }
        SecurityHeaders.page(response);
        boolean head = request.getMethod().equals("HEAD");
        if (answer.stream().isPresent() && !head) {
            stream(answer.stream().get(), response, callback);
            return;
        }
        if (answer.status() != 204) {
            response.getHeaders().put(HttpHeader.CONTENT_LENGTH, answer.body().length);
        }
        response.write(true, head ? ByteBuffer.allocate(0) : ByteBuffer.wrap(answer.body()), callback);
    }

    private static void stream(PageAnswer.Stream stream, Response response, Callback callback) {
        try {
            OutputStream out = new BufferedOutputStream(Content.Sink.asOutputStream(response), BUFFER);
            stream.write(out);
            out.close();
            callback.succeeded();
        } catch (IOException | RuntimeException e) {
            LOG.warn("a download of a page broke off: {}", e.toString());
            callback.failed(e);
        }
    }
}
