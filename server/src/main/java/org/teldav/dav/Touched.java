package org.teldav.dav;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a write would change, for which the tokens of its locks are asked (RFC 4918 §7).
 *
 * @param tree whether all members, at any depth, change as well
 */
public record Touched(Href path, boolean tree) {
    /** The resource itself: its content, its properties or, of a collection, which members it has (§7.4). */
    public static Touched itself(Href path) {
        return new Touched(path, false);
    }

    /** The resource with all below it, as it goes or comes. */
    public static Touched tree(Href path) {
        return new Touched(path, true);
    }

    /**
     * Of the locks on a resource one must be known to the client: an exclusive one is alone, and of shared ones each allows.
     *
     * @throws DavException 423 lock-token-submitted
     */
    void require(List<ActiveLock> locks, Set<LockToken> submitted) {
        require(path, locks, submitted);
        if (tree) {
            locks.stream().filter(lock -> lock.isBelow(path)).forEach(lock -> require(lock.root(), locks, submitted));
        }
    }

    private static void require(Href resource, List<ActiveLock> locks, Set<LockToken> submitted) {
        Set<String> roots = new LinkedHashSet<>();
        for (ActiveLock lock : locks) {
            if (lock.covers(resource)) {
                if (submitted.contains(lock.token())) {
                    return;
                }
                roots.add(lock.root().toString());
            }
        }
        if (!roots.isEmpty()) {
            throw new DavException(
                    Precondition.LOCK_TOKEN_SUBMITTED.status(),
                    Optional.of(Precondition.LOCK_TOKEN_SUBMITTED),
                    "it is locked, and the token of the lock is not in the If header",
                    List.copyOf(roots));
        }
    }
}
