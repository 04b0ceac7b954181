package org.teldav.storage.sql;

/** Where writers stand in line for what has no row of its own that could be locked, until their transactions end. Two that differ may have one line. */
final class Lines {
    /** As many rows as the table has. */
    private static final int SLOTS = 32;

    private final Sql sql;

    Lines(Sql sql) {
        this.sql = sql;
    }

    void stand(Object what) {
        sql.update("UPDATE line_slots SET slot = slot WHERE slot = ?", Math.floorMod(what.hashCode(), SLOTS));
    }
}
