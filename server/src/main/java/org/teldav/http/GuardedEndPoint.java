package org.teldav.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.NanoTime;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * A connection that is cut when a request comes too slowly, and at once where there are too many already. Jetty itself only cuts one on which nothing
 * moves at all: a byte now and then would hold a thread for ever.
 */
final class GuardedEndPoint extends SocketChannelEndPoint {
    private final ConnectionGuard guard;
    private final Pace request;
    private final NextRequest next;
    private volatile @Nullable InetAddress admitted;

    /** @param awaited whether somebody waits for a thread */
    GuardedEndPoint(
            SocketChannel channel,
            ManagedSelector selector,
            SelectionKey key,
            Scheduler scheduler,
            ConnectionGuard guard,
            BooleanSupplier awaited) {
        super(channel, selector, key, scheduler);
        this.guard = guard;
        this.request = new Pace(guard.pace());
        this.next = new NextRequest(awaited);
    }

    @Override
    public void onOpen() {
        super.onOpen();
        if (getRemoteSocketAddress() instanceof InetSocketAddress peer && guard.admit(peer.getAddress())) {
            admitted = peer.getAddress();
        }
    }

    @Override
    public void onClose(Throwable cause) {
        InetAddress peer = admitted;
        if (peer != null) {
            guard.leave(peer);
        }
        super.onClose(cause);
    }

    /** Here one too many is closed: earlier Jetty would keep a place for it, and not find it again. */
    @Override
    public void fillInterested(Callback callback) {
        if (next.isAtOnce()) {
            return;
        }
        request.awaits(NanoTime.now());
        super.fillInterested(next.reading(callback));
        if (admitted == null) {
            close();
        }
    }

    @Override
    public boolean tryFillInterested(Callback callback) {
        request.awaits(NanoTime.now());
        next.registered();
        return super.tryFillInterested(callback);
    }

    /** Where others wait for a thread, nothing is there for the one that gave an answer: Jetty asks for interest then, and goes to them. */
    @Override
    public int fill(ByteBuffer buffer) throws IOException {
        if (admitted == null) {
            return -1;
        }
        if (next.isLeft()) {
            return 0;
        }
        int filled = super.fill(buffer);
        if (filled > 0 && request.isTooSlow(filled, NanoTime.now())) {
            guard.cut();
            close(new EofException("the request comes too slowly"));
            return -1;
        }
        return filled;
    }

    /** What follows an answer is another request. */
    @Override
    public boolean flush(ByteBuffer... buffers) throws IOException {
        request.begin();
        next.answered();
        return super.flush(buffers);
    }
}
