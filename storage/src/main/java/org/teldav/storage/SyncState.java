package org.teldav.storage;

/**
 * Where the history of a collection stands (RFC 6578 §3.2).
 *
 * @param token its newest point
 * @param oldest the oldest number from which a delta can still be told; older tokens are refused
 */
public record SyncState(SyncToken token, long oldest) {
    /** Whether a delta since this token can be told (DAV:valid-sync-token). */
    public boolean knows(SyncToken since) {
        return since.epoch() == token.epoch() && since.number() >= oldest && since.number() <= token.number();
    }
}
