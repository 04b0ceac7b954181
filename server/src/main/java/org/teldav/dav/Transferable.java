package org.teldav.dav;

/** A resource that can be the source of COPY and MOVE (RFC 4918 §9.8, §9.9). */
public interface Transferable {
    /**
     * Copies or moves it.
     *
     * @param conditions of the source, asked again while it is locked
     * @return whether something new was made, not replaced
     * @throws DavException 412 where something is there and must not be overwritten
     */
    boolean transfer(Kind kind, DavResource parent, String name, boolean overwrite, Preconditions conditions);

    /** Which of the two methods, and how far down. */
    enum Kind {
        COPY,
        /** A collection without its members: COPY with Depth 0 (RFC 4918 §9.8.3). */
        COPY_SHALLOW,
        MOVE
    }
}
