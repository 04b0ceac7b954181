package org.teldav.storage.sql;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.teldav.storage.BookId;
import org.teldav.storage.PushSubscriptions;

/** Which collections one work changes, and who is not to be told of it. Not thread-safe. */
final class Moves {
    private final Map<BookId, Long> steps = new LinkedHashMap<>();
    private final Map<BookId, Long> described = new LinkedHashMap<>();
    private final Map<BookId, Long> members = new LinkedHashMap<>();
    private Optional<Spared> spared = Optional.empty();

    /** @param ids of subscriptions; empty for all of the user's */
    record Spared(long user, Optional<Set<String>> ids) {}

    void spare(Spared who) {
        spared = Optional.of(who);
    }

    Optional<Spared> spared() {
        return spared;
    }

    /** So many numbers on, or back. */
    void step(BookId collection, long count) {
        steps.merge(collection, count, Long::sum);
    }

    void stepHome(long home) {
        step(new BookId(home, PushSubscriptions.HOME), 1);
    }

    /** @param before the number of its description until now, as it was when that was first told */
    void describe(BookId collection, long before) {
        described.putIfAbsent(collection, before);
    }

    /** One of its members was described. */
    void describeMembers(BookId collection) {
        members.merge(collection, 1L, Long::sum);
    }

    /** How far each was moved that was. */
    Map<BookId, Long> steps() {
        Map<BookId, Long> moved = new LinkedHashMap<>(steps);
        moved.values().removeIf(count -> count <= 0);
        return moved;
    }

    Map<BookId, Long> described() {
        return described;
    }

    /** How often, where members were. */
    Map<BookId, Long> members() {
        return members;
    }

    Set<BookId> all() {
        Set<BookId> all = new LinkedHashSet<>(steps().keySet());
        all.addAll(described.keySet());
        all.addAll(members.keySet());
        return all;
    }
}
