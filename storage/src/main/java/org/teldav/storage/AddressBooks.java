package org.teldav.storage;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The books of homes. Each edit of a book, but not of what is in it, is an event of the home (RFC 6578). Not thread-safe: it belongs to its {@link Transaction}. */
public interface AddressBooks {
    /** @throws NameTakenException where the home has a book of that name */
    AddressBook create(long home, String name, String displayName, Optional<String> description, Instant now);

    Optional<AddressBook> find(long home, String name);

    Optional<AddressBook> find(BookId id);

    /** The default book first, the others by their names. */
    List<AddressBook> list(long home);

    /**
     * The directory of that name, if it is of a group that the user is in: a book whose home is the group, and which follows the own cards of those members
     * who are shown in it ({@link Principals#setShown}). Nobody writes to it.
     */
    Optional<AddressBook> directory(long user, String name);

    /** All that the user finds in their home: their own as {@link #list} gives them, then the directories by their names. One with the name of an own book is not there. */
    List<AddressBook> visible(long user);

    /** Lets nobody else write to the book until the transaction ends. @return false where it is gone */
    boolean lock(BookId id);

    /** The sum of the sizes of its cards, without history; kept, not counted. 0 where there is no such book. */
    long usedBytes(BookId id);

    /** Of all books of the home. */
    long usedBytes(long home);

    /**
     * Makes a book as another of the home is: with its display name, description and dead properties, and with all its cards, their index and properties.
     * The own card stays where it is. The caller bounds the size.
     *
     * @param withCards false for a book with nothing in it
     * @throws NameTakenException where the home has a book of that name
     */
    AddressBook copy(BookId source, String name, boolean withCards, Instant now);

    /** Where the history of the home stands: of the books in it, not of what is in them. @throws IllegalArgumentException where there is no such home */
    SyncState state(long home);

    /**
     * Whether a token is of what the book was before it was restored, and not of what the restore undid (docs/decisions/backup.md). How old it may be is
     * asked elsewhere.
     */
    boolean remembers(BookId book, SyncToken token);

    /** As {@link #remembers(BookId, SyncToken)}, of the home. */
    boolean remembers(long home, SyncToken token);

    /**
     * The events of the home after one number up to another, in their order. The newest of each name only.
     *
     * @param withRemoved false for an initial sync, where nothing need be said of the removed
     */
    List<BookEvent> events(long home, long after, long upTo, int limit, boolean withRemoved);

    /** Another property of the book was changed: an event of the home. */
    void touch(BookId id);

    /** A property of the home itself was changed: no event, but told to who wants to know. */
    void touch(long home);

    /** Changes display name and description, each with its language, which is an event of the home; moves neither the book's sync token nor any card. */
    void describe(
            BookId id, String displayName, Optional<String> description, AddressBook.Languages languages, Instant now);

    /** Renames the path segment; no lock goes along. @throws NameTakenException where the home has a book of that name */
    void rename(BookId id, String name, Instant now);

    /**
     * Deletes the book with all cards, tombstones, dead properties and locks; the cards' last versions stay in the history.
     *
     * @return false where it was gone
     */
    boolean delete(BookId id, Instant now);
}
