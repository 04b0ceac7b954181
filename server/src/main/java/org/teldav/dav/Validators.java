package org.teldav.dav;

import java.time.Instant;
import java.util.Optional;

/**
 * What the conditions of a request are compared with (RFC 9110 §8.8).
 *
 * @param etag quoted and strong; empty where the resource has none
 * @param modified to the second
 */
public record Validators(Optional<String> etag, Optional<Instant> modified) {}
