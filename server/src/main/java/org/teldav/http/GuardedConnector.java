package org.teldav.http;

import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** A connector for strangers. Thread-safe. */
final class GuardedConnector extends ServerConnector {
    private final ConnectionGuard guard;
    private final BooleanSupplier awaited;

    /** @param awaited whether somebody waits for a thread */
    GuardedConnector(Server server, ConnectionGuard guard, BooleanSupplier awaited, ConnectionFactory... factories) {
        super(server, 1, 1, factories);
        this.guard = guard;
        this.awaited = awaited;
    }

    @Override
    protected SocketChannelEndPoint newEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key) {
        SocketChannelEndPoint endPoint = new GuardedEndPoint(channel, selector, key, getScheduler(), guard, awaited);
        endPoint.setIdleTimeout(getIdleTimeout());
        return endPoint;
    }
}
