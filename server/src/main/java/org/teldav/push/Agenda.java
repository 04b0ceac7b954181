package org.teldav.push;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.teldav.storage.BookId;

/**
 * Which collections are to be looked at, and when: at once, but for a lull after a look that found that nobody has registered for anything. What changes in
 * it waits for its end, since otherwise a server without such phones asks its database after each write. Not thread-safe: the worker's.
 */
final class Agenda {
    /** Long beside a write, and nothing to who has registered in it and waits for a first message. */
    static final Duration LULL = Duration.ofMillis(100);

    private final Set<BookId> changed = new HashSet<>();
    private final TreeMap<Instant, Set<BookId>> later = new TreeMap<>();
    private Instant lull = Instant.MIN;

    void add(Collection<BookId> collections) {
        changed.addAll(collections);
    }

    void add(BookId collection, Instant time) {
        later.computeIfAbsent(time, any -> new HashSet<>()).add(collection);
    }

    /** When {@link #due} has something; far away where nothing waits. */
    Instant next(Instant now) {
        Instant ofLater = later.isEmpty() ? Instant.MAX : later.firstKey();
        Instant ofChanged = isLull(now) ? lull.plus(LULL) : now;
        return changed.isEmpty() || ofLater.isBefore(ofChanged) ? ofLater : ofChanged;
    }

    /** Some that are to be looked at now. */
    List<BookId> due(Instant now, int most) {
        while (!later.isEmpty() && !later.firstKey().isAfter(now)) {
            changed.addAll(later.pollFirstEntry().getValue());
        }
        return isLull(now) ? List.of() : changed.stream().limit(most).toList();
    }

    /** A clock that was put back ends it. */
    private boolean isLull(Instant now) {
        return !now.isBefore(lull) && now.isBefore(lull.plus(LULL));
    }

    /** How long it is until what has changed is looked at. */
    Duration lull(Instant now) {
        return isLull(now) ? Duration.between(now, lull.plus(LULL)) : Duration.ZERO;
    }

    void seen(List<BookId> collections) {
        collections.forEach(changed::remove);
    }

    /** What has changed until now is left to a look at everything. */
    void clear() {
        changed.clear();
    }

    /** A look has found that nobody has registered for anything, which says that of everything that has changed. */
    void nobody(Instant now) {
        changed.clear();
        lull = now;
    }
}
