package org.teldav.storage;

/**
 * How busy the connections to the database are at a moment.
 *
 * @param name what they are for
 * @param active in use
 * @param awaited how many threads wait for one
 */
public record ConnectionPool(String name, int active, int idle, int awaited) {}
