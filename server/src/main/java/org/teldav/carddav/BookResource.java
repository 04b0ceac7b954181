package org.teldav.carddav;

import static org.teldav.dav.LiveProperty.live;
import static org.teldav.dav.LiveProperty.optional;
import static org.teldav.dav.LiveProperty.reference;
import static org.teldav.dav.LiveProperty.text;

import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.xml.namespace.QName;
import org.teldav.dav.DavCollection;
import org.teldav.dav.DavException;
import org.teldav.dav.DavResource;
import org.teldav.dav.DavResponse;
import org.teldav.dav.DeadProperty;
import org.teldav.dav.Deletable;
import org.teldav.dav.Href;
import org.teldav.dav.LiveProperties;
import org.teldav.dav.Patchable;
import org.teldav.dav.Precondition;
import org.teldav.dav.Preconditions;
import org.teldav.dav.PropertyRequest;
import org.teldav.dav.PropertyUpdate;
import org.teldav.dav.PutTarget;
import org.teldav.dav.Transferable;
import org.teldav.dav.Validators;
import org.teldav.dav.Xml;
import org.teldav.dav.XmlElement;
import org.teldav.dav.XmlOutput;
import org.teldav.storage.AddressBook;
import org.teldav.storage.BookId;
import org.teldav.storage.Card;
import org.teldav.storage.CardCursor;
import org.teldav.storage.CardPut;
import org.teldav.storage.DeadProperties;
import org.teldav.storage.NameTakenException;
import org.teldav.storage.PutResult;
import org.teldav.storage.SyncState;
import org.teldav.storage.Transaction;

