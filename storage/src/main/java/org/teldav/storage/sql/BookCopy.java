package org.teldav.storage.sql;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.teldav.storage.BookId;

/**
 * COPY of a whole book (RFC 4918 §9.8.3), a statement a table. The cards keep their numbers, which mean nothing outside their book, so the new book starts
 * at the number of the other, in an epoch of its own and without tombstones.
 */
final class BookCopy {
    private static final String OF_BOOK = " WHERE c.home = ? AND c.book = ?";

    private final Sql sql;
    private final BookId from;
    private final BookId to;

    BookCopy(Sql sql, BookId from, BookId to) {
        this.sql = sql;
        this.from = from;
        this.to = to;
    }

    void properties() {
        sql.update(properties("c.card = 0"), to.book(), from.home(), from.book());
    }

    /** They are new, and so made and modified now; history stays with the others. */
    void cards(Instant now) {
        sql.update(
                "INSERT INTO cards (home, book, card, name, uid, uid_key, etag, bytes, created_at, modified_at, sync_number)"
                        + " SELECT c.home, CAST(? AS BIGINT), c.card, c.name, c.uid, c.uid_key, c.etag, c.bytes,"
                        + " CAST(? AS BIGINT), CAST(? AS BIGINT), c.sync_number FROM cards c" + OF_BOOK,
                to.book(),
                Sql.micros(now),
                Sql.micros(now.truncatedTo(ChronoUnit.SECONDS)),
                from.home(),
                from.book());
        sql.update(
                "INSERT INTO contents (home, book, card, sync_number, content)"
                        + " SELECT c.home, CAST(? AS BIGINT), c.card, c.sync_number, t.content FROM cards c JOIN contents t"
                        + " ON t.home = c.home AND t.book = c.book AND t.card = c.card AND t.sync_number = c.sync_number"
                        + OF_BOOK,
                to.book(),
                from.home(),
                from.book());
        sql.update(
                "INSERT INTO card_index (home, book, card, kind, ordinal, tel_key, folded, is_cut, about)"
                        + " SELECT c.home, CAST(? AS BIGINT), c.card, c.kind, c.ordinal, c.tel_key, c.folded, c.is_cut, c.about"
                        + " FROM card_index c" + OF_BOOK,
                to.book(),
                from.home(),
                from.book());
        sql.update(properties("c.card > 0"), to.book(), from.home(), from.book());
        new BookTable(sql).takeState(to, from);
    }

    private static String properties(String which) {
        return "INSERT INTO dead_properties (home, book, card, property_key, namespace, name, xml)"
                + " SELECT c.home, CAST(? AS BIGINT), c.card, c.property_key, c.namespace, c.name, c.xml"
                + " FROM dead_properties c" + OF_BOOK + " AND " + which;
    }
}
