package org.teldav.http;

import java.util.function.BooleanSupplier;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Looks on a connection for the next request right after an answer, in the thread that gave it: who has waited for the answer has often sent the next one
 * meanwhile. Jetty does so where a request had a body; after any other it hands the connection back to its selector, which takes half of what a GET costs
 * (docs/performance.md). Where others wait for a thread, it goes to them instead, so that who asks on without end keeps none. Thread-safe.
 */
final class NextRequest {
    private final BooleanSupplier awaited;
    private volatile @Nullable Look look;
    private volatile boolean answered;
    private volatile boolean left;

    /** @param awaited whether somebody waits for a thread; must be thread-safe */
    NextRequest(BooleanSupplier awaited) {
        this.awaited = awaited;
    }

    /** Something was written: a look is worth while. */
    void answered() {
        answered = true;
    }

    /** Whether what is there to read is left until its turn comes by the selector: something was written, and others wait for a thread. */
    boolean isLeft() {
        if (answered && awaited.getAsBoolean()) {
            left = true;
        }
        return left;
    }

    /**
     * Whether the thread that asks will look at once. Then nothing is to wait for yet: it asks again when it has found nothing.
     *
     * @return false where nothing was written since the last look, where others wait for a thread, and in a thread that only ends what another began: it may be the
     *     selector's
     */
    boolean isAtOnce() {
        Look current = look;
        if (!answered || isLeft() || current == null || current.thread != Thread.currentThread()) {
            return false;
        }
        answered = false;
        current.again = true;
        return true;
    }

    /** To be called in place of that one, when there is something to read. */
    Callback reading(Callback callback) {
        registered();
        return new Look(callback);
    }

    /** The selector will tell when there is something to read, and then it is read. */
    void registered() {
        answered = false;
        left = false;
    }

    /** A loop, not a call within a call: who asks without end would fill the stack. */
    private final class Look extends Callback.Nested {
        private @Nullable Thread thread;
        private boolean again;

        Look(Callback callback) {
            super(callback);
        }

        @Override
        public void succeeded() {
            thread = Thread.currentThread();
            look = this;
            try {
                do {
                    again = false;
                    super.succeeded();
                } while (again);
            } finally {
                thread = null;
            }
        }
    }
}
