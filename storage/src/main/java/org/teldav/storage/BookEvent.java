package org.teldav.storage;

/** One line of a home's delta (RFC 6578 §3.5), in the order of its number. */
public sealed interface BookEvent {
    /** The book's name in the home, decoded. */
    String name();

    /** The home's sync number of this event: a page that ends here resumes here. */
    long number();

    /**
     * Made, renamed to this name, or described anew.
     *
     * @param listed the home's number when the book came under this name
     */
    record Changed(AddressBook book, long listed, long number) implements BookEvent {
        @Override
        public String name() {
            return book.name();
        }
    }

    /** Deleted, or renamed to another name. */
    record Removed(String name, long number) implements BookEvent {}
}
