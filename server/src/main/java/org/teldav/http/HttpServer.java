package org.teldav.http;

import java.io.IOException;
import java.nio.channels.UnresolvedAddressException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.NetworkConnector;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Server;
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
    /** Beside those that work on requests: an acceptor and a selector of each connector, and as many as are reserved. */
    private static final int SPARE_THREADS = 8;

    /**
     * Threads that wait for a request without a queue. Jetty's own number is that of the processors: with two, every second request
     * went by the pool's queue, which wakes one thread more. They are among the spare ones, so that what is in the queue never waits for
     * one that is only reserved (<a href="https://github.com/jetty/jetty.project/issues/13187">Jetty 13187</a>).
     */
    private static final int RESERVED_THREADS = 4;

    /** At the files of TLS. */
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(10);

    private final TeldavConfig config;
    private final Server server;
    private final Optional<TlsFiles> tls;
    private final Connector connector;
    private final NetworkConnector local;

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
        QueuedThreadPool threads = threads(config.limits().threads());
        this.server = new Server(threads);
        this.tls =
                config.tls().isPresent() ? Optional.of(new TlsFiles(config.tls().get())) : Optional.empty();
        Connectors connectors =
                new Connectors(server, config, new ConnectionGuard(config, metrics), () -> threads.getQueueSize() > 0);
        this.connector = connectors.forPhones(tls);
        boolean together = tls.isEmpty()
                && config.listen().socket().isEmpty()
                && config.listen().loopback();
        this.local = together && connector instanceof NetworkConnector same ? same : connectors.forCommandLine(LOCAL);
        server.addConnector(connector);
        if (!together) {
            server.addConnector(local);
        }
        boolean https = config.publicUrl()
                .filter(url -> "https".equals(url.getScheme()))
                .isPresent();
        SecurityHeaders headers = new SecurityHeaders(https, routes);
        server.setHandler(new GracefulHandler(new LastWrite(headers)));
        server.setErrorHandler(new PlainErrors(headers));
        server.setRequestLog(new RequestLog.Collection(new RequestLine(), new RequestMetrics(metrics)));
        server.setStopTimeout(DRAIN.toMillis());
    }

    private static QueuedThreadPool threads(int most) {
        QueuedThreadPool pool = new QueuedThreadPool(most + SPARE_THREADS, SPARE_THREADS);
        pool.setName("http");
        pool.setReservedThreads(RESERVED_THREADS);
        if (VirtualThreads.areSupported()) {
            Executor virtual = VirtualThreads.getNamedVirtualThreadsExecutor("http-");
            pool.setVirtualThreadsExecutor(virtual);
        }
        return pool;
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
                            try {
                                files.look();
                            } finally {
                                watch(files);
                            }
                        },
                        BETWEEN_LOOKS.toSeconds(),
                        TimeUnit.SECONDS);
    }

    private static String rootMessage(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root instanceof UnresolvedAddressException
                ? "there is no address of that name"
                : String.valueOf(root.getMessage());
    }

    /** Looks at the files of TLS now. */
    void lookAtTls() {
        tls.ifPresent(TlsFiles::look);
    }

    /** Where phones are listened to, with the port that was really taken, as {@code http://127.0.0.1:8080/} or {@code unix:/run/teldav.sock}. */
    public String address() {
        return connector instanceof NetworkConnector network
                ? url(tls.isPresent() ? "https" : "http", network)
                : config.listen().toString();
    }

    /** Where the command line of this machine is listened to. */
    public String localAddress() {
        return url("http", local);
    }

    private static String url(String scheme, NetworkConnector connector) {
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