/** An address book collection (RFC 6352 §5.2). */
final class BookResource extends CommonProperties.Owned
        implements DavCollection, PutTarget, Deletable, Transferable, Patchable {
    private static final QName DISPLAYNAME = Xml.dav("displayname");
    private static final QName DESCRIPTION = Xml.carddav("addressbook-description");

    static final LiveProperties<BookResource> PROPERTIES = CommonProperties.ALL.and(
            CommonProperties.<BookResource>displayName(book -> book.book.displayName())
                    .asWritable(),
            optional(DESCRIPTION, (BookResource book) -> book.book.description())
                    .asWritable(),
            text(Xml.dav("sync-token"), (BookResource book) -> book.book.token()),
            text(Xml.calendarserver("getctag"), (BookResource book) -> book.book.token()),
            reference(Xml.dav("owner"), book -> Optional.of(book.userHref())),
            live(Xml.carddav("supported-address-data"), BookResource::supportedData),
            live(Xml.carddav("supported-collation-set"), (book, out) -> supportedCollations(out)),
            text(
                    Xml.carddav("max-resource-size"),
                    (BookResource book) -> book.requester.service().limits().cardBytes()),
            text(
                            Xml.dav("creationdate"),
                            (BookResource book) -> book.book.created().truncatedTo(ChronoUnit.SECONDS))
                    .inAllprop(),
            text(Xml.dav("getlastmodified"), (BookResource book) -> DavResponse.date(book.book.modified()))
                    .inAllprop());

    private final AddressBook book;
    private final String href;

    BookResource(Requester requester, AddressBook book) {
        super(requester);
        this.book = book;
        this.href = Paths.book(requester.user().name(), book.name());
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

    Requester requester() {
        return requester;
    }

    @Override
    public String href() {
        return href;
    }

    @Override
    public String allow() {
        return isDefault()
                ? "OPTIONS, PROPFIND, PROPPATCH, REPORT"
                : "OPTIONS, PROPFIND, PROPPATCH, REPORT, DELETE, MOVE";
    }

    @Override
    public LiveProperties<?> properties() {
        return PROPERTIES;
    }

    @Override
    public Set<QName> reports() {
        return Reports.OF_A_BOOK;
    }

    @Override
    public Validators validators() {
        return new Validators(Optional.empty(), Optional.of(book.modified().truncatedTo(ChronoUnit.SECONDS)));
    }

    @Override
    List<QName> types() {
        return CommonProperties.collectionAnd(Xml.carddav("addressbook"));
    }

    @Override
    List<QName> privileges() {
        return CommonProperties.OWNER_PRIVILEGES;
    }

    @Override
    public List<DeadProperty> deadProperties() {
        return StoredProperties.list(requester, DeadProperties.Owner.of(id()));
    }

    @Override
    public Optional<DavResource> member(String name) {
        return books().find(book, name).map(this::resource);
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

    private void page(List<Card> page, boolean withDead, Consumer<DavResource> receiver) {
        long first = page.get(0).id().number();
        long last = page.get(page.size() - 1).id().number();
        Map<Long, List<DeadProperty>> dead = withDead ? dead(first - 1, last) : Map.of();
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
        CardPut put = CardBody.put(requester, id(), name, body, mediaType, conditions);
        PutResult result = requester.write(tx -> tx.cards().put(put, Requester.now()));
        Card card = CardBody.stored(result, this);
        return new Outcome(result instanceof PutResult.Created, card.etag().quoted());
    }

    @Override
    public void delete(Preconditions conditions) {
        keepDefault("deleted");
        boolean deleted = requester.write(tx -> {
            AddressBook current = tx.books().find(id()).orElseThrow(DavException::notFound);
            conditions.require(Optional.of(new BookResource(requester, current).validators()));
            return tx.books().delete(id(), Requester.now());
        });
        if (!deleted) {
            throw DavException.notFound();
        }
    }

    /** A book is moved by giving it another name; it is not copied as a whole. */
    @Override
    public boolean transfer(Kind kind, DavResource parent, String name, boolean overwrite, Preconditions conditions) {
        if (kind == Kind.COPY) {
            throw DavException.methodNotAllowed("COPY", allow());
        }
        keepDefault("moved");
        if (!(parent instanceof HomeResource home)) {
            throw new DavException(
                    Precondition.ADDRESSBOOK_COLLECTION_LOCATION_OK,
                    "an address book is in the home, and nowhere else");
        }
        conditions.require(Optional.of(validators()));
        Names.require(name);
        return requester.write(tx -> {
            Optional<AddressBook> there = tx.books().find(home.id(), name);
            if (there.isPresent()) {
                if (!overwrite) {
                    throw DavException.preconditionFailed();
                }
                new BookResource(requester, there.get()).keepDefault("replaced");
                tx.books().delete(there.get().id(), Requester.now());
            }
            rename(tx, name);
            return there.isEmpty();
        });
    }

    private void rename(Transaction tx, String name) {
        try {
            tx.books().rename(id(), name, Requester.now());
        } catch (NameTakenException e) {
            throw DavException.preconditionFailed();
        }
    }

    private void keepDefault(String how) {
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
        return StoredProperties.allOrNone(requester, tx -> patch(tx, book, updates));
    }

    /** Also for a book that is just being made. */
    static Map<QName, DavException> patch(Transaction tx, AddressBook book, List<PropertyUpdate> updates) {
        String displayName = book.displayName();
        Optional<String> description = book.description();
        for (PropertyUpdate update : updates) {
            Optional<String> text = update.value().map(XmlElement::text).map(BookResource::cut);
            if (update.name().equals(DISPLAYNAME)) {
                displayName = text.orElse(book.name());
            } else if (update.name().equals(DESCRIPTION)) {
                description = text;
            }
        }
        tx.books().describe(book.id(), displayName, description, Requester.now());
        List<PropertyUpdate> dead = updates.stream()
                .filter(update ->
                        !update.name().equals(DISPLAYNAME) && !update.name().equals(DESCRIPTION))
                .toList();
        if (!dead.isEmpty()) {
            tx.books().touch(book.id());
        }
        return StoredProperties.patch(tx, DeadProperties.Owner.of(book.id()), dead);
    }

    /** What is shown to people need not be longer than they read. */
    private static String cut(String text) {
        return text.length() <= 1000 ? text : text.substring(0, 1000);
    }

    /** RFC 6352 §6.2.2. DAVx5 stores 4.0 as soon as it is named here, and iOS can't read it. */
    private static void supportedData(BookResource book, XmlOutput out) {
        out.raw("<C:address-data-type content-type=\"text/vcard\" version=\"3.0\"/>");
        if (book.requester.service().vcard4()) {
            out.raw("<C:address-data-type content-type=\"text/vcard\" version=\"4.0\"/>");
        }
    }

    private static void supportedCollations(XmlOutput out) {
        for (Collation collation : Collation.values()) {
            out.text(Xml.carddav("supported-collation"), collation.identifier());
        }
    }

    /** The path of a member of that name, there or not. */
    String memberHref(String name) {
        return Href.member(href, name, false);
    }
}
