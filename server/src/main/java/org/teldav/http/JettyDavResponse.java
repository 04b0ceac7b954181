package org.teldav.http;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.teldav.dav.DavResponse;

/** A Jetty response as Milton and our handlers see it. */
final class JettyDavResponse extends DavResponse {
    /** By their usual spelling; Jetty takes any, and walks a trie for it. */
    private static final Map<String, HttpHeader> NAMES =
            Stream.of(HttpHeader.values()).collect(Collectors.toUnmodifiableMap(HttpHeader::asString, name -> name));

    private final Response jetty;
    /** What of a refusal is to be written. */
    private Optional<ByteBuffer> refusal = Optional.empty();

    private boolean refusing;

    JettyDavResponse(Response jetty) {
        this.jetty = jetty;
        jetty.setStatus(200);
    }

    @Override
    public DavResponse status(int status) {
        jetty.setStatus(status);
        return this;
    }

    @Override
    public int status() {
        return jetty.getStatus();
    }

    @Override
    public DavResponse header(String name, String value) {
        HttpHeader known = NAMES.get(name);
        jetty.getHeaders().put(known == null ? new HttpField(name, value) : new HttpField(known, value));
        return this;
    }

    @Override
    public boolean committed() {
        return jetty.isCommitted();
    }

    @Override
    public OutputStream body() {
        return Content.Sink.asOutputStream(jetty);
    }

    /** In one write, headers and all. */
    @Override
    public void bytes(String contentType, byte[] bytes, int offset, int length) {
        header("Content-Type", contentType).header("Content-Length", Integer.toString(length));
        ByteBuffer body = ByteBuffer.wrap(bytes, offset, length);
        if (refusing) {
            refusal = Optional.of(body);
            return;
        }
        try {
            Content.Sink.write(jetty, true, body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Each in a field of its own, for many clients read one of a field (RFC 9110 §11.6.1). */
    void challenges(List<String> challenges) {
        challenges.forEach(challenge -> jetty.getHeaders().add(HttpHeader.WWW_AUTHENTICATE, challenge));
    }

    /** Ends with a short answer, for which no thread waits: a stranger who takes none, and asks on, would hold it. */
    void refuse(Consumer<JettyDavResponse> writer, Callback callback) {
        refusing = true;
        writer.accept(this);
        refusal.ifPresentOrElse(body -> jetty.write(true, body, callback), callback::succeeded);
    }

    /** Forgets what an unfinished handler has said, so that an error can be said instead. */
    void reset() {
        SecurityHeaders.reset(jetty);
    }

    @Override
    public Map<String, String> getHeaders() {
        Map<String, String> headers = new LinkedHashMap<>();
        for (HttpField field : jetty.getHeaders()) {
            headers.put(field.getName(), field.getValue());
        }
        return headers;
    }

    @Override
    public String getNonStandardHeader(String name) {
        return jetty.getHeaders().get(name);
    }

    @Override
    public void close() {
        // the Jetty callback ends the response
    }

    @Override
    public void sendError(Status status, String message) {
        throw new IllegalStateException("errors are DavExceptions");
    }

    @Override
    public void sendRedirect(String url) {
        throw new IllegalStateException("the server redirects only in http");
    }

    @Override
    public void sendPermanentRedirect(String url) {
        sendRedirect(url);
    }
}
