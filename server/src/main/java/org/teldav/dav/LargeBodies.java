package org.teldav.dav;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bounds what requests hold in memory of large bodies, those that came and those that go, all of them together: a card may have megabytes, and many may ask
 * at once. Who finds no room waits for it, in turn; a user has a quarter of it, or one body. Who is slow has it for as long as nobody waits: then the oldest
 * is cut (docs/decisions/large-cards.md). Whoever has a room must not ask for another. Thread-safe.
 */
public final class LargeBodies {
    private static final Logger LOG = LoggerFactory.getLogger(LargeBodies.class);
    /** Smaller ones aren't counted: there are no more of them at a time than threads. */
    private static final int SMALL = 512 << 10;

    /** Of so many equal parts of the room one is the most that a user has, in more than one body. */
    private static final int SHARES = 4;

    private static final Guest NOBODY = new Guest("", () -> {});

    private final long most;
    private final Times times;
    private final ThreadLocal<Guest> guests = ThreadLocal.withInitial(() -> NOBODY);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Turn> waiting = new ArrayDeque<>();
    private final Set<Turn> inside = new HashSet<>();

    /**
     * @param patience how long one waits before it is refused
     * @param courtesy how long one waits before somebody slow is cut for it, and then the next
     * @param slow how long its client has to have been waited for, inside
     */
    record Times(Duration patience, Duration courtesy, Duration slow) {
        static final Times USUAL = new Times(Duration.ofSeconds(60), Duration.ofSeconds(10), Duration.ofSeconds(30));
    }

    private static final class Guest {
        private final String user;
        private final Runnable cut;
        private volatile boolean served;
        private volatile long waits = System.nanoTime();

        private Guest(String user, Runnable cut) {
            this.user = user;
            this.cut = cut;
        }
    }

    /** One request's; compared by identity. */
    private static final class Turn {
        private final Guest guest;
        private final long wanted;
        private long since;
        private boolean cut;

        private Turn(Guest guest, long wanted) {
            this.guest = guest;
            this.wanted = wanted;
        }

        /** For how many nanoseconds its client keeps the room. */
        private long waitedFor(long now) {
            return Math.min(now - since, now - guest.waits);
        }
    }

    /** @param bytes for all together; a larger body has room when it is alone */
    public LargeBodies(long bytes) {
        this(bytes, Times.USUAL);
    }

    LargeBodies(long bytes, Times times) {
        this.most = Math.max(1, bytes);
        this.times = times;
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
        private volatile Guest guest;

        private Hold(Guest guest) {
            this.guest = guest;
        }

        /** Whose request it is, before anything is taken. */
        public void of(String user) {
            guest = new Guest(user, guest.cut);
        }

        /** As {@link LargeBodies#enter}, where nothing is held yet. */
        public void take(long bytes) {
            if (room.get() == Room.NONE) {
                room.set(enter(guest, bytes));
            }
        }

        /** All of the request is there, and the server is at work on it: its client is not slow, however long that takes. */
        public void received() {
            guest.served = true;
        }

        /** The answer goes out from now on. */
        public void answers() {
            guest.waits = System.nanoTime();
            guest.served = false;
        }

        @Override
        public void close() {
            room.getAndSet(Room.NONE).close();
        }
    }

    /** Nothing yet. @param cut ends the request, whatever it waits for */
    public Hold hold(Runnable cut) {
        return new Hold(new Guest(NOBODY.user, cut));
    }

    /** What the work asks for in this thread is the user's. @param cut ends the request, whatever it waits for */
    public void serve(String user, Runnable cut, Runnable work) {
        guests.set(new Guest(user, cut));
        try {
            work.run();
        } finally {
            guests.remove();
        }
    }

    /**
     * Waits until there is room for so many bytes.
     *
     * @throws DavException 503 where there is none for a long time
     */
    public Room enter(long bytes) {
        return enter(guests.get(), bytes);
    }

    private Room enter(Guest guest, long bytes) {
        if (bytes <= SMALL) {
            return Room.NONE;
        }
        Turn turn = new Turn(guest, Math.min(most, bytes));
        try {
            if (comesIn(turn)) {
                return () -> leave(turn);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new DavException(503, "the server is busy with large cards").with("Retry-After", "30");
    }

    private boolean comesIn(Turn turn) throws InterruptedException {
        long end = System.nanoTime() + times.patience.toNanos();
        lock.lock();
        try {
            waiting.add(turn);
            admit();
        } finally {
            lock.unlock();
        }
        while (!isIn(turn, Math.min(times.courtesy.toNanos(), end - System.nanoTime()))) {
            if (System.nanoTime() - end >= 0) {
                return !givesUp(turn);
            }
            slowest(turn).ifPresent(LargeBodies::cut);
        }
        return true;
    }

    /** Waits for it. */
    private boolean isIn(Turn turn, long nanos) throws InterruptedException {
        lock.lock();
        try {
            long left = nanos;
            while (!inside.contains(turn) && left > 0) {
                left = changed.awaitNanos(left);
            }
            return inside.contains(turn);
        } catch (InterruptedException e) {
            waiting.remove(turn);
            leave(turn);
            throw e;
        } finally {
            lock.unlock();
        }
    }

    /** @return false where its turn came in the last moment */
    private boolean givesUp(Turn turn) {
        lock.lock();
        try {
            boolean out = waiting.remove(turn);
            admit();
            return out;
        } finally {
            lock.unlock();
        }
    }

    private void leave(Turn turn) {
        lock.lock();
        try {
            inside.remove(turn);
            admit();
        } finally {
            lock.unlock();
        }
    }

    /** In turn; who has their share lets others pass. */
    private void admit() {
        for (Iterator<Turn> turns = waiting.iterator(); turns.hasNext(); ) {
            Turn turn = turns.next();
            if (mayHaveMore(turn)) {
                if (turn.wanted > most - held()) {
                    break;
                }
                turns.remove();
                turn.since = System.nanoTime();
                inside.add(turn);
            }
        }
        changed.signalAll();
    }

    private boolean mayHaveMore(Turn turn) {
        long own = inside.stream()
                .filter(other -> other.guest.user.equals(turn.guest.user))
                .mapToLong(other -> other.wanted)
                .sum();
        return own == 0 || own + turn.wanted <= most / SHARES;
    }

    private long held() {
        return inside.stream().mapToLong(turn -> turn.wanted).sum();
    }

    /** Who has been waited for for the longest time, where it is long and keeps this one out. */
    private Optional<Turn> slowest(Turn turn) {
        lock.lock();
        try {
            long now = System.nanoTime();
            return inside.stream()
                    .filter(other -> mayHaveMore(turn))
                    .filter(other -> !other.cut && !other.guest.served)
                    .filter(other -> other.waitedFor(now) >= times.slow.toNanos())
                    .max(Comparator.comparingLong(other -> other.waitedFor(now)))
                    .map(LargeBodies::marked);
        } finally {
            lock.unlock();
        }
    }

    private static Turn marked(Turn slow) {
        slow.cut = true;
        return slow;
    }

    private static void cut(Turn slow) {
        LOG.info(
                "a request of {} is cut, which had {} KiB of the room for large cards for {} s while others waited",
                slow.guest.user,
                slow.wanted >> 10,
                TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - slow.since));
        slow.guest.cut.run();
    }
}
