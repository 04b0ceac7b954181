package org.teldav;

import java.io.IOException;
import java.util.List;

/** A program with address books, as people have it on their desks, run without its windows. Not thread-safe. */
interface Desktop extends AutoCloseable {
    /** A book that it found on a server. @param writable whether it lets anybody write into it */
    record Found(String url, boolean writable) {}

    /** Looks for a user's books with what a person types, and takes them all in. The password is the name and {@code -password}. */
    List<Found> connect(String server, String user) throws IOException;

    /** Asks the server for what is new in the user's book {@code contacts}; this may still go on when it returns. */
    void sync(String user) throws IOException;

    /** As the program has them at this moment: vCards in its own manner. */
    List<String> cards(String user) throws IOException;

    void add(String user, String name, String tel) throws IOException;

    /** Edits one card. */
    void replace(String user, String uid, String from, String to) throws IOException;

    void delete(String user, String uid) throws IOException;

    @Override
    void close() throws IOException;
}
