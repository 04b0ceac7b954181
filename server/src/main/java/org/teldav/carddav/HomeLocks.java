package org.teldav.carddav;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.teldav.dav.ActiveLock;
import org.teldav.dav.DavException;
import org.teldav.dav.Href;
import org.teldav.dav.LockSpace;
import org.teldav.dav.LockToken;
import org.teldav.dav.Validators;
import org.teldav.storage.AddressBook;
import org.teldav.storage.BookId;
import org.teldav.storage.Lock;
import org.teldav.storage.SyncToken;
import org.teldav.storage.Transaction;

/** The locks in the home of the one who asks: everything in a home is its owner's, and so are the locks on it. */
record HomeLocks(Requester requester) implements LockSpace {
    /** Locks of one home. */
    static final int MAX_LOCKS = 200;

    @Override
    public <T> T read(Function<State, T> work) {
        return requester.read(tx -> work.apply(new Moment(requester, tx)));
    }

    @Override
    public <T> T alone(Function<Table, T> work) {
        return requester.write(tx -> {
            tx.locks().holdAll(requester.user().id());
            return work.apply(new Moment(requester, tx));
        });
    }

    /** Within one transaction. The locks are read when they are first asked for: by then the writer has its place in the line. */
    static final class Moment implements Table {
        private final Requester requester;
        private final Transaction tx;
        private final Instant now = Requester.now();
        private final Optional<BookId> stepped;
        private Optional<List<ActiveLock>> known = Optional.empty();

        Moment(Requester requester, Transaction tx) {
            this(requester, tx, Optional.empty());
        }

        /** @param stepped the book whose sync number the write that asks has moved by one already */
        Moment(Requester requester, Transaction tx, Optional<BookId> stepped) {
            this.requester = requester;
            this.tx = tx;
            this.stepped = stepped;
        }

        private long home() {
            return requester.user().id();
        }

        @Override
        public List<ActiveLock> locks() {
            if (known.isEmpty()) {
                known = Optional.of(
                        tx.locks().list(home(), now).stream().map(this::active).toList());
            }
            return known.get();
        }

        private ActiveLock active(Lock lock) {
            String user = requester.user().name();
            Href root = lock.book()
                    .map(book -> lock.name()
                            .map(name -> Paths.cardPath(user, book, name))
                            .orElseGet(() -> Paths.bookPath(user, book)))
                    .orElseGet(() -> Paths.homePath(user));
            return new ActiveLock(
                    new LockToken(lock.token()), root, lock.exclusive(), lock.infinite(), lock.owner(), lock.expires());
        }

        @Override
        public Optional<Validators> validators(Href path) {
            List<String> below = Paths.inHome(requester.user().name(), path).orElse(List.of("", "", ""));
            return switch (below.size()) {
                case 0 -> Optional.of(new Validators(Optional.empty(), Optional.empty()));
                case 1 -> book(below.get(0)).map(book -> BookResource.validators(book));
                case 2 ->
                    book(below.get(0))
                            .flatMap(book -> tx.cards().find(book.id(), below.get(1)))
                            .map(card -> CardResource.validators(card));
                default -> Optional.empty();
            };
        }

        @Override
        public boolean isIn(Href path, LockToken token) {
            Optional<SyncToken> named = SyncToken.parse(token.uri());
            List<String> below = Paths.inHome(requester.user().name(), path).orElse(List.of("", ""));
            if (named.isEmpty() || below.size() > 1) {
                return false;
            }
            return below.isEmpty()
                    ? tx.books().state(home()).token().equals(named.get())
                    : book(below.get(0)).map(this::before).equals(named);
        }

        private SyncToken before(AddressBook book) {
            boolean own = stepped.equals(Optional.of(book.id()));
            return own ? book.token().at(book.token().number() - 1) : book.token();
        }

        private Optional<AddressBook> book(String name) {
            return tx.books().find(home(), name).or(() -> tx.books().directory(home(), name));
        }

        @Override
        public void keep(ActiveLock lock) {
            List<String> below =
                    Paths.inHome(requester.user().name(), lock.root()).orElseThrow(DavException::notFound);
            boolean there = locks().stream().anyMatch(other -> other.token().equals(lock.token()));
            if (!there && locks().size() >= MAX_LOCKS) {
                throw new DavException(507, "a home keeps at most " + MAX_LOCKS + " locks");
            }
            Lock stored = new Lock(
                    lock.token().uri(),
                    below.stream().findFirst(),
                    below.stream().skip(1).findFirst(),
                    lock.exclusive(),
                    lock.infinite(),
                    lock.owner(),
                    lock.expires());
            if (!tx.locks().keep(home(), stored, now)) {
                throw DavException.notFound();
            }
            known = Optional.empty();
        }

        @Override
        public void forget(LockToken token) {
            tx.locks().remove(home(), token.uri());
            known = Optional.empty();
        }
    }
}
