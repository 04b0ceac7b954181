package org.teldav.propagation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.teldav.cards.CardWriting;
import org.teldav.storage.IndexRow;
import org.teldav.storage.Rewrite;
import org.teldav.storage.Transaction;

/**
 * A contact that its holder's client deletes and puts again is the same contact, by its UID: what changes made of it is their changers' still (rule 3; docs/decisions/put-again.md).
 * Immutable, thread-safe.
 */
record KnownContacts(CardWriting writing) {
    /**
     * @param rows of a contact's card that comes into a book
     * @param lines the contact's in the journal of that home
     * @return the rows, with whose they are known to be
     */
    List<IndexRow> of(Transaction tx, long home, List<IndexRow> rows, List<Rewrite> lines) {
        List<Rewrite> done =
                lines.stream().filter(Rewrite::done).sorted(Rewrite.BY_TIME).toList();
        if (done.isEmpty()) {
            return rows;
        }
        Map<String, Long> written = written(done, writing.region(tx, home));
        return rows.stream().map(row -> row(tx, row, written)).toList();
    }

    private static IndexRow row(Transaction tx, IndexRow row, Map<String, Long> written) {
        return row.about().isPresent()
                ? row
                : row.key()
                        .filter(written::containsKey)
                        .filter(key -> isTheirs(tx, written.get(key), key))
                        .map(key -> new IndexRow(
                                row.kind(), row.position(), row.key(), row.text(), OptionalLong.of(written.get(key))))
                        .orElse(row);
    }

    /** The changers by the numbers that their changes left in the contact: not by those that took another's place and were replaced themselves. */
    private Map<String, Long> written(List<Rewrite> done, Optional<String> region) {
        Map<String, Long> written = new HashMap<>();
        for (Rewrite line : done) {
            writing.keys(line.oldText(), region).forEach(key -> written.remove(key, line.changer()));
            writing.keys(line.newText(), region).forEach(key -> written.put(key, line.changer()));
        }
        return written;
    }

    /** Not where the number is, or was, somebody else's by more than a word. */
    private static boolean isTheirs(Transaction tx, long changer, String key) {
        return tx.principals().user(changer).isPresent() && Proof.onlyOf(tx, changer, key);
    }
}
