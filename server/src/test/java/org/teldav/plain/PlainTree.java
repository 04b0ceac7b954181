package org.teldav.plain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.teldav.dav.ActiveLock;
import org.teldav.dav.DavRequest;
import org.teldav.dav.DavResource;
import org.teldav.dav.DavTree;
import org.teldav.dav.Href;
import org.teldav.dav.LockSpace;
import org.teldav.dav.LockToken;
import org.teldav.dav.Validators;

/** Folders and files of one user. Its monitor is the transaction: whoever writes holds it, and so does whoever looks. */
public final class PlainTree implements DavTree {
    private final PlainFolder root = new PlainFolder(this, Optional.empty(), "");
    private final List<ActiveLock> locks = new ArrayList<>();
    private final LockSpace.Table table = new Moment();
    private int written;

    @Override
    public synchronized Optional<DavResource> find(DavRequest request, Href href) {
        return find(href).map(Function.identity());
    }

    private Optional<PlainResource> find(Href href) {
        Optional<PlainResource> found = Optional.of(root);
        for (String name : href.segments()) {
            found = found.flatMap(resource ->
                    resource instanceof PlainFolder folder ? folder.child(name) : Optional.<PlainResource>empty());
        }
        return found.filter(resource -> !href.slash() || resource instanceof PlainFolder);
    }

    /** A tag that nothing had before. */
    String nextTag() {
        return "\"" + ++written + "\"";
    }

    /** To be used while the monitor is held. */
    LockSpace.State state() {
        return table;
    }

    /** What is gone takes its locks along (RFC 4918 §6.1). */
    void forgetLocks(Href path) {
        locks.removeIf(lock -> lock.root().isSame(path) || lock.isBelow(path));
    }

    @Override
    public LockSpace locks(DavRequest request) {
        return new LockSpace() {
            @Override
            public <T> T read(Function<State, T> work) {
                synchronized (PlainTree.this) {
                    return work.apply(table);
                }
            }

            @Override
            public <T> T alone(Function<Table, T> work) {
                synchronized (PlainTree.this) {
                    return work.apply(table);
                }
            }
        };
    }

    private final class Moment implements LockSpace.Table {
        @Override
        public List<ActiveLock> locks() {
            return List.copyOf(locks);
        }

        @Override
        public Optional<Validators> validators(Href path) {
            return find(path).map(PlainResource::validators);
        }

        @Override
        public void keep(ActiveLock lock) {
            forget(lock.token());
            locks.add(lock);
        }

        @Override
        public void forget(LockToken token) {
            locks.removeIf(lock -> lock.token().equals(token));
        }
    }
}
