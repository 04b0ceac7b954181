package org.teldav.carddav;

import java.util.Optional;
import org.teldav.dav.DavException;
import org.teldav.dav.Preconditions;
import org.teldav.dav.Touched;
import org.teldav.storage.AddressBook;
import org.teldav.storage.NameTakenException;
import org.teldav.storage.Transaction;

/** What is done to a book with all that is in it (RFC 4918 §9.6.1, §9.8.3, §9.9.2). */
record WholeBook(BookResource book, Preconditions conditions) {
    /** Of a book that is copied with its cards. */
    static final int MAX_COPIED_CARDS = 10_000;

    static final long MAX_COPIED_BYTES = 32 << 20;

    void delete() {
        boolean deleted = book.requester().write(tx -> {
            requireGoes(tx);
            return tx.books().delete(book.id(), Requester.now());
        });
        if (!deleted) {
            throw DavException.notFound();
        }
    }

    /** Gives it another name. @return whether nothing had that name before */
    boolean rename(String name, boolean overwrite) {
        return book.requester().write(tx -> {
            requireGoes(tx);
            conditions.requireTokens(book.requester().at(tx), Touched.tree(Paths.bookPath(user(), name)));
            Optional<AddressBook> there = tx.books().find(book.id().home(), name);
            if (there.isPresent()) {
                replace(tx, there.get(), overwrite);
            }
            rename(tx, name);
            return there.isEmpty();
        });
    }

    /**
     * Makes another as this one is.
     *
     * @param members whether with all that is in it
     * @return whether nothing had that name before
     */
    boolean copy(String name, boolean members, boolean overwrite) {
        return book.requester().write(tx -> {
            AddressBook current = book.current(tx);
            Optional<AddressBook> there = tx.books().find(book.id().home(), name);
            Touched target = Touched.tree(Paths.bookPath(user(), name));
            Touched home = Touched.itself(Paths.homePath(user()));
            conditions.require(
                    book.requester().at(tx),
                    Optional.of(BookResource.validators(current)),
                    there.isPresent() ? new Touched[] {target} : new Touched[] {target, home});
            if (members) {
                requireNotTooLarge(tx);
            }
            if (there.isPresent()) {
                replace(tx, there.get(), overwrite);
            } else {
                HomeResource.requireRoom(tx, book.id().home());
            }
            copy(tx, name, members);
            return there.isEmpty();
        });
    }

    /** It is one transaction, for which others wait. */
    private void requireNotTooLarge(Transaction tx) {
        boolean many = tx.cards().page(book.id(), 0, MAX_COPIED_CARDS + 1).size() > MAX_COPIED_CARDS;
        if (many || tx.books().usedBytes(book.id()) > MAX_COPIED_BYTES) {
            throw new DavException(
                    507,
                    "a book is copied whole up to " + MAX_COPIED_CARDS + " cards and " + (MAX_COPIED_BYTES >> 20)
                            + " MiB");
        }
    }

    private void copy(Transaction tx, String name, boolean members) {
        try {
            tx.books().copy(book.id(), name, members, Requester.now());
        } catch (NameTakenException e) {
            throw DavException.preconditionFailed();
        }
    }

    private String user() {
        return book.requester().user().name();
    }

    /** Locks the book, and asks whether it may leave the home. */
    private void requireGoes(Transaction tx) {
        AddressBook current = book.current(tx);
        conditions.require(
                book.requester().at(tx),
                Optional.of(BookResource.validators(current)),
                Touched.tree(book.path()),
                Touched.itself(Paths.homePath(user())));
    }

    private void replace(Transaction tx, AddressBook there, boolean overwrite) {
        if (!overwrite) {
            throw DavException.preconditionFailed();
        }
        new BookResource(book.requester(), there).keepDefault("replaced");
        tx.books().delete(there.id(), Requester.now());
    }

    private void rename(Transaction tx, String name) {
        try {
            tx.books().rename(book.id(), name, Requester.now());
        } catch (NameTakenException e) {
            throw DavException.preconditionFailed();
        }
    }
}
