package org.teldav.storage;

/** What came of a deletion. */
public sealed interface DeleteResult {
    /** It is gone; its last version is in the history. */
    record Deleted(Card before) implements DeleteResult {}

    /** The condition did not hold for what is there. */
    record ConditionFailed() implements DeleteResult {}

    /** Nothing was there. */
    record Missing() implements DeleteResult {}
}
