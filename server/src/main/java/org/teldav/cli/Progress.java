package org.teldav.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** Says how far something is, where it takes long. */
final class Progress {
    private static final Duration QUIET = Duration.ofSeconds(1);

    private final PrintStream out;
    private final long total;
    private long told = System.nanoTime();

    Progress(PrintStream out, long total) {
        this.out = out;
        this.total = total;
    }

    void at(long done) {
        long now = System.nanoTime();
        if (now - told > QUIET.toNanos()) {
            out.println(
                    String.format(Locale.ROOT, "%,d of %,d cards and earlier versions", Math.min(done, total), total));
            told = now;
        }
    }
}
