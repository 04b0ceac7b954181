package org.teldav.carddav;

import java.util.List;
import java.util.Optional;
import org.teldav.dav.ActiveLock;
import org.teldav.dav.Href;

/** What was locked in a home when a request first asked: one look for all resources that it lists. Not thread-safe. */
final class LocksSeen {
    private Optional<List<ActiveLock>> locks = Optional.empty();

    List<ActiveLock> on(String href, Requester requester) {
        if (locks.isEmpty()) {
            locks = Optional.of(new HomeLocks(requester).<List<ActiveLock>>read(state -> state.locks()));
        }
        if (locks.get().isEmpty()) {
            return List.of();
        }
        Href path = Href.parse(href);
        return locks.get().stream().filter(lock -> lock.covers(path)).toList();
    }
}
