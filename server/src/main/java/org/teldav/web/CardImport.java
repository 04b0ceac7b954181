package org.teldav.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.teldav.accounts.RefusedException;
import org.teldav.cards.CardWriting;
import org.teldav.storage.AddressBook;
import org.teldav.storage.BookId;
import org.teldav.storage.Card;
import org.teldav.storage.ETag;
import org.teldav.storage.Principal;
import org.teldav.storage.PutResult;
import org.teldav.storage.Rewrite;
import org.teldav.storage.Store;
import org.teldav.storage.Transaction;
import org.teldav.vcard.InvalidCardException;
import org.teldav.vcard.VCard21;

/**
 * Stores cards that come from a file. A card with the UID of one that is there replaces it; so the same file can be imported twice. One without a UID, as
 * phones export them, is given one line, and one of version 2.1 is made one of 3.0. An old file takes nothing back that changes of numbers brought: a card that only TelDAV has rewritten since it was
 * those bytes stays, and the user's own card is changed by themselves and no file. Thread-safe.
 */
final class CardImport {
    private static final Pattern SIMPLE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final Pattern BOOK = Pattern.compile("[^/\\p{Cntrl}]{1,200}");

    /** What to do with an old card. */
    private static final String SPOKEN = " Export it as vCard 3.0, or as a CSV table and import that on the web page.";

    private final Store store;
    private final CardWriting writing;
    private final Clock clock;
    private final int cardLimit;

    /** What to do with a card of which the UID is in the book already. */
    enum Duplicates {
        REPLACE,
        /** What is there stays. */
        SKIP,
        /** The new one gets a UID of its own, made of its bytes: so the same file can be imported twice here, too. */
        KEEP
    }

    /** @param cardLimit bytes of a card */
    CardImport(Store store, CardWriting writing, Clock clock, int cardLimit) {
        this.store = store;
        this.writing = writing;
        this.clock = clock;
        this.cardLimit = cardLimit;
    }

    /**
     * Stores all that can be stored, in one transaction; a book that is not there is made.
     *
     * @return what became of each card, in their order
     */
    ArrayNode store(Principal.User user, String book, List<byte[]> contents, Duplicates duplicates) {
        if (!BOOK.matcher(book).matches() || book.equals(".") || book.equals("..")) {
            throw RefusedException.invalid("'" + book.replaceAll("\\p{Cntrl}", "?") + "' can't be a book's name")
                    .as("book-name");
        }
        return store.write(tx -> {
            Instant now = clock.instant();
            BookId id =
                    tx.books().find(user.id(), book).map(AddressBook::id).orElseGet(() -> make(tx, user, book, now));
            return Json.list(contents, content -> store(tx, user, id, content, duplicates, now));
        });
    }

    private static BookId make(Transaction tx, Principal.User user, String book, Instant now) {
        if (AddressBook.isDirectory(book)) {
            throw RefusedException.invalid("names that begin with '" + AddressBook.DIRECTORY_PREFIX
                            + "' are for the directories of groups")
                    .as("book-name");
        }
        if (tx.books().list(user.id()).size() >= AddressBook.MOST) {
            throw RefusedException.conflict("a user has at most " + AddressBook.MOST + " address books")
                    .as("books-most", AddressBook.MOST);
        }
        return tx.books().create(user.id(), book, book, Optional.empty(), now).id();
    }

    private ObjectNode store(
            Transaction tx, Principal.User user, BookId book, byte[] sent, Duplicates duplicates, Instant now) {
        byte[] spoken = sent.length > cardLimit ? sent : VCard21.asVersion3(sent);
        if (spoken.length > cardLimit) {
            return refused("it is larger than " + cardLimit + " bytes (limits.card)");
        }
        try {
            Optional<byte[]> completed = MissingUid.added(spoken);
            byte[] content = completed.orElse(spoken);
            Stored stored = store(tx, user, book, content, duplicates == Duplicates.REPLACE, now);
            if (stored.result() instanceof PutResult.ConditionFailed && duplicates == Duplicates.REPLACE) {
                return refused("it is your own card, which others follow: change it itself");
            }
            if (stored.result() instanceof PutResult.ConditionFailed && duplicates == Duplicates.KEEP) {
                stored = store(tx, user, book, MissingUid.another(content), true, now);
            }
            return view(stored.result(), stored.name())
                    .put("uid", stored.uid())
                    .put("uid_added", completed.isPresent());
        } catch (InvalidCardException e) {
            return refused(e.getMessage() + (e.unsupportedVersion() ? SPOKEN : ""));
        }
    }

