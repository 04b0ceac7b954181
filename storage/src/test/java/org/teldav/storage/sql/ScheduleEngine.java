package org.teldav.storage.sql;

import static org.teldav.storage.sql.Fixture.NOW;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.teldav.storage.Change;
import org.teldav.storage.Change.Course;
import org.teldav.storage.Change.State;
import org.teldav.storage.Transaction;

/** How the changes of an engine are tried. */
interface ScheduleEngine extends Engine {
    Duration TIME = Duration.ofSeconds(30);
    Change.Number REPLACING = new Change.Number(0, Optional.of("+1"), Optional.of("+2"), true, "CELL", "", false);

    default boolean does(java.util.function.Predicate<Transaction> work) {
        return fixture().write(work::test);
    }

    default long add(long user, State state, Course course) {
        return fixture().write(tx -> tx.changes().add(user, NOW, state, List.of(REPLACING), course));
    }

    default Change find(long id) {
        return fixture().read(tx -> tx.changes().find(id)).orElseThrow();
    }

    default Optional<Long> take(String worker, Instant now) {
        return fixture().write(tx -> tx.changes().lease(worker, now, TIME)).map(Change::id);
    }

    default boolean isAnyDue(Instant now) {
        return fixture().read(tx -> tx.changes().isAnyDue(now));
    }
}
