package org.teldav.web;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.teldav.storage.AddressBook;
import org.teldav.storage.BookId;
import org.teldav.storage.Card;
import org.teldav.storage.Cards.IndexText;
import org.teldav.storage.IndexRow;
import org.teldav.storage.StoredCard;
import org.teldav.storage.Transaction;
import org.teldav.vcard.Contact;
import org.teldav.vcard.UnicodeCasemap;

/** Finds a user's cards, over all books, by words in their names, numbers and e-mails, from the index alone where a card has a name there. */
final class ContactSearch {
    private static final int MOST_WORDS = 8;
    private static final int PAGE = 1000;

    private final Transaction tx;
    private final List<String> words;

    /** @param typed each of its words has to be found; with none, all cards are */
    ContactSearch(Transaction tx, String typed) {
        this.tx = tx;
        this.words = Arrays.stream(UnicodeCasemap.foldForIndex(typed).strip().split("\\s+"))
                .filter(word -> !word.isEmpty())
                .limit(MOST_WORDS)
                .toList();
    }

    /** @param name folded */
    record Found(AddressBook book, Card card, String name) {}

    /** By name; those without one last. */
    List<Found> find(long home) {
        List<Found> found = new ArrayList<>();
        tx.books().list(home).forEach(book -> find(book, found));
        found.sort(Comparator.comparing((Found one) -> one.name().isEmpty())
                .thenComparing(Found::name)
                .thenComparing(one -> one.book().name())
                .thenComparing(one -> one.card().id().number()));
        return found;
    }

    private void find(AddressBook book, List<Found> found) {
        List<Card> cards = cards(book.id());
        Map<Long, String> names = names(book.id(), cards);
        List<Set<Long>> matches =
                words.stream().map(word -> matches(book.id(), word, names)).toList();
        for (Card card : cards) {
            long number = card.id().number();
            if (matches.stream().allMatch(word -> word.contains(number))) {
                found.add(new Found(book, card, names.getOrDefault(number, "")));
            }
        }
    }

    private List<Card> cards(BookId book) {
        List<Card> cards = new ArrayList<>();
        List<Card> page = tx.cards().page(book, 0, PAGE);
        while (!page.isEmpty()) {
            cards.addAll(page);
            page = tx.cards().page(book, page.get(page.size() - 1).id().number(), PAGE);
        }
        return cards;
    }

    private Map<Long, String> names(BookId book, List<Card> cards) {
        Map<Long, String> names = new HashMap<>();
        texts(book, IndexRow.Kind.FN).forEach(row -> names.putIfAbsent(row.card(), row.text()));
        List<Card> others = cards.stream()
                .filter(card -> !names.containsKey(card.id().number()))
                .toList();
        while (!others.isEmpty()) {
            List<Card> part = CardsApi.fitting(others);
            for (StoredCard card : tx.cards().read(part)) {
                names.put(card.card().id().number(), UnicodeCasemap.foldForIndex(Contact.name(card.content())));
            }
            others = others.subList(part.size(), others.size());
        }
        return names;
    }

    private List<IndexText> texts(BookId book, IndexRow.Kind kind) {
        return tx.cards().texts(book, kind, 0, Long.MAX_VALUE);
    }

    private Set<Long> matches(BookId book, String word, Map<Long, String> names) {
        Set<Long> cards = new HashSet<>();
        names.forEach((card, name) -> {
            if (name.contains(word)) {
                cards.add(card);
            }
        });
        add(cards, book, IndexRow.Kind.EMAIL, text -> text.contains(word));
        if (word.chars().anyMatch(Character::isDigit)
                && word.chars().allMatch(c -> Character.isDigit(c) || "+-().:/".indexOf(c) >= 0)) {
            // A national number begins with a zero that the international one hasn't.
            String digits = digits(word).replaceFirst("^0+(?=.)", "");
            add(cards, book, IndexRow.Kind.TEL, text -> digits(text).contains(digits));
        }
        return cards;
    }

    private void add(Set<Long> cards, BookId book, IndexRow.Kind kind, Predicate<String> matches) {
        texts(book, kind).stream().filter(row -> matches.test(row.text())).forEach(row -> cards.add(row.card()));
    }

    /** As ASCII, of whatever script. */
    private static String digits(String text) {
        return text.chars()
                .filter(Character::isDigit)
                .collect(
                        StringBuilder::new, (digits, c) -> digits.append(Character.digit(c, 10)), StringBuilder::append)
                .toString();
    }
}
