package org.teldav.web;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.teldav.cards.CardWriting;
import org.teldav.storage.BookId;
import org.teldav.storage.Card;
import org.teldav.storage.CardPut;
import org.teldav.storage.IndexRow;
import org.teldav.storage.StoredCard;
import org.teldav.storage.Transaction;
import org.teldav.vcard.GroupMembers;
import org.teldav.vcard.InvalidCardException;

/** The contact groups of a book. Of a group's card nothing is indexed but its name: those are read that have neither number nor e-mail. */
record ContactGroups(CardWriting writing, Optional<String> region, BookId book) {
    private static final int PAGE = 1000;

    /** In each group one contact takes the place of another. */
    void replace(Transaction tx, String uid, String by, Instant now) {
        List<Card> left = candidates(tx);
        while (!left.isEmpty()) {
            List<Card> part = CardsApi.fitting(left);
            for (StoredCard stored : tx.cards().read(part)) {
                GroupMembers.replaced(stored.content(), uid, by)
                        .ifPresent(content -> put(tx, stored.card(), content, now));
            }
            left = left.subList(part.size(), left.size());
        }
    }

    private List<Card> candidates(Transaction tx) {
        Set<Long> contacts = new HashSet<>();
        for (IndexRow.Kind kind : List.of(IndexRow.Kind.TEL, IndexRow.Kind.EMAIL)) {
            tx.cards().texts(book, kind, 0, Long.MAX_VALUE).forEach(text -> contacts.add(text.card()));
        }
        List<Card> others = new ArrayList<>();
        List<Card> page = tx.cards().page(book, 0, PAGE);
        while (!page.isEmpty()) {
            page.stream().filter(card -> !contacts.contains(card.id().number())).forEach(others::add);
            page = tx.cards().page(book, page.get(page.size() - 1).id().number(), PAGE);
        }
        return others;
    }

    private void put(Transaction tx, Card card, byte[] content, Instant now) {
        CardPut put;
        try {
            put = writing.put(
                    book,
                    card.name(),
                    content,
                    region,
                    there -> there.filter(current -> current.syncNumber() == card.syncNumber())
                            .isPresent());
        } catch (InvalidCardException e) {
            // A card of old that could not be stored today stays as it is.
            return;
        }
        tx.cards().put(put, now);
        tx.locks().end(book, card.name());
    }
}
