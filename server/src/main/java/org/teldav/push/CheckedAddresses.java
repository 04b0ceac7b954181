package org.teldav.push;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.SocketAddressResolver;

/**
 * Looks hosts up once a connection, and has it made to the very addresses that were checked: what the name means a moment later makes no difference (DNS
 * rebinding). Thread-safe.
 */
final class CheckedAddresses implements SocketAddressResolver, AutoCloseable {
    /** A name server that never answers holds a thread for as long as the JDK waits: more than one user has subscriptions. */
    private static final int LOOKUPS = 256;

    /** As {@link InetAddress#getAllByName}. */
    @FunctionalInterface
    interface Lookup {
        InetAddress[] all(String host) throws UnknownHostException;
    }

    private final PushPolicy policy;
    private final Lookup lookup;
    private final ThreadPoolExecutor threads;

    CheckedAddresses(PushPolicy policy, Lookup lookup) {
        this.policy = policy;
        this.lookup = lookup;
        this.threads = new ThreadPoolExecutor(0, LOOKUPS, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), work -> {
            Thread thread = new Thread(work, "push-lookup");
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public void resolve(String host, int port, Map<String, Object> context, Promise<List<InetSocketAddress>> promise) {
        try {
            threads.execute(() -> look(host, port, promise));
        } catch (RejectedExecutionException e) {
            promise.failed(e);
        }
    }

    private void look(String host, int port, Promise<List<InetSocketAddress>> promise) {
        List<InetSocketAddress> addresses = new ArrayList<>();
        try {
            InetAddress[] found = lookup.all(host);
            // One of them is enough to refuse all: a host of the Internet's has none.
            if (!Stream.of(found).allMatch(policy::permits)) {
                throw new ForbiddenAddressException();
            }
            for (InetAddress address : found) {
                // With the name that was asked for, which the certificate has to be of.
                addresses.add(new InetSocketAddress(InetAddress.getByAddress(host, address.getAddress()), port));
            }
        } catch (ForbiddenAddressException | UnknownHostException | RuntimeException e) {
            promise.failed(e);
            return;
        }
        promise.succeeded(addresses);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
