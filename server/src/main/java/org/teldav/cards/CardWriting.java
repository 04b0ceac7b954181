package org.teldav.cards;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.teldav.storage.BookId;
import org.teldav.storage.Card;
import org.teldav.storage.CardPut;
import org.teldav.storage.IndexRow;
import org.teldav.storage.Principal;
import org.teldav.storage.Transaction;
import org.teldav.vcard.CardIndex;
import org.teldav.vcard.InvalidCardException;
import org.teldav.vcard.PhoneNumbers;
import org.teldav.vcard.TelEntry;
import org.teldav.vcard.UnicodeCasemap;
import org.teldav.vcard.VCardText;
import org.teldav.vcard.VCardText.ContentLine;

/**
 * The one way from a card's bytes to the {@link CardPut} that stores them: phones, imports and the worker all index a card alike. Immutable,
 * thread-safe.
 */
public final class CardWriting {
    private static final int LONGEST = 2 * IndexRow.MAX_TEXT + 2;

    private final PhoneNumbers numbers;
    private final Optional<String> serverRegion;

    /** @param serverRegion the region of numbers where the user has none, ISO 3166-1 alpha-2 */
    public CardWriting(PhoneNumbers numbers, Optional<String> serverRegion) {
        this.numbers = numbers;
        this.serverRegion = serverRegion;
    }

    /** Two that differ may make different keys of one number: the numbering plans', and the server's region where it has one. */
    public String version() {
        return serverRegion.map(region -> numbers.version() + "/" + region).orElseGet(numbers::version);
    }

    /** The region in which the national numbers of this user's cards are read: theirs, else the server's. */
    public Optional<String> region(Principal.User user) {
        return region(user.region());
    }

    /** @param own the user's */
    public Optional<String> region(Optional<String> own) {
        return own.or(() -> serverRegion);
    }

    /** Where the numbers in a home's cards are read. */
    public Optional<String> region(Transaction tx, long home) {
        return region(tx.principals().user(home).flatMap(Principal.User::region));
    }

    /** The key of what was a key by some version of the numbering plans; empty where it is none any more. */
    public Optional<String> key(String former) {
        return numbers.key(former, Optional.empty());
    }

    /**
     * The request to store a card.
     *
     * @param region of the book's owner, see {@link #region}
     * @throws InvalidCardException where the bytes are no vCard
     */
    public CardPut put(
            BookId book, String name, byte[] content, Optional<String> region, Predicate<Optional<Card>> condition)
            throws InvalidCardException {
        return put(book, name, read(content, region), Set.of(), OptionalLong.empty(), condition);
    }

    /**
     * The same for what a client sends in place of another card, which may have more in it than is taken today.
     *
     * @param there the other card; empty where there is none
     */
    public CardPut put(
            BookId book,
            String name,
            byte[] content,
            Optional<String> region,
            Supplier<Optional<byte[]>> there,
            Predicate<Optional<Card>> condition)
            throws InvalidCardException {
        CardIndex index = CardIndex.of(
                VCardText.parse(content),
                numbers,
                region,
                () -> there.get().map(VCardText::parse).map(CardIndex::indexed).orElse(0));
        return put(book, name, index, Set.of(), OptionalLong.empty(), condition);
    }

    /** The key of a TEL's whole value, as {@link #put} would index it. */
    public Optional<String> key(String value, Optional<String> region) {
        return numbers.key(value, region);
    }

    /** The keys of values as the journal has them, one a line. */
    public Set<String> keys(String values, Optional<String> region) {
        return values.lines().flatMap(value -> key(value, region).stream()).collect(Collectors.toUnmodifiableSet());
    }

    /** What is in a card, as {@link #put} would index it. */
    public CardIndex read(byte[] content, Optional<String> region) throws InvalidCardException {
        return CardIndex.of(content, numbers, region);
    }

    /**
     * The request to store a card of which the index is known already.
     *
     * @param index of the card, from {@link #read}
     * @param positions the TEL entries, by {@link TelEntry#position}, that are known to be this user's number
     */
    public CardPut put(
            BookId book,
            String name,
            CardIndex index,
            Set<Integer> positions,
            OptionalLong about,
            Predicate<Optional<Card>> condition) {
        return new CardPut(book, name, index.text().bytes(), index.uid(), rows(index, positions, about), condition);
    }

    /** A number as its holder would write it, who wrote another one like that. */
    public String inMannerOf(String key, String written, Optional<String> region) {
        return numbers.inMannerOf(key, written, region);
    }

    /** Every line of each kind, by its whole text: RFC 6352 §10.5.1 asks all of them, and what has no row here is found by no query. */
    private static List<IndexRow> rows(CardIndex index, Set<Integer> positions, OptionalLong about) {
        List<IndexRow> rows = new ArrayList<>();
        for (TelEntry tel : index.tels()) {
            OptionalLong known = positions.contains(tel.position()) ? about : OptionalLong.empty();
            String text = folded(tel.text());
            rows.add(new IndexRow(IndexRow.Kind.TEL, tel.position(), tel.key(), text, known));
        }
        rows.addAll(rows(IndexRow.Kind.EMAIL, index.text().lines("EMAIL")));
        rows.addAll(rows(IndexRow.Kind.FN, index.text().lines("FN")));
        return rows;
    }

    private static List<IndexRow> rows(IndexRow.Kind kind, List<ContentLine> lines) {
        List<IndexRow> rows = new ArrayList<>();
        for (ContentLine line : lines) {
            String text = folded(line.text());
            rows.add(new IndexRow(kind, rows.size(), Optional.empty(), text, OptionalLong.empty()));
        }
        return rows;
    }

    /** A value may have megabytes, and the index keeps its beginning: of that the form is the same, and no character's form has less than half its length. */
    private static String folded(String value) {
        boolean cut = value.length() > LONGEST && value.indexOf('\0') < 0;
        return UnicodeCasemap.foldForIndex(cut ? value.substring(0, LONGEST) : value);
    }
}
