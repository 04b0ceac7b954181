package org.teldav.dav;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The part of a tree in which one user's locks are (RFC 4918 §6). Thread-safe; what it hands to the works is not, and is dead once they return. */
public interface LockSpace {
    /** Looks. */
    <T> T read(Function<State, T> work);

    /** Runs the work in one transaction while nothing else can be written in the space; an exception undoes it. */
    <T> T alone(Function<Table, T> work);

    /** What is locked and what is there, at one moment; of a write, at the moment at which nobody else can change it. */
    interface State {
        /** All locks of the space that have not expired. */
        List<ActiveLock> locks();

        /** Of the resource at that path; empty where nothing is that the user may see. */
        Optional<Validators> validators(Href path);

        /** Whether the token, which is no lock's, names the state in which the collection at that path is: its {@code DAV:sync-token} (RFC 6578 §5). */
        default boolean isIn(Href path, LockToken token) {
            return false;
        }
    }

    /** The locks, to be changed. */
    interface Table extends State {
        /**
         * Keeps the lock, instead of the one with its token if there is one.
         *
         * @throws DavException where there are too many
         */
        void keep(ActiveLock lock);

        void forget(LockToken token);
    }

    /** One in which nothing can be locked. */
    static LockSpace without(Function<Href, Optional<Validators>> validators) {
        return new LockSpace() {
            @Override
            public <T> T read(Function<State, T> work) {
                return work.apply(new State() {
                    @Override
                    public List<ActiveLock> locks() {
                        return List.of();
                    }

                    @Override
                    public Optional<Validators> validators(Href path) {
                        return validators.apply(path);
                    }
                });
            }

            @Override
            public <T> T alone(Function<Table, T> work) {
                throw new IllegalStateException("a resource says that it can be locked, and its tree that nothing can");
            }
        };
    }
}
