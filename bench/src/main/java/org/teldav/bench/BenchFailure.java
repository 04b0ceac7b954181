package org.teldav.bench;

/** The measurement can't go on. The message is one sentence on what went wrong and, where there is something, what to do. */
public final class BenchFailure extends RuntimeException {

    public BenchFailure(String sentence) {
        super(sentence);
    }

    public BenchFailure(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
