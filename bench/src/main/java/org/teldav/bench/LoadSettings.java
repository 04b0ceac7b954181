package org.teldav.bench;

/**
 * How hard and how long. Immutable.
 *
 * @param connections keep-alive connections, one thread each
 * @param warmupSeconds what isn't counted before each operation
 * @param seconds how long each operation is measured; a request under way at the end is finished and counted
 * @param mostRequests bound of requests counted for each operation, over all connections
 * @param timeoutMillis how long an answer may take
 */
record LoadSettings(int connections, double warmupSeconds, double seconds, long mostRequests, int timeoutMillis) {}
