package org.teldav;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A program with address books, as people have it on their desks, run without its windows. Not thread-safe. */
abstract class Desktop implements AutoCloseable {
    /** A book that it found on a server. @param writable whether it lets anybody write into it */
    record Found(String url, boolean writable) {}

    /** Runs one of the commands in the program's file under {@code desktop/}. */
    abstract JsonNode call(String command, String... arguments) throws IOException;

    /** Looks for a user's books with what a person types, and takes them all in. The password is the name and {@code -password}. */
    abstract List<Found> connect(String server, String user) throws IOException;

    abstract void add(String user, String name, String tel) throws IOException;

    /** Edits one card. */
    abstract void replace(String user, String uid, String from, String to) throws IOException;

    /** Asks the server for what is new in the user's book {@code contacts}; this may still go on when it returns. */
    final void sync(String user) throws IOException {
        call("sync", user);
    }

    /** As the program has them at this moment: vCards in its own manner. */
    final List<String> cards(String user) throws IOException {
        List<String> cards = new ArrayList<>();
        call("cards", user).forEach(card -> cards.add(card.asText()));
        return cards;
    }

    final void delete(String user, String uid) throws IOException {
        call("delete", user, uid);
    }

    @Override
    public abstract void close() throws IOException;
}
