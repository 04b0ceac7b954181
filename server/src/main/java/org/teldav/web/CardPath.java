package org.teldav.web;

import org.teldav.accounts.RefusedException;
import org.teldav.storage.AddressBook;
import org.teldav.storage.Card;
import org.teldav.storage.Principal;
import org.teldav.storage.Transaction;

/** Where a card of a user's is, as {@code contacts/me.vcf}; a name alone is of the default book. */
record CardPath(String book, String name) {
    static CardPath of(String typed) {
        int slash = typed.indexOf('/');
        return slash < 0
                ? new CardPath(AddressBook.DEFAULT_NAME, typed)
                : new CardPath(typed.substring(0, slash), typed.substring(slash + 1));
    }

    static AddressBook book(Transaction tx, Principal.User user, String name) {
        return tx.books()
                .find(user.id(), name)
                .orElseThrow(() -> RefusedException.missing("'" + user.name() + "' has no book '" + name + "'")
                        .as("no-book", name));
    }

    /** @throws RefusedException where there is none */
    AddressBook book(Transaction tx, Principal.User user) {
        return book(tx, user, book);
    }

    /** @throws RefusedException where there is none */
    Card card(Transaction tx, Principal.User user) {
        return tx.cards()
                .find(book(tx, user).id(), name)
                .orElseThrow(() -> RefusedException.missing("'" + user.name() + "' has no card '" + this + "'")
                        .as("no-card"));
    }

    @Override
    public String toString() {
        return book + "/" + name;
    }
}
