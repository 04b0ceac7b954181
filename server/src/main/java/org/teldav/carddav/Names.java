package org.teldav.carddav;

import org.teldav.dav.DavException;
import org.teldav.dav.Precondition;
import org.teldav.storage.AddressBook;

/** What clients may call books and cards: anything that a path can hold, up to a length. */
final class Names {
    /** Characters of a name. */
    static final int MAX_LENGTH = 255;

    private Names() {}

    /** @throws DavException 403 where the name is too long */
    static String require(String name) {
        if (name.length() > MAX_LENGTH) {
            throw DavException.forbidden("a name has at most " + MAX_LENGTH + " characters");
        }
        return name;
    }

    /** @throws DavException 403 where no book can be given that name */
    static String requireBook(String name) {
        if (AddressBook.isDirectory(name)) {
            throw new DavException(
                    Precondition.ADDRESSBOOK_COLLECTION_LOCATION_OK,
                    "names that begin with '" + AddressBook.DIRECTORY_PREFIX + "' are for the directories of groups");
        }
        return require(name);
    }
}
