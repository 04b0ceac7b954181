package org.teldav.dav;

/** A resource with a body for GET and HEAD. Closed when the body is sent. */
public interface Readable extends AutoCloseable {
    /** The bytes as they are kept; must not be changed. */
    byte[] content();

    String contentType();

    /**
     * The representation that the client wants most (RFC 9110 §12.5.1); this one where it doesn't matter.
     *
     * @param accept the header's value
     * @throws DavException 406 where none can be given
     */
    default Readable accepting(String accept) {
        return this;
    }

    @Override
    default void close() {}

    /** Whether these are the bytes that the resource's entity tag is for. */
    default boolean isStored() {
        return true;
    }
}
