package org.teldav.storage;

import java.time.Instant;
import java.util.Optional;

/**
 * An address book collection (RFC 6352 §5.2).
 *
 * @param name the path segment, decoded
 * @param languages those of the two texts
 * @param token the newest point of its history
 * @param oldest the oldest number from which a delta can still be told; older tokens are refused
 * @param modified of the book or any card in it
 */
public record AddressBook(
        BookId id,
        String name,
        String displayName,
        Optional<String> description,
        Languages languages,
        SyncToken token,
        long oldest,
        Instant created,
        Instant modified) {
    /** Which language each is in, where a client said so ({@code xml:lang}, RFC 4918 §4.3): a tag of BCP 47, of {@value #LONGEST} characters at most. */
    public record Languages(Optional<String> displayName, Optional<String> description) {
        /** In UTF-16 units. */
        public static final int LONGEST = 100;

        public static final Languages NONE = new Languages(Optional.empty(), Optional.empty());
    }

    /** The book that every user has from the start. It can't be deleted or renamed. */
    public static final String DEFAULT_NAME = "contacts";

    /** What the name of a group's directory begins with; the group's name follows. */
    public static final String DIRECTORY_PREFIX = "group-";

    /** Of one home. */
    public static final int MOST = 100;

    /** Whether the name is one of a group's directory, there or not: no book can be given it. */
    public static boolean isDirectory(String name) {
        return name.startsWith(DIRECTORY_PREFIX);
    }

    /** Whether a delta since this token can be told (RFC 6578 §3.2, DAV:valid-sync-token). */
    public boolean knows(SyncToken since) {
        return since.epoch() == token.epoch() && since.number() >= oldest && since.number() <= token.number();
    }
}
