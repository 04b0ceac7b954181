package org.teldav.storage;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The books of homes. Not thread-safe: it belongs to its {@link Transaction}. */
public interface AddressBooks {
    /** @throws NameTakenException where the home has a book of that name */
    AddressBook create(long home, String name, String displayName, Optional<String> description, Instant now);

    Optional<AddressBook> find(long home, String name);

    Optional<AddressBook> find(BookId id);

    /** The default book first, the others by their names. */
    List<AddressBook> list(long home);

    /** Lets nobody else write to the book until the transaction ends. @return false where it is gone */
    boolean lock(BookId id);

    /** Changes display name and description; moves neither the sync token nor any card. */
    void describe(BookId id, String displayName, Optional<String> description, Instant now);

    /** Renames the path segment; no lock goes along. @throws NameTakenException where the home has a book of that name */
    void rename(BookId id, String name, Instant now);

    /**
     * Deletes the book with all cards, tombstones, dead properties and locks; the cards' last versions stay in the history.
     *
     * @return false where it was gone
     */
    boolean delete(BookId id, Instant now);
}
