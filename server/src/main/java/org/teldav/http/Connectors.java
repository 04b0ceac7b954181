package org.teldav.http;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.ForwardedRequestCustomizer;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnector;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.teldav.config.Listen;
import org.teldav.config.TeldavConfig;

/** Makes what listens. @param awaited whether somebody waits for a thread */
record Connectors(Server server, TeldavConfig config, ConnectionGuard guard, BooleanSupplier awaited) {
    /** At a stop Jetty has it for all connections, also for one whose body still comes. */
    private static final int SHUTDOWN_IDLE_MILLIS = 1000;

    /** Where {@code listen} says. */
    Connector forPhones(Optional<TlsFiles> tls) {
        if (config.listen().socket().isPresent()) {
            SocketFile socket =
                    new SocketFile(server, config.listen().socket().get(), new HttpConnectionFactory(believing()));
            socket.setIdleTimeout(config.limits().idle().toMillis());
            socket.setShutdownIdleTimeout(SHUTDOWN_IDLE_MILLIS);
            return socket;
        }
        return tls.isPresent()
                ? secure(tls.get())
                : at(
                        config.listen(),
                        new GuardedConnector(server, guard, awaited, new HttpConnectionFactory(believing())));
    }

    /** At any free port of the loopback. */
    NetworkConnector forCommandLine(String name) {
        ServerConnector made = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http()));
        made.setName(name);
        return at(new Listen("127.0.0.1", 0), made);
    }

    /** Ends the connection of the request, and so whatever waits for it. */
    static Runnable end(Request request) {
        EndPoint endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
        return endPoint::close;
    }

    private Connector secure(TlsFiles tls) {
        HttpConfiguration http = believing();
        // Phones reach the server by whatever name the operator gave it; the certificate is theirs to check.
        http.addCustomizer(new SecureRequestCustomizer(false));
        ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory("h2", "http/1.1");
        alpn.setDefaultProtocol("http/1.1");
        HTTP2ServerConnectionFactory http2 = new HTTP2ServerConnectionFactory(http);
        http2.setMaxConcurrentStreams(config.limits().requests());
        return at(
                config.listen(),
                new GuardedConnector(
                        server,
                        guard,
                        awaited,
                        new SslConnectionFactory(tls.context(), alpn.getProtocol()),
                        alpn,
                        http2,
                        new HttpConnectionFactory(http)));
    }

    private ServerConnector at(Listen listen, ServerConnector made) {
        made.setHost(listen.host());
        made.setPort(listen.port());
        made.setIdleTimeout(config.limits().idle().toMillis());
        made.setShutdownIdleTimeout(SHUTDOWN_IDLE_MILLIS);
        return made;
    }

    private HttpConfiguration believing() {
        HttpConfiguration http = http();
        if (!config.trustedProxies().isEmpty() || config.listen().socket().isPresent()) {
            http.addCustomizer(new TrustedProxies(config.trustedProxies(), new ForwardedRequestCustomizer()));
        }
        return http;
    }

    private HttpConfiguration http() {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(config.limits().headers());
        http.setRelativeRedirectAllowed(true);
        // The DAV room reads the raw path and judges it; Jetty would answer %2F in a card's name with an error of its
        // own.
        http.setUriCompliance(UriCompliance.UNSAFE);
        return http;
    }
}
