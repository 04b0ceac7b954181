package org.teldav.storage.sql;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.teldav.storage.AddressBook;
import org.teldav.storage.AddressBooks;
import org.teldav.storage.BookEvent;
import org.teldav.storage.BookId;
import org.teldav.storage.CardId;
import org.teldav.storage.NameTakenException;
import org.teldav.storage.SyncState;
import org.teldav.storage.SyncToken;

/** Address books. */
final class SqlAddressBooks implements AddressBooks {
    private static final Comparator<AddressBook> DEFAULT_FIRST = Comparator.comparing(
                    (AddressBook book) -> !book.name().equals(AddressBook.DEFAULT_NAME))
            .thenComparing(AddressBook::name);

    private final Sql sql;
    private final BookTable books;
    private final CardRemoval removal;
    private final LockTable locks;
    private final OwnCards ownCards;
    private final HomeHistory history;
    private final FormerEpochs formerEpochs;

    SqlAddressBooks(Sql sql, OwnCards ownCards) {
        this.sql = sql;
        this.books = new BookTable(sql);
        this.removal = new CardRemoval(sql);
        this.locks = new LockTable(sql);
        this.ownCards = ownCards;
        this.history = new HomeHistory(sql);
        this.formerEpochs = new FormerEpochs(sql);
    }

    @Override
    public AddressBook create(long home, String name, String displayName, Optional<String> description, Instant now) {
        return create(home, name, displayName, description, AddressBook.Languages.NONE, now);
    }

    private AddressBook create(
            long home,
            String name,
            String displayName,
            Optional<String> description,
            AddressBook.Languages languages,
            Instant now) {
        BookId id = new BookId(home, ownCards.nextBook(home));
        refuseTaken(home, Text.name(name));
        Instant created = Sql.instant(Sql.micros(now));
        AddressBook book = new AddressBook(
                id,
                name,
                displayName,
                description,
                languages,
                new SyncToken(HomeHistory.epoch(), 0),
                0,
                created,
                created);
        books.insert(book);
        history.listed(id, name);
        return book;
    }

    @Override
    public AddressBook copy(BookId source, String name, boolean withCards, Instant now) {
        if (!books.lock(source)) {
            throw new IllegalArgumentException("there is no such book to be copied");
        }
        AddressBook from = books.find(source).orElseThrow();
        AddressBook made = create(source.home(), name, from.displayName(), from.description(), from.languages(), now);
        BookCopy copy = new BookCopy(sql, source, made.id());
        copy.properties();
        if (withCards) {
            copy.cards(now);
            ownCards.copied(made.id(), now);
        }
        return books.find(made.id()).orElseThrow();
    }

    @Override
    public long usedBytes(BookId id) {
        return books.usedBytes(id);
    }

    @Override
    public long usedBytes(long home) {
        return books.usedBytes(home);
    }

    private void refuseTaken(long home, String name) {
        if (books.find(home, name).isPresent()) {
            throw new NameTakenException(name);
        }
    }

    @Override
    public Optional<AddressBook> find(long home, String name) {
        return Text.isStorable(name) ? books.find(home, name) : Optional.empty();
    }

    @Override
    public Optional<AddressBook> find(BookId id) {
        return books.find(id);
    }

    @Override
    public List<AddressBook> list(long home) {
        return books.list(home).stream().sorted(DEFAULT_FIRST).toList();
    }

    @Override
    public Optional<AddressBook> directory(long user, String name) {
        return AddressBook.isDirectory(name) && Text.isStorable(name)
                ? ownCards.directories().find(user, name)
                : Optional.empty();
    }

    @Override
    public List<AddressBook> visible(long user) {
        Question<List<AddressBook>> directories = ownCards.directories().laterList(user);
        List<AddressBook> all = new ArrayList<>(list(user));
        directories.get().stream()
                .sorted(Comparator.comparing(AddressBook::name))
                .forEach(all::add);
        return all;
    }

    @Override
    public boolean lock(BookId id) {
        return books.lock(id);
    }

    @Override
    public void describe(
            BookId id, String displayName, Optional<String> description, AddressBook.Languages languages, Instant now) {
        Optional<AddressBook> before = books.lock(id) ? books.find(id) : Optional.empty();
        boolean same = before.isEmpty()
                || before.get().displayName().equals(displayName)
                        && before.get().description().equals(description)
                        && before.get().languages().equals(languages);
        if (!same) {
            books.describe(id, displayName, description, languages, now);
            history.described(id);
        }
    }

    @Override
    public void touch(BookId id) {
        if (books.lock(id)) {
            history.described(id);
        }
    }

    @Override
    public void touch(long home) {
        new Descriptions(sql).ofHome(home);
    }

    @Override
    public SyncState state(long home) {
        return history.state(home);
    }

    @Override
    public boolean remembers(BookId book, SyncToken token) {
        return formerEpochs.remember(book.home(), book.book(), token);
    }

    @Override
    public boolean remembers(long home, SyncToken token) {
        return formerEpochs.remember(home, FormerEpochs.HOME, token);
    }

    @Override
    public List<BookEvent> events(long home, long after, long upTo, int limit, boolean withRemoved) {
        return history.events(home, after, upTo, limit, withRemoved);
    }

    @Override
    public void rename(BookId id, String name, Instant now) {
        refuseDefault(id);
        Optional<AddressBook> other = books.find(id.home(), Text.name(name));
        if (other.filter(book -> !book.id().equals(id)).isPresent()) {
            throw new NameTakenException(name);
        }
        Optional<AddressBook> before = books.lock(id) ? books.find(id) : Optional.empty();
        if (before.isPresent() && !before.get().name().equals(name)) {
            history.removed(id.home(), before.get().name(), now);
            books.rename(id, name, now);
            locks.deleteAll(id);
            history.listed(id, name);
            uncover(id.home(), before.get().name());
        }
    }

    /** A book of before there were directories may have had the name of one. */
    private void uncover(long home, String name) {
        if (AddressBook.isDirectory(name)) {
            history.directoryListed(home, name);
        }
    }

    private void refuseDefault(BookId id) {
        if (books.find(id)
                .filter(book -> book.name().equals(AddressBook.DEFAULT_NAME))
                .isPresent()) {
            throw new IllegalArgumentException("the default book can't be renamed or deleted");
        }
    }

    @Override
    public boolean delete(BookId id, Instant now) {
        refuseDefault(id);
        if (!books.lock(id)) {
            return false;
        }
        Optional<CardId> own = ownCards.of(id.home()).filter(card -> card.book().equals(id));
        Optional<byte[]> content = own.flatMap(removal::content);
        Optional<AddressBook> before = books.find(id);
        before.ifPresent(book -> history.removed(id.home(), book.name(), now));
        removal.book(id, now);
        locks.deleteAll(id);
        books.delete(id);
        formerEpochs.delete(id);
        new PushSubscriptionTable(sql).forget(id);
        new PreferenceTables(sql).forget(id);
        before.ifPresent(book -> uncover(id.home(), book.name()));
        if (own.isPresent()) {
            ownCards.name(id.home(), Optional.empty());
            ownCards.edited(id.home(), content, Optional.empty(), now);
        }
        return true;
    }
}
