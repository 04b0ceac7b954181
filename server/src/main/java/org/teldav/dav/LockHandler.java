package org.teldav.dav;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** LOCK (RFC 4918 §9.10): a new lock, or a longer one. */
public final class LockHandler extends MethodHandler {
    public LockHandler(DavTree tree) {
        super(tree, "LOCK");
    }

    @Override
    protected void handle(DavRequest request, DavResponse response) {
        LockedPath path = LockedPath.of(tree, request);
        Preconditions conditions = Preconditions.of(request, tree);
        Optional<XmlElement> body = request.xmlBody();
        if (body.isEmpty()) {
            refresh(path, conditions, request, response);
            return;
        }
        Depth depth = Depth.of(request, Depth.INFINITY);
        if (depth == Depth.ONE) {
            throw DavException.badRequest("a lock has Depth 0 or infinity (RFC 4918 §9.10.3)");
        }
        LockInfo info = LockInfo.of(body.get());
        ActiveLock lock = new ActiveLock(
                LockToken.random(),
                path.href(),
                info.exclusive(),
                depth == Depth.INFINITY,
                info.owner(),
                Instant.now().plus(Timeout.of(request)));
        Granting granting = new Granting(path, lock, conditions);
        answer(tree.locks(request).alone(granting::grant), path, lock, response);
    }

    /** What came of it. */
    private sealed interface Outcome {}

    private record Granted(boolean created, List<ActiveLock> locks) implements Outcome {}

    /** @param members what is locked below, and stands in the way */
    private record Refused(Set<Href> members) implements Outcome {}

    /** A new lock, while nobody else writes. */
    private record Granting(LockedPath path, ActiveLock lock, Preconditions conditions) {
        Outcome grant(LockSpace.Table table) {
            Optional<Validators> current = table.validators(path.href());
            boolean reserved =
                    table.locks().stream().anyMatch(other -> other.root().isSame(path.href()));
            boolean creates = current.isEmpty() && !reserved;
            if (creates) {
                conditions.require(table, current, Touched.itself(path.href().parent()));
            } else {
                conditions.require(table, current);
            }
            List<ActiveLock> conflicting = table.locks().stream()
                    .filter(other -> lock.exclusive() || other.exclusive())
                    .toList();
            requireFree(conflicting);
            Set<Href> members = conflicting.stream()
                    .filter(other -> lock.infinite() && other.isBelow(path.href()))
                    .map(ActiveLock::root)
                    .collect(java.util.stream.Collectors.toCollection(java.util.LinkedHashSet::new));
            if (!members.isEmpty()) {
                return new Refused(members);
            }
            if (current.isEmpty()) {
                path.reserve();
            }
            table.keep(lock);
            return new Granted(creates, path.locks(table));
        }

        private void requireFree(List<ActiveLock> conflicting) {
            List<String> roots = conflicting.stream()
                    .filter(other -> other.covers(path.href()))
                    .map(other -> other.root().toString())
                    .distinct()
                    .toList();
            if (!roots.isEmpty()) {
                throw new DavException(
                        Precondition.NO_CONFLICTING_LOCK.status(),
                        Optional.of(Precondition.NO_CONFLICTING_LOCK),
                        "there is a lock that this one can't be beside",
                        roots);
            }
        }
    }

    private static void answer(Outcome outcome, LockedPath path, ActiveLock lock, DavResponse response) {
        if (outcome instanceof Granted granted) {
            response.header("Lock-Token", lock.token().coded());
            discovery(granted.created() ? 201 : 200, granted.locks(), response);
        } else if (outcome instanceof Refused refused) {
            response.multistatus(multistatus -> {
                refused.members().forEach(member -> multistatus.status(member.toString(), 423));
                multistatus.status(path.href().toString(), 424);
            });
        }
    }

    private void refresh(LockedPath path, Preconditions conditions, DavRequest request, DavResponse response) {
        Set<LockToken> submitted = conditions.submitted();
        if (submitted.isEmpty()) {
            throw DavException.badRequest("a LOCK without a body says in the If header which lock to refresh");
        }
        Instant expires = Instant.now().plus(Timeout.of(request));
        List<ActiveLock> locks = tree.locks(request).alone(table -> {
            path.requireThere(table);
            conditions.require(table, table.validators(path.href()));
            table.keep(named(path.locks(table), submitted).until(expires));
            return path.locks(table);
        });
        discovery(200, locks, response);
    }

    /** RFC 4918 §9.10.2: of the locks on the resource the one that the client named. */
    private static ActiveLock named(List<ActiveLock> locks, Set<LockToken> submitted) {
        List<ActiveLock> named =
                locks.stream().filter(lock -> submitted.contains(lock.token())).toList();
        if (named.isEmpty()) {
            throw new DavException(
                    412,
                    Optional.of(Precondition.LOCK_TOKEN_MATCHES_REQUEST_URI),
                    "no lock on this has the token",
                    List.of());
        }
        if (named.size() > 1) {
            throw DavException.badRequest("only one lock can be refreshed at a time");
        }
        return named.get(0);
    }

    private static void discovery(int status, List<ActiveLock> locks, DavResponse response) {
        response.xml(status, out -> {
            out.root(Xml.dav("prop")).start(LockProperties.LOCKDISCOVERY);
            LockProperties.write(locks, out);
            out.end(LockProperties.LOCKDISCOVERY).end(Xml.dav("prop"));
        });
    }
}
