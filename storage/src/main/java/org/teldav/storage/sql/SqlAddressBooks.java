package org.teldav.storage.sql;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.teldav.storage.AddressBook;
import org.teldav.storage.AddressBooks;
import org.teldav.storage.BookId;
import org.teldav.storage.CardId;
import org.teldav.storage.NameTakenException;
import org.teldav.storage.SyncToken;

/** Address books. */
final class SqlAddressBooks implements AddressBooks {
    private static final SecureRandom EPOCHS = new SecureRandom();
    private static final Comparator<AddressBook> DEFAULT_FIRST = Comparator.comparing(
                    (AddressBook book) -> !book.name().equals(AddressBook.DEFAULT_NAME))
            .thenComparing(AddressBook::name);

    private final BookTable books;
    private final CardRemoval removal;
    private final LockTable locks;
    private final OwnCards ownCards;

    SqlAddressBooks(Sql sql, OwnCards ownCards) {
        this.books = new BookTable(sql);
        this.removal = new CardRemoval(sql);
        this.locks = new LockTable(sql);
        this.ownCards = ownCards;
    }

    @Override
    public AddressBook create(long home, String name, String displayName, Optional<String> description, Instant now) {
        BookId id = new BookId(home, ownCards.nextBook(home));
        refuseTaken(home, Text.name(name));
        long epoch = EPOCHS.nextLong() >>> 1;
        Instant created = Sql.instant(Sql.micros(now));
        AddressBook book =
                new AddressBook(id, name, displayName, description, new SyncToken(epoch, 0), 0, created, created);
        books.insert(book);
        return book;
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
    public boolean lock(BookId id) {
        return books.lock(id);
    }

    @Override
    public void describe(BookId id, String displayName, Optional<String> description, Instant now) {
        books.describe(id, displayName, description, now);
    }

    @Override
    public void rename(BookId id, String name, Instant now) {
        refuseDefault(id);
        Optional<AddressBook> other = books.find(id.home(), Text.name(name));
        if (other.filter(book -> !book.id().equals(id)).isPresent()) {
            throw new NameTakenException(name);
        }
        books.rename(id, name, now);
        locks.deleteAll(id);
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
        Optional<byte[]> before = own.flatMap(removal::content);
        removal.book(id, now);
        locks.deleteAll(id);
        books.delete(id);
        if (own.isPresent()) {
            ownCards.name(id.home(), Optional.empty());
            ownCards.edited(id.home(), before, Optional.empty(), now);
        }
        return true;
    }
}
