package org.teldav.storage;

/**
 * A book's key. The home comes first in every key, so that the schema can be sharded by home.
 *
 * @param home the id of the owner, a user
 * @param book the number of the book in that home, from 1
 */
public record BookId(long home, long book) {}
