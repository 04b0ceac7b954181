package org.teldav.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** What Jetty itself refuses: a status and its name, never a page, never a cause. */
final class PlainErrors extends ErrorHandler {
    private static final String TYPE = "text/plain; charset=utf-8";

    private final SecurityHeaders headers;

    PlainErrors(SecurityHeaders headers) {
        this.headers = headers;
    }

    @Override
    protected void generateResponse(
            Request request, Response response, int code, String message, Throwable cause, Callback callback) {
        byte[] text = text(code);
        headers.put(request, response);
        SecurityHeaders.document(response);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, TYPE);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, text.length);
        response.write(true, ByteBuffer.wrap(text), callback);
    }

    @Override
    public boolean errorPageForMethod(String method) {
        return !method.equals("HEAD");
    }

    private static byte[] text(int code) {
        return (HttpStatus.getMessage(code) + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
