package org.teldav.dav;

import java.time.Instant;

/** A collection whose changes clients may want to be told of by messages (WebDAV-Push). */
public interface PushTarget {
    /** Whether they can be. */
    boolean pushes();

    /**
     * Registers what a client wants to be told, or changes it.
     *
     * @throws DavException where it can't be; then nothing is
     */
    Registration register(PushRegister wanted);

    /**
     * @param href by which it can be taken back
     * @param anew false where the client had it already
     * @param expires when it ends by itself
     */
    record Registration(String href, boolean anew, Instant expires) {}
}
