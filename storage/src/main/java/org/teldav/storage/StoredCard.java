package org.teldav.storage;

/**
 * A card with its bytes, exactly as they were sent.
 *
 * @param content must not be changed by the receiver
 */
@SuppressWarnings("ArrayRecordComponent")
public record StoredCard(Card card, byte[] content) {}
