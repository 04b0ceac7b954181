package org.teldav.storage;

/** One line of a delta (RFC 6578 §3.5), in the order of its number. */
public sealed interface SyncItem {
    /** The member's name, decoded. */
    String name();

    /** The book's sync number of this event: a page that ends here resumes here. */
    long number();

    /** New or changed. */
    record Changed(Card card) implements SyncItem {
        @Override
        public String name() {
            return card.name();
        }

        @Override
        public long number() {
            return card.syncNumber();
        }
    }

    /** Deleted, or moved away. */
    record Removed(String name, long number) implements SyncItem {}
}
