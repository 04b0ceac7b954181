package org.teldav.dav;

/**
 * What a client can make large.
 *
 * @param cardBytes of a card, as it is sent
 * @param xmlBytes of the XML body of a request
 */
public record RequestLimits(int cardBytes, int xmlBytes) {
    /** 10 MiB and 1 MiB. */
    public static final RequestLimits DEFAULT = new RequestLimits(10 << 20, 1 << 20);
}
