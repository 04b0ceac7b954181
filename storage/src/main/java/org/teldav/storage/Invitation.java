package org.teldav.storage;

import java.time.Instant;

/**
 * A link by which people make themselves users in a group.
 *
 * @param group its id
 * @param uses how many people it is for
 * @param left how many of them may still come
 * @param until when it ends in any case
 */
public record Invitation(long group, long id, int uses, int left, Instant created, Instant until) {}
