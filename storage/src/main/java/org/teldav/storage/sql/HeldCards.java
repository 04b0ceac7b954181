package org.teldav.storage.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.teldav.storage.BookId;
import org.teldav.storage.CardId;
import org.teldav.storage.HeldCard;
import org.teldav.storage.HolderChoice;
import org.teldav.storage.IndexRow;
import org.teldav.storage.StoredCard;

/** Contacts with what decides over their numbers, a page of them in as few rounds as the engine allows. */
final class HeldCards {
    private static final String CARDS = "SELECT c.home, c.book, " + CardTable.COLUMNS
            + ", t.content, h.own_book, h.own_card, p.region FROM cards c JOIN contents t"
            + " ON t.home = c.home AND t.book = c.book AND t.card = c.card AND t.sync_number = c.sync_number"
            + " JOIN homes h ON h.home = c.home JOIN principals p ON p.id = c.home";
    private static final int CONTENT = 3 + CardTable.WIDTH;

    private final Sql sql;
    private final IndexTable index;
    private final PreferenceTables preferences;

    HeldCards(Sql sql) {
        this.sql = sql;
        this.index = new IndexTable(sql);
        this.preferences = new PreferenceTables(sql);
    }

    /** In their order, without own cards. Reads the bytes before the index: where both are of the version that is replaced, so are the entries' positions. */
    List<HeldCard> list(List<CardId> wanted) {
        Map<CardId, Held> found = new HashMap<>();
        sql.ofCards(CARDS, row -> held(row), wanted).stream()
                .filter(held -> !held.own())
                .forEach(held -> found.put(held.stored().card().id(), held));
        List<CardId> cards = wanted.stream().filter(found::containsKey).toList();
        Map<CardId, TreeSet<IndexRow>> rows = index.list(cards);
        Set<Long> choosers = preferences.choosers(
                cards.stream().map(card -> card.book().home()).toList());
        return cards.stream()
                .map(card -> new HeldCard(
                        found.get(card).stored(),
                        List.copyOf(rows.getOrDefault(card, new TreeSet<>(IndexTable.ORDER))),
                        found.get(card).region(),
                        choice(found.get(card).stored(), choosers)))
                .toList();
    }

    private HolderChoice.Effective choice(StoredCard stored, Set<Long> choosers) {
        BookId book = stored.card().id().book();
        return choosers.contains(book.home())
                ? preferences.holder(book, stored.card().uid())
                : HolderChoice.Effective.DEFAULT;
    }

    private record Held(StoredCard stored, boolean own, Optional<String> region) {}

    private static Held held(ResultSet row) throws SQLException {
        BookId book = new BookId(row.getLong(1), row.getLong(2));
        StoredCard stored = new StoredCard(CardTable.card(book, row, 3), row.getBytes(CONTENT));
        Optional<CardId> own = OwnCards.ownCard(book.home(), row, CONTENT + 1);
        return new Held(
                stored,
                own.filter(stored.card().id()::equals).isPresent(),
                Optional.ofNullable(row.getString(CONTENT + 3)));
    }
}
