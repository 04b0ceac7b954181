package org.teldav.dav;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Bounds what requests hold in memory of large bodies, those that came and those that go, all of them together: a card may have megabytes, and many may ask
 * at once. Who finds no room waits for it. Whoever has a room must not ask for another. Thread-safe.
 */
public final class LargeBodies {
    /** Smaller ones aren't counted: there are no more of them at a time than threads. */
    private static final int SMALL = 512 << 10;

    private static final int UNIT = 1 << 10;
    private static final int PATIENCE_SECONDS = 60;

    private final int units;
    private final Semaphore free;

    /** @param bytes for all together; a larger body has room when it is alone */
    public LargeBodies(long bytes) {
        this.units = (int) Math.min(Integer.MAX_VALUE, Math.max(1, bytes / UNIT));
        this.free = new Semaphore(units, true);
    }

    /** @param share of how many equal parts of the heap it is one; ten or more, as the database and the network hold a large body once more each */
    public static LargeBodies ofHeap(int share) {
        return new LargeBodies(Runtime.getRuntime().maxMemory() / share);
    }

    /** Room for a body, until it is closed. */
    public interface Room extends AutoCloseable {
        /** Needs none. */
        Room NONE = () -> {};

        @Override
        void close();
    }

    /**
     * What a request holds that learns only by and by how much it needs: the first room that it takes, and no other, since who waits for more while holding some
     * could wait for ever. Thread-safe.
     */
    public final class Hold implements AutoCloseable {
        private final AtomicReference<Room> room = new AtomicReference<>(Room.NONE);

        /** As {@link LargeBodies#enter}, where nothing is held yet. */
        public void take(long bytes) {
            if (room.get() == Room.NONE) {
                room.set(enter(bytes));
            }
        }

        @Override
        public void close() {
            room.getAndSet(Room.NONE).close();
        }
    }

    /** Nothing yet. */
    public Hold hold() {
        return new Hold();
    }

    /**
     * Waits until there is room for so many bytes.
     *
     * @throws DavException 503 where there is none for a long time
     */
    public Room enter(long bytes) {
        if (bytes <= SMALL) {
            return Room.NONE;
        }
        int wanted = (int) Math.min(units, bytes / UNIT);
        try {
            if (free.tryAcquire(wanted, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                return () -> free.release(wanted);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new DavException(503, "the server is busy with large cards").with("Retry-After", "30");
    }
}
