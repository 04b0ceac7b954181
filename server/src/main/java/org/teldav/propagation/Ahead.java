package org.teldav.propagation;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** More threads for a worker: one for the thinking, while its own reads and writes, or several that write, too. */
final class Ahead implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Ahead.class);

    private final int threads;
    private final ExecutorService executor;

    Ahead(String name, int threads) {
        this.threads = threads;
        this.executor = Executors.newFixedThreadPool(threads, work -> {
            Thread made = new Thread(work, name);
            made.setDaemon(true);
            return made;
        });
    }

    int threads() {
        return threads;
    }

    <T> Future<T> begin(Callable<T> work) {
        return executor.submit(work);
    }

    /** Returns when it is done, or has failed. */
    static void await(Future<?> begun) {
        try {
            result(begun);
        } catch (RuntimeException | Error e) {
            LOG.debug("something failed beside what had failed already, or was given up", e);
        }
    }

    /** What came of it, as if it had been done here. An interrupt waits until it is done, so that nothing goes on behind one's back. */
    static <T> T result(Future<T> begun) {
        boolean interrupted = false;
        while (true) {
            try {
                T result = begun.get();
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
                return result;
            } catch (InterruptedException e) {
                interrupted = true;
            } catch (ExecutionException e) {
                throw rethrown(e.getCause());
            }
        }
    }

    private static RuntimeException rethrown(Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException failure ? failure : new IllegalStateException(cause);
    }

    @Override
    public void close() {
        executor.shutdown();
    }
}
