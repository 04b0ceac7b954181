package org.teldav.dav;

/**
 * What a client may send at most.
 *
 * @param cardBytes of a card's body
 * @param xmlBytes of an XML body
 * @param bodies bounds large bodies of all clients together
 */
public record RequestLimits(int cardBytes, int xmlBytes, LargeBodies bodies) {}
