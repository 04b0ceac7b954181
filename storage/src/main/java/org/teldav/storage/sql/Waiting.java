package org.teldav.storage.sql;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Statements of one transaction that wait, to go in one round trip with the next whose outcome matters. What waits of a work that is done goes with the first
 * of the next work in the same transaction. Not thread-safe.
 */
final class Waiting {
    /** With more the texts would be too many, and too long, to be worth being kept prepared. */
    private static final int MOST_CARRIED = 20;

    private final List<Question<?>> questions = new ArrayList<>();
    private int carried;
    private boolean torn;

    void add(Question<?> question) {
        questions.add(question);
    }

    /** Whether something waits, and all of it is of the work that is under way. */
    boolean isOfOneWork() {
        return carried == 0 && !questions.isEmpty();
    }

    /** Whether statements of a work that was done were sent with those of another, and one of them failed: nobody knows whose. */
    boolean isTorn() {
        return torn;
    }

    /** The work is done, and another follows. @return false where what waits is too much to go with it */
    boolean carry() {
        if (questions.size() > MOST_CARRIED) {
            return false;
        }
        carried = questions.size();
        return true;
    }

    /** Forgets what waits of the work that is under way. */
    void drop() {
        questions.subList(carried, questions.size()).clear();
    }

    void send(StatementCache statements) throws SQLException {
        if (questions.isEmpty()) {
            return;
        }
        List<Question<?>> all = List.copyOf(questions);
        boolean before = torn;
        torn = before || carried > 0;
        questions.clear();
        carried = 0;
        new Round(all).make(statements);
        torn = before;
    }
}
