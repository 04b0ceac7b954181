package org.teldav.storage;

import java.time.Instant;

/**
 * A version of a card that is no more.
 *
 * @param syncNumber the number it was stored at, its name in {@code card restore}
 * @param stored when it was stored
 * @param ended when it was overwritten or deleted
 */
public record CardVersion(CardId id, int size, long syncNumber, Instant stored, Instant ended) {}
