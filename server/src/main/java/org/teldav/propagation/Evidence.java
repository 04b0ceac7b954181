package org.teldav.propagation;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.teldav.storage.CardId;
import org.teldav.storage.Claim;
import org.teldav.storage.IndexRow;
import org.teldav.storage.StoredCard;
import org.teldav.storage.Transaction;
import org.teldav.vcard.PersonNames;

/**
 * What shows that a card is about a user, besides a number that isn't theirs alone (rule 10). Immutable.
 *
 * @param keys numbers that are proved to be theirs and nobody else's
 * @param emails of their own card, folded as the index has them
 * @param names of their own card, as {@link PersonNames} has them
 * @param known whether there is an own card to compare with
 */
record Evidence(long user, Set<String> keys, Set<String> emails, Set<String> names, boolean known) {
    private static final String MAILTO = "MAILTO:";

    static Evidence of(Transaction tx, long user) {
        Set<String> keys = tx.claims().of(user).stream()
                .filter(claim -> claim.state() == Claim.State.VERIFIED)
                .map(Claim::key)
                .filter(key -> Proof.onlyOf(tx, user, key))
                .collect(Collectors.toUnmodifiableSet());
        Optional<StoredCard> own = tx.principals()
                .user(user)
                .flatMap(there -> tx.principals().ownCard(user))
                .flatMap(tx.cards()::read);
        return new Evidence(
                user,
                keys,
                own.map(card -> emails(tx, card.card().id())).orElse(Set.of()),
                own.map(card -> PersonNames.of(card.content())).orElse(Set.of()),
                own.isPresent());
    }

    private static Set<String> emails(Transaction tx, CardId card) {
        return emails(tx.cards().index(card));
    }

    private static Set<String> emails(Collection<IndexRow> rows) {
        return rows.stream()
                .filter(row -> row.kind() == IndexRow.Kind.EMAIL)
                .map(row -> row.text().startsWith(MAILTO) ? row.text().substring(MAILTO.length()) : row.text())
                .map(String::strip)
                .filter(email -> !email.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** What a holder's card tells. */
    record Told(List<IndexRow> rows, Set<String> emails, Set<String> names) {
        static Told of(StoredCard card, List<IndexRow> rows) {
            return new Told(rows, Evidence.emails(rows), PersonNames.of(card.content()));
        }
    }

    /** By a number: nobody can give themselves one. */
    boolean isNumberIn(Told card) {
        return card.rows().stream()
                .filter(row -> row.kind() == IndexRow.Kind.TEL)
                .anyMatch(row -> row.about().equals(OptionalLong.of(user))
                        || row.about().isEmpty()
                                && row.key().filter(keys::contains).isPresent());
    }

    /** By what anybody can write into their own card. */
    boolean isNamedIn(Told card) {
        return card.emails().stream().anyMatch(emails::contains)
                || card.names().stream().anyMatch(names::contains);
    }
}