    private record Stored(PutResult result, String name, String uid) {}

    private Stored store(Transaction tx, Principal.User user, BookId book, byte[] content, boolean replace, Instant now)
            throws InvalidCardException {
        String uid = writing.read(content, writing.region(user)).uid();
        ETag etag = ETag.of(content);
        Predicate<Optional<Card>> condition = there -> there.filter(
                        card -> card.uid().equals(uid) && !card.etag().equals(etag))
                .filter(card -> !replace || isOwn(tx, card) || wasBefore(tx, card, content))
                .isEmpty();
        String name = name(uid);
        PutResult result = put(tx, user, book, name, content, condition, now);
        if (result instanceof PutResult.UidConflict conflict) {
            // By its UID it is another card of the book; or that name is another card's.
            boolean same = !conflict.existingName().equals(name);
            name = same ? conflict.existingName() : hashed(uid);
            result = put(tx, user, book, name, content, condition, now);
        }
        Optional<Card> same = result instanceof PutResult.ConditionFailed failed
                ? failed.current().filter(card -> wasBefore(tx, card, content))
                : Optional.empty();
        return new Stored(same.<PutResult>map(PutResult.Unchanged::new).orElse(result), name, uid);
    }

    private static boolean isOwn(Transaction tx, Card card) {
        return tx.principals()
                .ownCard(card.id().book().home())
                .filter(card.id()::equals)
                .isPresent();
    }

    /** Whether the card was these bytes until a change rewrote it, and nobody else has edited it since: then they are no word of its holder's (rule 11). */
    private static boolean wasBefore(Transaction tx, Card card, byte[] content) {
        Set<ETag> reached = new HashSet<>(Set.of(card.etag()));
        tx.changes().rewritesOf(card.id().book().home(), card.uid()).stream()
                .filter(line -> line.done() && line.card().equals(card.id()))
                .sorted(Comparator.comparingLong(Rewrite::after).reversed())
                .filter(line -> version(tx, card, line.after())
                        .filter(reached::contains)
                        .isPresent())
                .forEachOrdered(line -> version(tx, card, line.before()).ifPresent(reached::add));
        return reached.contains(ETag.of(content));
    }

    private static Optional<ETag> version(Transaction tx, Card card, long number) {
        return number == card.syncNumber()
                ? Optional.of(card.etag())
                : tx.cards().version(card.id(), number).map(ETag::of);
    }

    private PutResult put(
            Transaction tx,
            Principal.User user,
            BookId book,
            String name,
            byte[] content,
            Predicate<Optional<Card>> condition,
            Instant now)
            throws InvalidCardException {
        PutResult result = tx.cards().put(writing.put(book, name, content, writing.region(user), condition), now);
        if (result instanceof PutResult.Created || result instanceof PutResult.Replaced) {
            tx.locks().end(book, name);
        }
        return result;
    }

    private static ObjectNode view(PutResult result, String name) {
        String word;
        if (result instanceof PutResult.Created) {
            word = "created";
        } else if (result instanceof PutResult.Replaced) {
            word = "replaced";
        } else if (result instanceof PutResult.Unchanged) {
            word = "unchanged";
        } else if (result instanceof PutResult.ConditionFailed) {
            word = "skipped";
        } else {
            return refused("another card stands in its way");
        }
        return Json.object().put("result", word).put("name", name);
    }

    private static ObjectNode refused(String reason) {
        return Json.object().put("result", "refused").put("reason", reason);
    }

    /** A UID may be a URL, or hold a slash: then its hash makes the name. */
    private static String name(String uid) {
        String simple = uid.startsWith("urn:uuid:") ? uid.substring("urn:uuid:".length()) : uid;
        return SIMPLE.matcher(simple).matches() ? simple + ".vcf" : hashed(uid);
    }

    private static String hashed(String uid) {
        return ETag.of(uid.getBytes(java.nio.charset.StandardCharsets.UTF_8)).value() + ".vcf";
    }
}
