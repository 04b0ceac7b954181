package org.teldav.storage;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Who is to be told of changes by messages (WebDAV-Push). A subscription knows the number that it was told last, and is due when its collection is past
 * it: whoever writes to a collection writes nothing here, a crash loses nothing, and of many changes one message is made. Not thread-safe: it belongs to
 * its {@link Transaction}.
 */
public interface PushSubscriptions {
    /** What stands for the home itself in the place of a book's number. */
    long HOME = 0;

    /**
     * @param members whether properties of members count too; nothing where properties don't
     * @param expires when the subscription is to end
     */
    record Wish(
            long user,
            BookId collection,
            PushSubscription.Target target,
            boolean content,
            boolean properties,
            boolean members,
            Instant expires) {}

    /** What a wish has come to. */
    sealed interface Outcome {
        /** @param anew false where the client had it already, and it was only changed */
        record Registered(PushSubscription subscription, boolean anew) implements Outcome {}

        /** The user has so many already. */
        record TooMany() implements Outcome {}

        /** There is no such collection any more. */
        record Missing() implements Outcome {}
    }

    /**
     * Registers the wish; one of the same user for the same collection and push resource is changed, and keeps its id, its VAPID key and what it was told.
     * Nothing of before is told.
     *
     * @param most that a user may have
     */
    Outcome register(Wish wish, int most, Instant now);

    /** One that has not expired. */
    Optional<PushSubscription> find(long user, String id, Instant now);

    /** All of the user's that have not expired, oldest first. */
    List<PushSubscription> of(long user, Instant now);

    /** @return false where there is none */
    boolean remove(long user, String id);

    /**
     * Of what this transaction changes, these are not told, if they knew of everything before. To be said before the changes.
     *
     * @param ids of subscriptions of the user's; empty for all of them
     */
    void spare(long user, Optional<Set<String>> ids);

    /**
     * The server has a new key, which comes before all else: of each push resource, one of its user's subscriptions becomes due, whatever it wants to know.
     *
     * @return how many
     */
    int announceKey(Instant now);

    /** Whether anybody has registered for anything, expired or not. */
    boolean any();

    /** Those of the collections for which one is due that no worker has taken, in their order. */
    List<BookId> due(List<BookId> collections, Instant now);

    /** Takes those for that collection that are due, and that no other live worker has taken. Nothing is due for who is disabled. */
    List<DuePush> lease(BookId collection, String worker, Instant now, Duration time, int most);

    /** The same of all collections. */
    List<DuePush> lease(String worker, Instant now, Duration time, int most);

    /** It was told, and is not told more before that time. Does nothing where it is gone. */
    void sent(DuePush push, Instant next);

    /** It could not be told, and is tried again at that time: {@link PushSubscription#failures} is one more. Does nothing where the lease was lost. @param refused whether the push service wants none of it */
    void failed(DuePush push, boolean refused, Instant next);

    /** All there are that have not expired. */
    long count(Instant now);

    /** Forgets those that have expired. */
    void prune(Instant now);
}
