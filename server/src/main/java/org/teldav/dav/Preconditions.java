package org.teldav.dav;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * What a request says must be true, and which locks it knows (RFC 9110 §13, RFC 4918 §7 and §10.4). A write asks it inside its transaction, when nobody
 * else can change what it is asked of. Immutable.
 */
public final class Preconditions {
    /** What a GET or HEAD shall do. */
    public enum Reading {
        SEND,
        NOT_MODIFIED,
        FAILED
    }

    private final Optional<EntityTags> ifMatch;
    private final Optional<EntityTags> ifNoneMatch;
    private final Optional<Instant> ifModifiedSince;
    private final Optional<Instant> ifUnmodifiedSince;
    private final Optional<StateLists> states;

    private Preconditions(DavRequest request, DavTree tree) {
        ifMatch = header(request, "If-Match", EntityTags::parse);
        ifNoneMatch = header(request, "If-None-Match", EntityTags::parse);
        ifModifiedSince = request.header("If-Modified-Since").flatMap(HttpDate::parse);
        ifUnmodifiedSince = request.header("If-Unmodified-Since").flatMap(HttpDate::parse);
        states = request.header("If").map(value -> StateLists.of(value, request, tree));
    }

    /**
     * Reads the headers. A date that can't be read is no condition (RFC 9110 §13.1.3, §13.1.4).
     *
     * @throws DavException 400 where a list of entity tags or the {@code If} header is malformed
     */
    public static Preconditions of(DavRequest request, DavTree tree) {
        return new Preconditions(request, tree);
    }

    private static <T> Optional<T> header(DavRequest request, String name, BiFunction<String, String, T> parser) {
        return request.header(name).map(value -> parser.apply(name, value));
    }

    /**
     * For a method that writes.
     *
     * @param current of the resource that the request names
     * @param touched what would be changed
     * @throws DavException 412 where a condition does not hold, 423 where something is locked and no token of the lock is in the {@code If} header
     */
    public void require(LockSpace.State state, Optional<Validators> current, Touched... touched) {
        require(current);
        List<ActiveLock> locks = state.locks();
        requireStates(state, locks);
        requireTokens(state, touched);
    }

    /** Whether a write that is let through may come from a client that knows only an older version: it named neither a version nor a lock, which ends where another one writes. */
    public boolean isBlind() {
        return ifMatch.map(EntityTags::any).orElse(true) && ifUnmodifiedSince.isEmpty() && states.isEmpty();
    }

    /** The locks alone, for what else the same write touches. @throws DavException 423 */
    public void requireTokens(LockSpace.State state, Touched... touched) {
        List<ActiveLock> locks = state.locks();
        for (Touched each : touched) {
            each.require(locks, submitted());
        }
    }

    /** The RFC 9110 §13.2.2 steps 1 to 4 alone. @throws DavException 412 */
    void require(Optional<Validators> current) {
        boolean matched = ifMatch.isPresent() ? ifMatch.get().matchStrongly(current) : unmodified(current);
        if (!matched || ifNoneMatch.isPresent() && ifNoneMatch.get().matchWeakly(current)) {
            throw DavException.preconditionFailed();
        }
    }

    /**
     * For a method that only looks: the {@code If} header alone. What RFC 9110 §13.1 has is about a representation, which only GET and HEAD select.
     *
     * @throws DavException 412
     */
    public static void requireStates(DavRequest request, DavTree tree) {
        if (request.header("If").isPresent()) {
            StateLists lists = StateLists.of(request.header("If").get(), request, tree);
            if (!tree.locks(request).<Boolean>read(state -> lists.hold(state, state.locks()))) {
                throw DavException.preconditionFailed();
            }
        }
    }

    private void requireStates(LockSpace.State state, List<ActiveLock> locks) {
        if (states.isPresent() && !states.get().hold(state, locks)) {
            throw DavException.preconditionFailed();
        }
    }

    /** The tokens that the client knows (RFC 4918 §10.4.1). */
    public Set<LockToken> submitted() {
        return states.map(StateLists::submitted).orElse(Set.of());
    }

    /** For GET and HEAD of something that is there. */
    public Reading reading(Validators current) {
        Optional<Validators> there = Optional.of(current);
        if (ifMatch.isPresent() ? !ifMatch.get().matchStrongly(there) : !unmodified(there)) {
            return Reading.FAILED;
        }
        boolean same =
                ifNoneMatch.isPresent() ? ifNoneMatch.get().matchWeakly(there) : isNoLaterThan(ifModifiedSince, there);
        return same ? Reading.NOT_MODIFIED : Reading.SEND;
    }

    /** RFC 9110 §13.1.4: what has no date, as what isn't there, is not held against it. */
    private boolean unmodified(Optional<Validators> current) {
        boolean dated = current.flatMap(Validators::modified).isPresent();
        return ifUnmodifiedSince.isEmpty() || !dated || isNoLaterThan(ifUnmodifiedSince, current);
    }

    private static boolean isNoLaterThan(Optional<Instant> date, Optional<Validators> current) {
        Optional<Instant> modified = current.flatMap(Validators::modified);
        return date.isPresent() && modified.isPresent() && !modified.get().isAfter(date.get());
    }
}
