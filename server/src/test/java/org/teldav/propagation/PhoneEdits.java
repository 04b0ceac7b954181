package org.teldav.propagation;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Predicate;
import org.teldav.storage.Card;
import org.teldav.storage.CardId;
import org.teldav.storage.CardPut;
import org.teldav.storage.CardVersion;
import org.teldav.storage.DeleteResult;
import org.teldav.storage.PutResult;
import org.teldav.storage.StoredCard;
import org.teldav.storage.Transaction;

/** A holder's phone that edits one card, with what it last saw of it; and what the server acknowledged. Used by one thread at a time. */
final class PhoneEdits {
    /** What the server said yes to. @param content empty where the card was deleted */
    record Acknowledged(CardId card, long sync, Optional<String> content, boolean moved) {}

    private final Village village;
    private final String holder;
    private final Random random;
    private final List<String> names = new ArrayList<>();
    private final List<Acknowledged> acknowledged = new ArrayList<>();
    private StoredCard seen;
    private int edits;

    /** Stores the card that all begins with. */
    PhoneEdits(Village village, Transaction tx, String holder, String name, String vcard, Random random) {
        this.village = village;
        this.holder = holder;
        this.random = random;
        names.add(name);
        put(tx, vcard, CardPut.ALWAYS);
        seen = tx.cards().read(village.book(holder), name).orElseThrow();
    }

    List<Acknowledged> acknowledged() {
        return acknowledged;
    }

    String holder() {
        return holder;
    }

    int edits() {
        return edits;
    }

    private String name() {
        return names.get(names.size() - 1);
    }

    /** Anything that a phone does: from what it saw last, or after a look. */
    void edit(String old) {
        edits++;
        if (random.nextBoolean()) {
            stored().ifPresent(now -> seen = now);
        }
        Optional<String> tel = Optional.of(old);
        switch (random.nextInt(8)) {
            case 0, 1, 2 -> put(seenText().replaceFirst("FN:[^\r\n]*", "FN:edit " + edits));
            case 3 -> put(vcard(tel));
            case 4 -> put(vcard(Optional.of("+14155559999")));
            case 5 -> put(vcard(Optional.empty()));
            case 6 -> delete();
            default -> move();
        }
    }

    private String seenText() {
        return new String(seen.content(), UTF_8);
    }

    private String vcard(Optional<String> tel) {
        return Village.vcard(
                seen.card().uid(),
                "edit " + edits,
                tel.stream().map(number -> "CELL:" + number).toArray(String[]::new));
    }

    /** With If-Match, or without. */
    private <C> Predicate<C> condition(Function<C, Optional<Card>> card) {
        boolean conditional = random.nextBoolean();
        return now -> !conditional
                || card.apply(now)
                        .filter(there -> there.etag().equals(seen.card().etag()))
                        .isPresent();
    }

    private void put(String vcard) {
        Predicate<Optional<Card>> condition = condition(now -> now);
        village.write(tx -> put(tx, vcard, condition));
    }

    private PutResult put(Transaction tx, String vcard, Predicate<Optional<Card>> condition) {
        CardPut put = village.request(holder, name(), vcard.getBytes(UTF_8), condition);
        PutResult result = tx.cards().put(put, village.clock().instant());
        if (result instanceof PutResult.Created created) {
            acknowledge(created.card(), Optional.of(vcard), false);
        } else if (result instanceof PutResult.Replaced replaced) {
            acknowledge(replaced.card(), Optional.of(vcard), false);
        }
        return result;
    }

    private void acknowledge(Card card, Optional<String> content, boolean moved) {
        acknowledged.add(new Acknowledged(card.id(), card.syncNumber(), content, moved));
    }

    private void delete() {
        Predicate<Card> condition = condition(Optional::of);
        village.write(tx -> {
            DeleteResult result = tx.cards()
                    .delete(
                            village.book(holder),
                            name(),
                            condition,
                            village.clock().instant());
            if (result instanceof DeleteResult.Deleted deleted) {
                acknowledge(deleted.before(), Optional.empty(), false);
            }
            return result;
        });
    }

    private void move() {
        String other = name() + "m";
        Predicate<Card> condition = condition(Optional::of);
        village.write(tx -> {
            Optional<Card> from = tx.cards().find(village.book(holder), name());
            if (from.isEmpty()) {
                return false;
            }
            CardId id = from.get().id();
            PutResult result = tx.cards()
                    .move(
                            id,
                            condition,
                            id.book(),
                            other,
                            there -> true,
                            village.clock().instant());
            if (result instanceof PutResult.Created created) {
                acknowledge(created.card(), Optional.of(text(tx, created.card())), true);
                names.add(other);
            }
            return true;
        });
    }

    /** As it was moved: what was read before the book was locked may be older. */
    private static String text(Transaction tx, Card moved) {
        return new String(tx.cards().version(moved.id(), moved.syncNumber()).orElseThrow(), UTF_8);
    }

    Optional<StoredCard> stored() {
        return village.store.inner().read(tx -> tx.cards().read(village.book(holder), name()));
    }

    /** All versions that there are, by their sync numbers. */
    Map<Long, String> versions() {
        Map<Long, String> versions = new HashMap<>();
        stored().ifPresent(now -> versions.put(now.card().syncNumber(), new String(now.content(), UTF_8)));
        village.store.inner().read(tx -> {
            for (String name : names) {
                for (CardVersion version : tx.cards().history(village.book(holder), name)) {
                    byte[] bytes = tx.cards()
                            .version(version.id(), version.syncNumber())
                            .orElseThrow();
                    versions.put(version.syncNumber(), new String(bytes, UTF_8));
                }
            }
            return versions;
        });
        return versions;
    }
}
