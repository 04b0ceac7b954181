package org.teldav.dav;

import java.util.Optional;

/** A collection whose members are made and changed by PUT (RFC 4918 §9.7). */
public interface PutTarget {
    /**
     * Stores a member.
     *
     * @param mediaType as the client said, in lower case
     * @param conditions asked again while the collection is locked
     * @throws DavException where it can't be stored; then nothing is
     */
    Outcome put(String name, byte[] body, Optional<String> mediaType, Preconditions conditions);

    /** Bytes of the member of that name; 0 where there is none. */
    default int size(String name) {
        return 0;
    }

    /** @param etag quoted */
    record Outcome(boolean created, String etag) {}
}
