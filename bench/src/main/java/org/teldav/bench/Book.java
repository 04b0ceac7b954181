package org.teldav.bench;

/**
 * The address book that is measured, filled with the cards. Immutable.
 *
 * @param path percent-encoded, ends in a slash
 * @param others how many members it has beside the cards
 * @param made whether it was made for this run, so that the whole of it may go
 * @param firstChange the number of the first change to a card: one that no earlier run left in it
 */
record Book(Requests requests, String path, Cards cards, int others, boolean made, long firstChange) {

    String cardPath(int index) {
        return path + cards.name(index);
    }

    int members() {
        return cards.count() + others;
    }

    byte[] put(int index, long change) {
        return requests.put(cardPath(index), cards.card(index, change));
    }

    byte[] report(String depth, String body) {
        return requests.xml("REPORT", path, depth, body);
    }
}
