package org.teldav.carddav;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.teldav.cards.CardWriting;
import org.teldav.dav.DontNotify;
import org.teldav.dav.RequestLimits;
import org.teldav.storage.BookId;
import org.teldav.storage.Principal;
import org.teldav.storage.Store;
import org.teldav.storage.Transaction;
import org.teldav.storage.Visit;

/** Who asks, and with what the server answers. For one request: not thread-safe. */
record Requester(Service service, Visit visit, Optional<DontNotify> dontNotify, LocksSeen locksSeen) {
    Requester(Service service, Visit visit) {
        this(service, visit, Optional.empty());
    }

    /** @param dontNotify what the request says of who need not be told of it */
    Requester(Service service, Visit visit, Optional<DontNotify> dontNotify) {
        this(service, visit, dontNotify, new LocksSeen());
    }

    /** What all requests share. */
    record Service(Store store, BookCache books, CardWriting writing, RequestLimits limits, Options options) {}

    Principal.User user() {
        return visit.user();
    }

    <T> T read(Function<Transaction, T> work) {
        return service.store().read(work);
    }

    /** All that one can write by DAV is in one's own home. */
    <T> T write(Function<Transaction, T> work) {
        if (dontNotify.isEmpty()) {
            return service.store().write(user().id(), work);
        }
        Optional<Set<String>> spared = PushRegistration.ids(dontNotify.get());
        return service.store().write(user().id(), tx -> {
            tx.pushSubscriptions().spare(user().id(), spared);
            return work.apply(tx);
        });
    }

    /** What is locked and what is there, inside a transaction. */
    HomeLocks.Moment at(Transaction tx) {
        return new HomeLocks.Moment(this, tx);
    }

    /** The same, inside a write to the book that has moved its sync number by one before it asks, as those to one card do. */
    HomeLocks.Moment at(Transaction tx, BookId stepped) {
        return new HomeLocks.Moment(this, tx, Optional.of(stepped));
    }

    Optional<String> region() {
        return service.writing().region(user());
    }

    static Instant now() {
        return Instant.now();
    }
}
