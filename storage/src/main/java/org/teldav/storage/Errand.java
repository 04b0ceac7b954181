package org.teldav.storage;

import java.util.Optional;

/**
 * What a request is about, by names below the home of the one who asks.
 *
 * @param book empty where it is about no book
 * @param card empty where it is about no card; else there is a book
 * @param content whether the card's bytes are wanted
 */
public record Errand(Optional<String> book, Optional<String> card, boolean content) {
    /** About the user alone. */
    public static final Errand NONE = new Errand(Optional.empty(), Optional.empty(), false);

    public static Errand ofBook(String book) {
        return new Errand(Optional.of(book), Optional.empty(), false);
    }

    public static Errand ofCard(String book, String card, boolean content) {
        return new Errand(Optional.of(book), Optional.of(card), content);
    }
}
