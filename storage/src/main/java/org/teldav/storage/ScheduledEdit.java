package org.teldav.storage;

import java.time.Instant;
import java.util.OptionalLong;

/**
 * An edit of a user's own card that is to be made at a time (propagation.md, "Choices": at a date; for a time, then back).
 *
 * @param id ascending
 * @param oldKey the number that is to be replaced, E.164 plus extension
 * @param due when it is to be made
 * @param reason why it failed, for people to read; else empty
 * @param returnOf the edit that it takes back, where that one was to be made at a time, too
 */
public record ScheduledEdit(
        long id,
        long user,
        String oldKey,
        String newKey,
        Instant due,
        State state,
        String reason,
        OptionalLong returnOf) {
    /** What became of it. */
    public enum State {
        PLANNED,
        /** A server makes it in this very transaction. */
        RUNNING,
        DONE,
        /** It could not be made when its time had come. */
        FAILED,
        /** Its user wanted it no more. */
        CANCELLED
    }
}
