package org.teldav.propagation;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.teldav.cards.CardWriting;
import org.teldav.storage.Card;
import org.teldav.storage.CardId;
import org.teldav.storage.CardPut;
import org.teldav.storage.Claim;
import org.teldav.storage.IndexRow;
import org.teldav.storage.Principal;
import org.teldav.storage.Store;
import org.teldav.storage.StoredCard;
import org.teldav.storage.Transaction;
import org.teldav.vcard.InvalidCardException;

/** Makes keys anew, of a card or of all else that a home has, as the numbering plans and the regions are now. Thread-safe. */
final class RenewedKeys {
    private static final Logger LOG = LoggerFactory.getLogger(RenewedKeys.class);

    private final Store store;
    private final CardWriting writing;
    private final Proof proof;
    private final InstantSource clock;

    RenewedKeys(Store store, CardWriting writing, PropagationRules rules, InstantSource clock) {
        this.store = store;
        this.writing = writing;
        this.proof = new Proof(rules.grace());
        this.clock = clock;
    }

    /** Of its claims, consents, changes and planned edits, and of what the own card claims. @param user whose home it is, where it is a user's */
    void renew(long home, Optional<Principal.User> user) {
        store.write(tx -> {
            keys(tx, home);
            user.ifPresent(there -> ownCard(tx, there));
            return true;
        });
    }

    /** Reads first: hardly any card has another key. @return whether it has */
    boolean renew(Card card, Optional<String> region) {
        Optional<CardPut> put = store.read(tx -> anew(tx, card, region));
        put.ifPresent(again ->
                store.write(card.id().book().home(), tx -> tx.cards().put(again, clock.instant())));
        return put.isPresent();
    }

    private Optional<CardPut> anew(Transaction tx, Card card, Optional<String> region) {
        Optional<StoredCard> stored = tx.cards().read(card.id());
        if (stored.isEmpty()) {
            return Optional.empty();
        }
        Card there = stored.get().card();
        Map<Integer, IndexRow> before = new HashMap<>();
        tx.cards().index(there.id()).stream()
                .filter(row -> row.kind() == IndexRow.Kind.TEL)
                .forEach(row -> before.put(row.position(), row));
        try {
            CardPut put = writing.put(
                    there.id().book(),
                    there.name(),
                    stored.get().content(),
                    region,
                    now -> now.map(Card::etag).equals(Optional.of(there.etag())));
            List<IndexRow> rows = put.index().stream()
                    .map(row -> row.kind() == IndexRow.Kind.TEL ? known(row, before.get(row.position())) : row)
                    .toList();
            boolean same = rows.stream()
                    .filter(row -> row.kind() == IndexRow.Kind.TEL)
                    .allMatch(row -> Optional.ofNullable(before.get(row.position()))
                            .map(IndexRow::key)
                            .equals(Optional.of(row.key())));
            return same ? Optional.empty() : Optional.of(put.with(rows));
        } catch (InvalidCardException e) {
            LOG.warn("{} can't be read: it is served as it is, and what it was found by stays", there.id());
            LOG.debug("the reason", e);
            return Optional.empty();
        }
    }

    /** The bytes are the same, and so are the entries: what is known of one stays known under its new key. */
    private static IndexRow known(IndexRow row, @Nullable IndexRow before) {
        return before == null ? row : new IndexRow(row.kind(), row.position(), row.key(), row.text(), before.about());
    }

    private void keys(Transaction tx, long home) {
        for (String key : tx.numbering().keys(home)) {
            writing.key(key).filter(now -> !now.equals(key)).ifPresent(now -> replace(tx, home, key, now));
        }
    }

    /** Two numbers that are one by now: the better claim stays, unless somebody else holds it verified. */
    private void replace(Transaction tx, long home, String key, String now) {
        tx.claims().lock(now);
        Optional<Claim.State> old = Proof.own(tx, home, key);
        Optional<Claim.State> there = Proof.own(tx, home, now);
        if (there.isPresent()) {
            tx.claims().end(home, key, clock.instant());
        }
        tx.numbering().replace(home, key, now);
        boolean verified = old.equals(Optional.of(Claim.State.VERIFIED));
        if (verified && there.isPresent()) {
            tx.claims().open(home, now, Claim.State.VERIFIED, clock.instant());
        }
        if (verified && !isAllowed(tx, home, now)) {
            tx.claims().open(home, now, Claim.State.WAITING, clock.instant());
            LOG.warn(
                    "a number of user {} is by now the same as one that another holds verified: the claim waits", home);
        }
    }

    private static boolean isAllowed(Transaction tx, long home, String key) {
        var others = Proof.others(tx, home, key);
        return others.isEmpty() || Sharing.rely(tx, home, key, others);
    }

    /**
     * What the own card says is claimed. A claim that nobody proved ends where the card says that number no more, since it is read in another region: it would be in the way of whose the
     * number is.
     */
    private void ownCard(Transaction tx, Principal.User user) {
        Optional<CardId> own = tx.principals().ownCard(user.id());
        if (own.isEmpty()) {
            return;
        }
        Set<String> said = tx.cards().index(own.get()).stream()
                .filter(row -> row.kind() == IndexRow.Kind.TEL)
                .flatMap(row -> row.key().stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        tx.claims().of(user.id()).stream()
                .filter(claim -> claim.state() == Claim.State.UNVERIFIED && !said.contains(claim.key()))
                .forEach(claim -> tx.claims().end(user.id(), claim.key(), clock.instant()));
        said.stream()
                .filter(key -> Proof.own(tx, user.id(), key).isEmpty())
                .forEach(key -> proof.claim(tx, user.id(), key, clock.instant()));
    }
}
