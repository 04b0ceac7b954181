package org.teldav.storage.sql;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.teldav.storage.BookId;
import org.teldav.storage.CardId;
import org.teldav.storage.DeadProperties;
import org.teldav.storage.ETag;

/** The table {@code dead_properties}. */
final class DeadPropertyTable implements DeadProperties {
    private static final String OF_OWNER = " WHERE home = ? AND book = ? AND card = ?";
    private static final Comparator<DeadProperty> BY_NAME =
            Comparator.comparing(DeadProperty::namespace).thenComparing(DeadProperty::name);

    private final Sql sql;

    DeadPropertyTable(Sql sql) {
        this.sql = sql;
    }

    @Override
    public List<DeadProperty> list(Owner owner) {
        return sql
                .list(
                        "SELECT namespace, name, xml FROM dead_properties" + OF_OWNER,
                        row -> new DeadProperty(row.getString(1), row.getString(2), row.getString(3)),
                        owner.home(),
                        owner.book(),
                        owner.card())
                .stream()
                .sorted(BY_NAME)
                .toList();
    }

    @Override
    public List<OfCard> listOfCards(BookId book, long afterNumber, long upToNumber) {
        return sql
                .list(
                        "SELECT card, namespace, name, xml FROM dead_properties"
                                + " WHERE home = ? AND book = ? AND card > ? AND card <= ?",
                        row -> new OfCard(
                                row.getLong(1), new DeadProperty(row.getString(2), row.getString(3), row.getString(4))),
                        book.home(),
                        book.book(),
                        afterNumber,
                        upToNumber)
                .stream()
                .sorted(Comparator.comparingLong(OfCard::card).thenComparing(OfCard::property, BY_NAME))
                .toList();
    }

    @Override
    public Map<Long, Long> lengthsOfCards(BookId book, long afterNumber, long upToNumber) {
        Map<Long, Long> lengths = new HashMap<>();
        sql.list(
                "SELECT card, SUM(CHAR_LENGTH(xml)) FROM dead_properties"
                        + " WHERE home = ? AND book = ? AND card > ? AND card <= ? GROUP BY card",
                row -> lengths.put(row.getLong(1), row.getLong(2)),
                book.home(),
                book.book(),
                afterNumber,
                upToNumber);
        return lengths;
    }

    @Override
    public void set(Owner owner, DeadProperty property) {
        String key = key(property.namespace(), property.name());
        int updated = sql.update(
                "UPDATE dead_properties SET xml = ?" + OF_OWNER + " AND property_key = ?",
                property.xml(),
                owner.home(),
                owner.book(),
                owner.card(),
                key);
        if (updated == 0) {
            sql.update(
                    "INSERT INTO dead_properties (home, book, card, property_key, namespace, name, xml)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?)",
                    owner.home(),
                    owner.book(),
                    owner.card(),
                    key,
                    property.namespace(),
                    property.name(),
                    property.xml());
        }
    }

    @Override
    public boolean remove(Owner owner, String namespace, String name) {
        return sql.update(
                        "DELETE FROM dead_properties" + OF_OWNER + " AND property_key = ?",
                        owner.home(),
                        owner.book(),
                        owner.card(),
                        key(namespace, name))
                > 0;
    }

    /** The target's own are replaced. */
    void copy(CardId from, CardId to) {
        deleteAll(to);
        sql.run(
                "INSERT INTO dead_properties (home, book, card, property_key, namespace, name, xml)"
                        + " SELECT home, CAST(? AS BIGINT), CAST(? AS BIGINT), property_key, namespace, name, xml"
                        + " FROM dead_properties" + OF_OWNER,
                to.book().book(),
                to.number(),
                from.book().home(),
                from.book().book(),
                from.number());
    }

    void deleteAll(CardId card) {
        sql.run(
                "DELETE FROM dead_properties" + OF_OWNER,
                card.book().home(),
                card.book().book(),
                card.number());
    }

    /** The book's and its cards'. */
    void deleteAll(BookId book) {
        sql.run("DELETE FROM dead_properties WHERE home = ? AND book = ?", book.home(), book.book());
    }

    /** No XML name holds a line break. */
    private static String key(String namespace, String name) {
        return ETag.of((namespace + '\n' + name).getBytes(StandardCharsets.UTF_8))
                .value();
    }
}
