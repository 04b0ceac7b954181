package org.teldav.storage;

import java.time.Instant;

/**
 * A number that took another's place, in a change that went out.
 *
 * @param change the change's id
 * @param at the time of the edit
 * @param proved as in {@link Change.Number}
 * @param told whom the change was for; everyone as long as it is not done
 */
public record Replacement(
        long change, Instant at, String oldKey, String newKey, boolean proved, ChangerChoice.Audience told) {}
