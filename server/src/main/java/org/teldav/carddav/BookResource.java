package org.teldav.carddav;

import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.xml.namespace.QName;
import org.teldav.dav.DavCollection;
import org.teldav.dav.DavException;
import org.teldav.dav.DavResource;
import org.teldav.dav.DeadProperty;
import org.teldav.dav.Deletable;
import org.teldav.dav.Href;
import org.teldav.dav.LiveProperties;
import org.teldav.dav.LockTarget;
import org.teldav.dav.MemberTarget;
import org.teldav.dav.Patchable;
import org.teldav.dav.Precondition;
import org.teldav.dav.Preconditions;
import org.teldav.dav.PropertyRequest;
import org.teldav.dav.PropertyUpdate;
import org.teldav.dav.Touched;
import org.teldav.dav.Transferable;
import org.teldav.dav.Validators;
import org.teldav.dav.Xml;
import org.teldav.storage.AddressBook;
import org.teldav.storage.BookId;
import org.teldav.storage.Card;
import org.teldav.storage.CardCursor;
import org.teldav.storage.DeadProperties;
import org.teldav.storage.StoredCard;
import org.teldav.storage.SyncState;
import org.teldav.storage.Transaction;
import org.teldav.storage.Visit;

/** An address book collection (RFC 6352 §5.2). */
sealed class BookResource extends CommonProperties.OwnedLockable
        implements DavCollection, MemberTarget, LockTarget, Deletable, Transferable, Patchable, PushProperties.Pushed
        permits DirectoryResource {
    /** Characters of dead properties that are read at a time. */
    private static final long MOST_DEAD = 1 << 20;

    private final AddressBook book;
    private final String href;

    BookResource(Requester requester, AddressBook book) {
        super(requester);
        this.book = book;
        this.href = Paths.book(requester.user().name(), book.name());
    }

    /** As it stands in the home of the one who asks, whose own it is or not. */
    static BookResource of(Requester requester, AddressBook book) {
        boolean isOwn = book.id().home() == requester.user().id();
        return isOwn ? new BookResource(requester, book) : new DirectoryResource(requester, book);
    }

    AddressBook book() {
        return book;
    }

    SyncState state() {
        return new SyncState(book.token(), book.oldest());
    }

    BookId id() {
        return book.id();
    }

    @Override
    public Requester requester() {
        return requester;
    }

    @Override
    public String href() {
        return href;
    }

    @Override
    public String allow() {
        return "OPTIONS, PROPFIND, PROPPATCH, REPORT, COPY, LOCK, UNLOCK, ACL"
                + (addsMembers() || pushes() ? ", POST" : "")
                + (isDefault() ? "" : ", DELETE, MOVE");
    }

    @Override
    public BookId collection() {
        return id();
    }

    @Override
    public LiveProperties<?> properties() {
        return BookProperties.ALL;
    }

    @Override
    public Set<QName> reports() {
        return Reports.OF_A_BOOK;
    }

    @Override
    public Validators validators() {
        return validators(book);
    }

    static Validators validators(AddressBook book) {
        return new Validators(Optional.empty(), Optional.of(book.modified().truncatedTo(ChronoUnit.SECONDS)));
    }

    @Override
    public Optional<String> inheritedAcl() {
        return Optional.of(Paths.home(requester.user().name()));
    }

    @Override
    List<QName> types() {
        return CommonProperties.collectionAnd(Xml.carddav("addressbook"));
    }

    @Override
    public List<DeadProperty> deadProperties() {
        return StoredProperties.list(requester, DeadProperties.Owner.of(id()));
    }

    @Override
    public Optional<DavResource> member(String name) {
        Visit visit = requester.visit();
        return visit.tells(id(), name)
                ? visit.card().map(card -> visited(card, visit.content()))
                : books().find(book, name).map(this::resource);
    }

    private CardResource visited(Card card, Optional<byte[]> content) {
        CardResource resource = resource(card);
        return content.map(bytes -> resource.withContent(
                        books().keep(new StoredCard(card, bytes)).content()))
                .orElse(resource);
    }

    BookCache books() {
        return requester.service().books();
    }

    CardResource resource(Card card) {
        return new CardResource(this, card);
    }

    @Override
    public void members(PropertyRequest request, Consumer<DavResource> receiver) {
        Optional<Collection<Card>> known =
                request.needsDead(CardResource.PROPERTIES) ? Optional.empty() : books().all(book);
        if (known.isPresent()) {
            known.get().forEach(card -> receiver.accept(resource(card)));
        } else {
            new CardCursor(requester.service().store())
                    .eachPage(id(), page -> page(page, request.needsDead(CardResource.PROPERTIES), receiver));
        }
    }

    /** Of dead properties, which may be large, about a megabyte is in memory. */
    private void page(List<Card> page, boolean withDead, Consumer<DavResource> receiver) {
        Map<Long, Long> lengths = withDead
                ? requester.read(tx ->
                        tx.properties().lengthsOfCards(id(), number(page, 0) - 1, number(page, page.size() - 1)))
                : Map.of();
        int from = 0;
        long length = 0;
        for (int to = 0; to < page.size(); to++) {
            long next = lengths.getOrDefault(number(page, to), 0L);
            if (length + next > MOST_DEAD && to > from) {
                part(page.subList(from, to), length > 0, receiver);
                from = to;
                length = 0;
            }
            length += next;
        }
        part(page.subList(from, page.size()), length > 0, receiver);
    }

    private static long number(List<Card> page, int at) {
        return page.get(at).id().number();
    }

    private void part(List<Card> page, boolean withDead, Consumer<DavResource> receiver) {
        Map<Long, List<DeadProperty>> dead =
                withDead ? dead(number(page, 0) - 1, number(page, page.size() - 1)) : Map.of();
        for (Card card : page) {
            receiver.accept(resource(card).withDead(dead.getOrDefault(card.id().number(), List.of())));
        }
    }

    private Map<Long, List<DeadProperty>> dead(long after, long upTo) {
        return requester.read(tx -> tx.properties().listOfCards(id(), after, upTo)).stream()
                .collect(Collectors.groupingBy(
                        DeadProperties.OfCard::card,
                        Collectors.mapping(of -> StoredProperties.dead(of.property()), Collectors.toList())));
    }

    @Override
    public Outcome put(String name, byte[] body, Optional<String> mediaType, Preconditions conditions) {
        Names.require(name);
        return new MemberPut(this, name, conditions).store(body, mediaType);
    }

    @Override
    public int size(String name) {
        return books().find(book, name).map(Card::size).orElse(0);
    }

    /** Apple's Contacts mishandles it, so it is off unless the operator wants it. */
    @Override
    public boolean addsMembers() {
        return requester.service().options().addMember();
    }

    @Override
    public String newName() {
        return UUID.randomUUID() + ".vcf";
    }

    /** Only the name is kept: a book holds cards and nothing else (RFC 6352 §5.2), so no empty resource is made (docs/decisions/locks.md). */
    @Override
    public void reserve(String name) {
        Names.require(name);
    }

    @Override
    public void delete(Preconditions conditions) {
        keepDefault("deleted");
        new WholeBook(this, conditions).delete();
    }

    /** As it is now, and stays until the transaction ends. */
    AddressBook current(Transaction tx) {
        tx.books().lock(id());
        return tx.books().find(id()).orElseThrow(DavException::notFound);
    }

    /** A book is moved by giving it another name. */
    @Override
    public boolean transfer(Kind kind, DavResource parent, String name, boolean overwrite, Preconditions conditions) {
        if (!(parent instanceof HomeResource)) {
            throw new DavException(
                    Precondition.ADDRESSBOOK_COLLECTION_LOCATION_OK,
                    "an address book is in the home, and nowhere else");
        }
        Names.requireBook(name);
        WholeBook whole = new WholeBook(this, conditions);
        if (kind == Kind.MOVE) {
            keepDefault("moved");
            return whole.rename(name, overwrite);
        }
        return whole.copy(name, kind == Kind.COPY, overwrite);
    }

    /** @throws DavException 403 where it is the one book that every user has */
    void keepDefault(String how) {
        if (isDefault()) {
            throw DavException.forbidden(
                    "the address book '" + AddressBook.DEFAULT_NAME + "' holds your own card, and can't be " + how);
        }
    }

    private boolean isDefault() {
        return book.name().equals(AddressBook.DEFAULT_NAME);
    }

    @Override
    public Map<QName, DavException> patch(List<PropertyUpdate> updates, Preconditions conditions) {
        return StoredProperties.allOrNone(requester, tx -> {
            AddressBook current = current(tx);
            conditions.require(requester.at(tx), Optional.of(validators(current)), Touched.itself(path()));
            return BookProperties.patch(tx, current, updates);
        });
    }

    private String userName() {
        return requester.user().name();
    }

    Href path() {
        return Paths.bookPath(userName(), book.name());
    }

    Href memberPath(String name) {
        return Paths.cardPath(userName(), book.name(), name);
    }

    /** The path of a member of that name, there or not. */
    String memberHref(String name) {
        return Href.member(href, name, false);
    }
}
