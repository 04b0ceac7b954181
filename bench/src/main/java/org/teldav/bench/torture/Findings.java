package org.teldav.bench.torture;

import java.util.ArrayList;
import java.util.List;

/** What was not as it must be, in sentences. Thread-safe. */
final class Findings {
    private static final int KEPT = 100;

    private final List<String> sentences = new ArrayList<>();
    private long count;

    synchronized void add(String sentence) {
        count++;
        if (sentences.size() < KEPT) {
            sentences.add(sentence);
        }
    }

    /** Adds the sentence where something doesn't hold. @return whether it does */
    boolean check(boolean holds, String sentence, Object... arguments) {
        if (!holds) {
            add(sentence.formatted(arguments));
        }
        return holds;
    }

    /** The first hundred. */
    synchronized List<String> list() {
        return List.copyOf(sentences);
    }

    synchronized long count() {
        return count;
    }

    boolean none() {
        return count() == 0;
    }
}
