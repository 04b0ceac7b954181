package org.teldav.propagation;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A second thread for a worker's thinking, while the first one reads and writes. */
final class Ahead implements AutoCloseable {
    private final ExecutorService thread;

    Ahead(String name) {
        thread = Executors.newSingleThreadExecutor(work -> {
            Thread made = new Thread(work, name);
            made.setDaemon(true);
            return made;
        });
    }

    <T> Future<T> begin(Callable<T> work) {
        return thread.submit(work);
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
        thread.shutdown();
    }
}
