package org.teldav.storage.sql;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.teldav.storage.Change;

/** Changes of three numbers each. */
interface ChangeEngine extends Engine {
    Change.Number REPLACED = new Change.Number(0, Optional.of("+1"), Optional.of("+2"), true, "CELL", "mine", false);
    Change.Number WITHDRAWN = new Change.Number(1, Optional.of("+3"), Optional.empty(), false, "", "", false);
    Change.Number ADDED = new Change.Number(2, Optional.empty(), Optional.of("+4"), false, "", "", false);

    default long add(long user, Instant at) {
        return fixture()
                .write(tx -> tx.changes()
                        .add(
                                user,
                                at,
                                Change.State.PENDING,
                                List.of(REPLACED, WITHDRAWN, ADDED),
                                Change.Course.AT_ONCE));
    }
}
