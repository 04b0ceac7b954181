package org.teldav.bench;

import java.nio.charset.StandardCharsets;

/** The answer a connection has just read. A view on the connection's buffers: good until its next request, for its thread. */
interface Answer {

    int status();

    boolean hasETag();

    /** The Location header, or an empty text. */
    String location();

    /** The buffer that holds the body from 0 to {@link #length}. */
    byte[] body();

    int length();

    default String text() {
        return new String(body(), 0, length(), StandardCharsets.UTF_8);
    }
}
