package org.teldav.storage;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a holder wants done with other people's changes in one place (propagation.md, "Choices").
 *
 * @param mode empty leaves it to the next wider place
 * @param oldNumber empty leaves it to the next wider place
 */
public record HolderChoice(Place place, Optional<Mode> mode, Optional<OldNumber> oldNumber) {
    /** Whether entries are rewritten. */
    public enum Mode {
        AUTOMATIC,
        /** The change waits in the holder's inbox. */
        ASK,
        NEVER
    }

    /** What becomes of the number that was there. */
    public enum OldNumber {
        REPLACE,
        /** It stays, labelled as an old one. */
        KEEP
    }

    /** What holds for one card, everything considered. */
    public record Effective(Mode mode, OldNumber oldNumber) {
        public static final Effective DEFAULT = new Effective(Mode.AUTOMATIC, OldNumber.REPLACE);
    }

    /**
     * Where a choice holds: a contact before a book before everywhere.
     *
     * @param book empty for all books
     * @param uid of the contact, empty for all; a contact is the same in whatever book it is
     */
    public record Place(long home, OptionalLong book, Optional<String> uid) {
        public Place {
            if (book.isPresent() && uid.isPresent()) {
                throw new IllegalArgumentException("a book or a contact");
            }
        }

        public static Place everywhere(long home) {
            return new Place(home, OptionalLong.empty(), Optional.empty());
        }

        public static Place book(BookId book) {
            return new Place(book.home(), OptionalLong.of(book.book()), Optional.empty());
        }

        public static Place contact(long home, String uid) {
            return new Place(home, OptionalLong.empty(), Optional.of(uid));
        }
    }
}
