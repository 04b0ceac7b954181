package org.teldav.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Says how far something is, where it takes long. */
final class Progress {
    static final Duration QUIET = Duration.ofSeconds(1);

    private final PrintStream out;
    private final long total;
    private final String what;
    private final LongSupplier nanos;
    private long told;
    private boolean isTold;

    /** @param what is counted, in the plural */
    Progress(PrintStream out, long total, String what) {
        this(out, total, what, System::nanoTime);
    }

    Progress(PrintStream out, long total, String what, LongSupplier nanos) {
        this.out = out;
        this.total = total;
        this.what = what;
        this.nanos = nanos;
        this.told = nanos.getAsLong();
    }

    /** All of it is said by {@link #end} only: what was counted last may still have to be written. */
    void at(long done) {
        at(done, () -> "");
    }

    /** @param more to be said behind it */
    void at(long done, Supplier<String> more) {
        long now = nanos.getAsLong();
        if (done < total && now - told > QUIET.toNanos()) {
            say(done, more.get());
            told = now;
            isTold = true;
        }
    }

    /** It is done; where it took long, that is said. */
    void end() {
        if (isTold) {
            say(total, "");
        }
    }

    private void say(long done, String more) {
        out.println(String.format(Locale.ROOT, "%d %%: %,d of %,d %s%s", 100 * done / total, done, total, what, more));
    }
}
