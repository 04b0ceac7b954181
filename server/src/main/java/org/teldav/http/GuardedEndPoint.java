package org.teldav.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.NanoTime;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * A connection that is cut when a request comes too slowly, or an answer is taken too slowly, and at once where there are too many already. Jetty itself
 * only cuts one on which nothing moves at all: a byte now and then would hold a thread for ever.
 */
final class GuardedEndPoint extends SocketChannelEndPoint {
    private final ConnectionGuard guard;
    private final Pace request;
    private final Pace answer;
    private volatile @Nullable InetAddress admitted;

    GuardedEndPoint(
            SocketChannel channel,
            ManagedSelector selector,
            SelectionKey key,
            Scheduler scheduler,
            ConnectionGuard guard) {
        super(channel, selector, key, scheduler);
        this.guard = guard;
        this.request = new Pace(guard.pace());
        this.answer = new Pace(guard.pace());
    }

    @Override
    public void onOpen() {
        super.onOpen();
        if (getRemoteSocketAddress() instanceof InetSocketAddress peer && guard.admit(peer.getAddress())) {
            admitted = peer.getAddress();
        } else {
            close();
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

    @Override
    public void fillInterested(Callback callback) {
        request.awaits(NanoTime.now());
        super.fillInterested(callback);
    }

    @Override
    public boolean tryFillInterested(Callback callback) {
        request.awaits(NanoTime.now());
        return super.tryFillInterested(callback);
    }

    @Override
    public int fill(ByteBuffer buffer) throws IOException {
        int filled = super.fill(buffer);
        if (filled > 0) {
            answer.begin();
            if (request.isTooSlow(filled, NanoTime.now())) {
                cut("the request comes too slowly");
                return -1;
            }
        }
        return filled;
    }

    @Override
    protected void onIncompleteFlush() {
        answer.awaits(NanoTime.now());
        super.onIncompleteFlush();
    }

    @Override
    public boolean flush(ByteBuffer... buffers) throws IOException {
        long before = remaining(buffers);
        boolean all = super.flush(buffers);
        long flushed = before - remaining(buffers);
        if (flushed > 0) {
            request.begin();
            if (answer.isTooSlow(flushed, NanoTime.now()) && !all) {
                throw cut("the answer is taken too slowly");
            }
        }
        return all;
    }

    private static long remaining(ByteBuffer... buffers) {
        long bytes = 0;
        for (ByteBuffer buffer : buffers) {
            bytes += buffer.remaining();
        }
        return bytes;
    }

    private EofException cut(String why) {
        guard.cut();
        EofException failure = new EofException(why);
        close(failure);
        return failure;
    }
}
