package org.teldav.storage;

import java.util.Set;

/** Is told which collections have changed, whoever changed them, after the commit and in the thread of the writer: must be quick, thread-safe, and throw nothing. */
@FunctionalInterface
public interface CollectionListener {
    /** @param collections books; book {@link PushSubscriptions#HOME} is the home itself */
    void changed(Set<BookId> collections);
}
