package org.teldav.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.teldav.storage.sql.Fixture.NOW;

import java.util.function.Consumer;
import org.teldav.storage.Transaction;

/** An engine under test, with an empty store. */
interface Engine {
    Fixture fixture();

    /** One transaction. */
    default void run(Consumer<Transaction> work) {
        fixture().write(tx -> {
            work.accept(tx);
            return true;
        });
    }

    /** A group, named after its first member. */
    default long group(long... members) {
        long group = fixture()
                .write(tx -> tx.principals().addGroup("g" + members[0], "", NOW))
                .id();
        for (long member : members) {
            join(group, member);
        }
        return group;
    }

    default void join(long group, long user) {
        run(tx -> assertThat(tx.principals().join(group, user, NOW)).isTrue());
    }
}
