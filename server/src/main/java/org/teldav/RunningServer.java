package org.teldav;

import java.util.Optional;

/**
 * What a server that runs says of itself: it may have got more by its environment than the command that looks at it.
 *
 * @param address how phones reach it
 * @param region of numbers without a country code
 */
public record RunningServer(String engine, String address, Optional<String> region) {}
