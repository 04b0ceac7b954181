package org.teldav.storage;

import java.util.Optional;

/**
 * What a request is about, by names below the home of the one who asks.
 *
 * @param book empty where it is about no book
 * @param card empty where it is about no card; else there is a book
 * @param content whether the card's bytes are wanted
 * @param newest whether the book's last change is wanted
 */
public record Errand(Optional<String> book, Optional<String> card, boolean content, boolean newest) {
    /** About the user alone. */
    public static final Errand NONE = new Errand(Optional.empty(), Optional.empty(), false, false);

    public static Errand ofBook(String book) {
        return new Errand(Optional.of(book), Optional.empty(), false, false);
    }

    /** About a book and what became of it. */
    public static Errand ofChangesIn(String book) {
        return new Errand(Optional.of(book), Optional.empty(), false, true);
    }

    public static Errand ofCard(String book, String card, boolean content) {
        return new Errand(Optional.of(book), Optional.of(card), content, false);
    }
}
