package org.teldav.dav;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An {@code If} header with the paths of its resources (RFC 4918 §10.4).
 *
 * @param lists of which one has to be true
 * @param submitted the tokens that appear in it
 */
record StateLists(List<Tagged> lists, Set<LockToken> submitted) {
    /** @param path empty where the resource is on another server: it has no state that we know of */
    private record Tagged(Optional<Href> path, List<IfHeader.Condition> conditions) {}

    static StateLists of(String header, DavRequest request, DavTree tree) {
        IfHeader parsed = IfHeader.parse(header);
        Href untagged = request.href();
        List<Tagged> lists = parsed.lists().stream()
                .map(list -> new Tagged(
                        list.resource().isPresent()
                                ? path(list.resource().get(), request, tree)
                                : Optional.of(untagged),
                        list.conditions()))
                .toList();
        return new StateLists(lists, parsed.submitted());
    }

    private static Optional<Href> path(URI resource, DavRequest request, DavTree tree) {
        boolean here = resource.getRawAuthority() == null || tree.authority().isOf(resource, request);
        return here ? Optional.of(Href.parse(resource.getRawPath())) : Optional.empty();
    }

    /** RFC 4918 §10.4.3. */
    boolean hold(LockSpace.State state, List<ActiveLock> locks) {
        return lists.stream().anyMatch(list -> holds(list, state, locks));
    }

    /** §10.4.5: what isn't there is as if it were there and in none of the states. */
    private static boolean holds(Tagged list, LockSpace.State state, List<ActiveLock> locks) {
        for (IfHeader.Condition condition : list.conditions()) {
            boolean is = list.path().isPresent() && is(condition, list.path().get(), state, locks);
            if (is == condition.negated()) {
                return false;
            }
        }
        return true;
    }

    private static boolean is(IfHeader.Condition condition, Href path, LockSpace.State state, List<ActiveLock> locks) {
        if (condition instanceof IfHeader.StateToken named) {
            return locks.stream().anyMatch(lock -> lock.token().equals(named.token()) && lock.covers(path))
                    || state.isIn(path, named.token());
        }
        EntityTag tag = ((IfHeader.StateTag) condition).tag();
        return state.validators(path)
                .flatMap(Validators::etag)
                .filter(current -> tag.isStrongly(EntityTag.strong(current)))
                .isPresent();
    }
}
