package org.teldav.http;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.server.ForwardedRequestCustomizer;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.teldav.config.Listen;
import org.teldav.config.TeldavConfig;
import org.teldav.metrics.Registry;

/**
 * Jetty, as it is set up here: what is listened to, and who answers which path. Where phones are listened to by TLS or from outside, the command line has
 * a connector of its own on the loopback, which answers nothing but {@code /api/}, {@code /health} and {@code /metrics}. Thread-safe.
 */
public final class HttpServer implements AutoCloseable {
    /** The name of the command line's own connector. */
    static final String LOCAL = "local";

    /** The request attribute under which a handler leaves the name of the user who asked, for the log. */
    public static final String USER = "org.teldav.user";

    private static final Duration DRAIN = Duration.ofSeconds(6);
    private static final int SPARE_THREADS = 8;

    /** At the files of TLS. */
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(10);

    private final TeldavConfig config;
    private final Server server;
    private final Optional<TlsFiles> tls;
    private final ServerConnector connector;
    private final ServerConnector local;

    /**
     * A server that is not started yet.
     *
     * @param routes who answers which path
     * @param metrics where requests are counted
     * @throws IOException where a file of TLS can't be read
     * @throws GeneralSecurityException where what is in it can't be used; the message says why
     */
    public HttpServer(TeldavConfig config, Routes routes, Registry metrics)
            throws IOException, GeneralSecurityException {
        this.config = config;
        this.server = new Server(threads(config.limits().threads()));
        this.tls = config.tls().isPresent() ? Optional.of(new TlsFiles(config.tls().get())) : Optional.empty();
        ConnectionGuard guard = new ConnectionGuard(config, metrics);
        this.connector = tls.isPresent() ? secure(tls.get(), guard) : plain(guard);
        boolean own = config.tls().isPresent() || !config.listen().loopback();
        this.local = own ? local() : connector;
        server.addConnector(connector);
        if (own) {
            local.setName(LOCAL);
            server.addConnector(local);
        }
        boolean https =
                config.publicUrl().filter(url -> "https".equals(url.getScheme())).isPresent();
        SecurityHeaders headers = new SecurityHeaders(https, routes);
        server.setHandler(new GracefulHandler(headers));
        server.setErrorHandler(new PlainErrors(headers));
        server.setRequestLog(new RequestLog.Collection(new RequestLine(), new RequestMetrics(metrics)));
        server.setStopTimeout(DRAIN.toMillis());
    }

    private static QueuedThreadPool threads(int most) {
        QueuedThreadPool pool = new QueuedThreadPool(most + SPARE_THREADS, SPARE_THREADS);
        pool.setName("http");
        if (VirtualThreads.areSupported()) {
            Executor virtual = VirtualThreads.getNamedVirtualThreadsExecutor("http-");
            pool.setVirtualThreadsExecutor(virtual);
        }
        return pool;
    }

    private ServerConnector local() {
        ServerConnector made = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http()));
        return connector(new Listen("127.0.0.1", 0), made);
    }

    private ServerConnector plain(ConnectionGuard guard) {
        return connector(config.listen(), new GuardedConnector(server, guard, new HttpConnectionFactory(http())));
    }

    private ServerConnector secure(TlsFiles tls, ConnectionGuard guard) {
        HttpConfiguration http = http();
        // Phones reach the server by whatever name the operator gave it; the certificate is theirs to check.
        http.addCustomizer(new SecureRequestCustomizer(false));
        ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory("h2", "http/1.1");
        alpn.setDefaultProtocol("http/1.1");
        HTTP2ServerConnectionFactory http2 = new HTTP2ServerConnectionFactory(http);
        http2.setMaxConcurrentStreams(config.limits().requests());
        return connector(
                config.listen(),
                new GuardedConnector(
                        server,
                        guard,
                        new SslConnectionFactory(tls.context(), alpn.getProtocol()),
                        alpn,
                        http2,
                        new HttpConnectionFactory(http)));
    }

    private ServerConnector connector(Listen listen, ServerConnector made) {
        made.setHost(listen.host());
        made.setPort(listen.port());
        made.setIdleTimeout(config.limits().idle().toMillis());
        made.setShutdownIdleTimeout(100);
        return made;
    }

    private HttpConfiguration http() {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(config.limits().headers());
        http.setRelativeRedirectAllowed(true);
        // The DAV room reads the raw path and judges it; Jetty would answer %2F in a card's name with an error of its
        // own.
        http.setUriCompliance(UriCompliance.UNSAFE);
        if (!config.trustedProxies().isEmpty()) {
            http.addCustomizer(new TrustedProxies(config.trustedProxies(), new ForwardedRequestCustomizer()));
        }
        return http;
    }

    /** @throws IOException where the address can't be listened at; the message names it */
    public void start() throws IOException {
        try {
            server.start();
            tls.ifPresent(this::watch);
        } catch (IOException e) {
            stop();
            throw new IOException("can't listen at " + config.listen() + ": " + rootMessage(e), e);
        } catch (Exception e) {
            stop();
            throw new IllegalStateException("the HTTP server did not start", e);
        }
    }

    private void watch(TlsFiles files) {
        server.getScheduler()
                .schedule(
                        () -> {
                            files.look();
                            watch(files);
                        },
                        BETWEEN_LOOKS.toSeconds(),
                        TimeUnit.SECONDS);
    }

    private static String rootMessage(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }

    /** Looks at the files of TLS now. */
    void lookAtTls() {
        tls.ifPresent(TlsFiles::look);
    }

    /** Where phones are listened to, with the port that was really taken, as {@code http://127.0.0.1:8080/}. */
    public String address() {
        return url(config.tls().isPresent() ? "https" : "http", connector);
    }

    /** Where the command line of this machine is listened to. */
    public String localAddress() {
        return url("http", local);
    }

    private static String url(String scheme, ServerConnector connector) {
        return scheme + "://" + new Listen(connector.getHost(), connector.getLocalPort()) + "/";
    }

    /** Lets what is being answered end, for a few seconds, and takes nothing new. */
    @Override
    public void close() {
        stop();
    }

    private void stop() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the HTTP server did not stop in time", e);
        }
    }
}
