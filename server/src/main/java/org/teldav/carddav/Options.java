package org.teldav.carddav;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * What the operator chooses.
 *
 * @param vcard4 whether clients are told of vCard 4.0, too
 * @param addMember whether clients may let the server name new cards (RFC 5995)
 * @param push what clients of WebDAV-Push are offered; empty where it is off
 * @param free bytes that can still be stored, empty where that is not known; asked often, thread-safe
 */
public record Options(boolean vcard4, boolean addMember, Optional<PushOffer> push, Supplier<OptionalLong> free) {}
