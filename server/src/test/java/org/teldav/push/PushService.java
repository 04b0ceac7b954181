package org.teldav.push;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** A push service on this machine (RFC 8030): keeps what it gets, and answers as a test wants it. */
final class PushService implements AutoCloseable {
    /** How it answers. */
    sealed interface Answer {
        /** With a status, and headers. */
        record Status(int status, Map<String, String> headers) implements Answer {}

        /** With a status, and a body that never ends. */
        record Endless(int status) implements Answer {}

        /** Not at all, until the other side gives up. */
        record None() implements Answer {}
    }

    static final Answer CREATED = status(201);

    /** What came, headers in any case. */
    @SuppressWarnings("ArrayRecordComponent")
    record Received(String method, String path, Map<String, String> headers, byte[] body) {}

    private final Server server = new Server();
    private final ServerConnector connector;
    private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
    private final AtomicLong poured = new AtomicLong();
    private final String scheme;
    private volatile Function<Received, Answer> answers = any -> CREATED;

    private PushService(Optional<SSLContext> tls) {
        scheme = tls.isPresent() ? "https" : "http";
        connector = tls.map(context -> {
                    SslContextFactory.Server factory = new SslContextFactory.Server();
                    factory.setSslContext(context);
                    return new ServerConnector(server, 1, 1, new SslConnectionFactory(factory, "http/1.1"), http());
                })
                .orElseGet(() -> new ServerConnector(server, 1, 1));
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) throws IOException {
                return answer(request, response, callback);
            }
        });
    }

    private static HttpConnectionFactory http() {
        HttpConfiguration configuration = new HttpConfiguration();
        return new HttpConnectionFactory(configuration);
    }

    static PushService start() {
        return start(Optional.empty());
    }

    static PushService start(Optional<SSLContext> tls) {
        PushService service = new PushService(tls);
        try {
            service.server.start();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        return service;
    }

    static Answer status(int status) {
        return new Answer.Status(status, Map.of());
    }

    PushService answering(Answer answer) {
        return answering(any -> answer);
    }

    PushService answering(Function<Received, Answer> how) {
        answers = how;
        return this;
    }

    int port() {
        return connector.getLocalPort();
    }

    /** A push resource of it. */
    String resource(String host, String path) {
        return scheme + "://" + host + ":" + port() + path;
    }

    String resource(String path) {
        return resource("127.0.0.1", path);
    }

    /** The next that came. @throws AssertionError where none comes */
    Received next() {
        try {
            return Optional.ofNullable(received.poll(30, TimeUnit.SECONDS))
                    .orElseThrow(() -> new AssertionError("no message came"));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** All that came and nobody asked for yet. */
    List<Received> rest() {
        return List.copyOf(received);
    }

    private boolean answer(Request request, Response response, Callback callback) throws IOException {
        ByteBuffer body = Content.Source.asByteBuffer(request);
        byte[] octets = new byte[body.remaining()];
        body.get(octets);
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        request.getHeaders().forEach(field -> headers.put(field.getName(), field.getValue()));
        Received now = new Received(
                request.getMethod(), URI.create(request.getHttpURI().asString()).getPath(), headers, octets);
        received.add(now);
        Answer answer = answers.apply(now);
        if (answer instanceof Answer.Status status) {
            response.setStatus(status.status());
            status.headers().forEach(response.getHeaders()::put);
            callback.succeeded();
        } else if (answer instanceof Answer.Endless endless) {
            response.setStatus(endless.status());
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain");
            pour(response, callback);
        }
        return true;
    }

    /** Octets of answers that never end, which were let through. */
    long poured() {
        return poured.get();
    }

    private void pour(Response response, Callback callback) {
        try (OutputStream out = Content.Sink.asOutputStream(response)) {
            byte[] more = new byte[4096];
            while (true) {
                out.write(more);
                poured.addAndGet(more.length);
            }
        } catch (IOException e) {
            callback.failed(e);
        }
    }

    @Override
    public void close() {
        try {
            connector.close();
            server.stop();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
