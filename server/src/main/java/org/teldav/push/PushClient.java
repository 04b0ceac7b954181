package org.teldav.push;

import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.client.BytesRequestContent;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;

/**
 * Asks push services (RFC 8030 §5), of which nothing is believed: no redirect is followed, no cookie kept, nothing decoded, and of an answer only its head
 * counts. Thread-safe.
 */
final class PushClient implements AutoCloseable {
    /** Of an answer's body, after which the connection is cut. */
    private static final int LONGEST_ANSWER = 16 << 10;

    private static final int LONGEST_HEADERS = 8 << 10;
    private static final int THREADS = 16;

    /** @param connect how long a connection may take to come about. @param whole how long all may take, from the first look-up to the last octet */
    record Limits(Duration connect, Duration whole, int perHost) {
        static final Limits DEFAULT = new Limits(Duration.ofSeconds(5), Duration.ofSeconds(15), 16);
    }

    private final PushPolicy policy;
    private final Limits limits;
    private final CheckedAddresses addresses;
    private final HttpClient client;

    PushClient(PushPolicy policy, Limits limits) {
        this(policy, limits, InetAddress::getAllByName, Optional.empty());
    }

    /** @param tls whom to trust, where it isn't the JDK's choice */
    PushClient(PushPolicy policy, Limits limits, CheckedAddresses.Lookup lookup, Optional<SSLContext> tls) {
        this.policy = policy;
        this.limits = limits;
        this.addresses = new CheckedAddresses(policy, lookup);
        this.client = client(tls);
    }

    private HttpClient client(Optional<SSLContext> tls) {
        QueuedThreadPool threads = new QueuedThreadPool(THREADS, 1);
        threads.setName("push-client");
        threads.setDaemon(true);
        SslContextFactory.Client factory = new SslContextFactory.Client();
        tls.ifPresent(factory::setSslContext);
        ClientConnector connector = new ClientConnector();
        connector.setExecutor(threads);
        connector.setScheduler(new ScheduledExecutorScheduler("push-timer", true));
        connector.setSelectors(1);
        connector.setSslContextFactory(factory);
        connector.setConnectTimeout(limits.connect());
        connector.setIdleTimeout(limits.whole());
        HttpClient made = new HttpClient(new HttpClientTransportOverHTTP(connector));
        made.setSocketAddressResolver(addresses);
        made.setFollowRedirects(false);
        made.setHttpCookieStore(new HttpCookieStore.Empty());
        made.setUserAgentField(new HttpField(HttpHeader.USER_AGENT, "TelDAV"));
        made.setMaxConnectionsPerDestination(limits.perHost());
        made.setDestinationIdleTimeout(limits.whole().toMillis());
        made.setMaxResponseHeadersSize(LONGEST_HEADERS);
        return made;
    }

    /** How long a message may take. */
    Duration longest() {
        return limits.whole();
    }

    /** @throws IllegalStateException where it can't be started */
    void start() {
        try {
            client.start();
        } catch (Exception e) {
            throw new IllegalStateException("the client of push services can't be started", e);
        }
        client.getContentDecoderFactories().clear();
    }

    /**
     * Sends a message.
     *
     * @param then is told what became of it, once, in any thread
     */
    void send(String resource, Map<String, String> headers, byte[] body, Consumer<Delivery> then) {
        Optional<URI> uri = policy.resource(resource);
        if (uri.isEmpty()) {
            then.accept(new Delivery.Refused("no push resource that is allowed"));
            return;
        }
        AtomicLong read = new AtomicLong();
        AtomicInteger status = new AtomicInteger();
        Request request = client.POST(uri.get())
                .timeout(limits.whole().toMillis(), TimeUnit.MILLISECONDS)
                .headers(fields -> headers.forEach(fields::put))
                .body(new BytesRequestContent(headers.get("Content-Type"), body))
                .onResponseHeaders(response -> status.set(response.getStatus()))
                .onResponseContent((response, content) -> bound(response, read.addAndGet(content.remaining())));
        request.send(result -> then.accept(delivery(status.get(), result)));
    }

    private static void bound(Response response, long read) {
        if (read > LONGEST_ANSWER) {
            response.abort(new IllegalStateException("an answer of too many octets"));
        }
    }

    /** A head that came counts, though what followed it failed: a message that was taken isn't sent again. @param status of a whole head; 0 without one */
    private static Delivery delivery(int status, Result result) {
        return status > 0 ? answered(status, result.getResponse()) : failed(result.getFailure());
    }

    private static Delivery answered(int status, Response response) {
        if (status / 100 == 2) {
            return new Delivery.Sent();
        }
        if (status == 404 || status == 410) {
            return new Delivery.Gone();
        }
        String reason = "the push service answered " + status;
        return status == 429 || status == 408 || status / 100 == 5
                ? new Delivery.Later(reason, RetryAfter.of(response.getHeaders().get(HttpHeader.RETRY_AFTER)), false)
                : new Delivery.Refused(reason);
    }

    private static Delivery failed(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ForbiddenAddressException) {
                return new Delivery.Refused(cause.getMessage());
            }
            if (cause instanceof RejectedExecutionException) {
                return new Delivery.Later("too many look-ups", false);
            }
        }
        return new Delivery.Later("no answer: " + failure.getClass().getSimpleName(), true);
    }

    /** What is on its way is given up. */
    @Override
    public void close() {
        try {
            client.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the client of push services can't be stopped", e);
        } finally {
            addresses.close();
        }
    }
}
