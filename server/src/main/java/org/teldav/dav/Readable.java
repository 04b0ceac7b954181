package org.teldav.dav;

/** A resource with a body for GET and HEAD. */
public interface Readable {
    /** The bytes as they are kept; must not be changed. */
    byte[] content();

    String contentType();
}
