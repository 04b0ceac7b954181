package org.teldav.storage;

/**
 * A card's key: it stays the same through every edit and rename inside the book.
 *
 * @param book the book that holds the card
 * @param number the book's sync number at which the card was made, hence unique in the book
 */
public record CardId(BookId book, long number) {}
