package org.teldav.carddav;

import static org.teldav.dav.LiveProperty.text;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import javax.xml.namespace.QName;
import org.teldav.dav.DavCollection;
import org.teldav.dav.DavException;
import org.teldav.dav.DavResource;
import org.teldav.dav.DeadProperty;
import org.teldav.dav.Href;
import org.teldav.dav.LiveProperties;
import org.teldav.dav.MkcolTarget;
import org.teldav.dav.Patchable;
import org.teldav.dav.Precondition;
import org.teldav.dav.Preconditions;
import org.teldav.dav.PropPatchHandler;
import org.teldav.dav.PropertyRequest;
import org.teldav.dav.PropertyUpdate;
import org.teldav.dav.Touched;
import org.teldav.dav.Xml;
import org.teldav.storage.AddressBook;
import org.teldav.storage.BookId;
import org.teldav.storage.DeadProperties;
import org.teldav.storage.NameTakenException;
import org.teldav.storage.PushSubscriptions;
import org.teldav.storage.SyncState;
import org.teldav.storage.Transaction;

/** The address book home of the one who asks (RFC 6352 §7.1.1). */
final class HomeResource extends CommonProperties.OwnedLockable
        implements DavCollection, MkcolTarget, Patchable, PushProperties.Pushed {
    private static final LiveProperties<HomeResource> PROPERTIES = CommonProperties.LOCKABLE.and(
            CommonProperties.<HomeResource>displayName(
                    home -> home.requester.user().displayName()),
            text(Xml.dav("sync-token"), (HomeResource home) -> home.state().token()),
            BookProperties.supportedAddressData(),
            BookProperties.maxResourceSize(Xml.carddav("max-resource-size")),
            BookProperties.quotaUsed(
                    home -> home.requester.read(tx -> tx.books().usedBytes(home.id()))),
            BookProperties.quotaAvailable(),
            PushProperties.transports(),
            PushProperties.topic(),
            PushProperties.supportedTriggers(),
            OwnCard.property(OwnCard.PRINCIPAL_ADDRESS, home -> Optional.of(home.requester)),
            OwnCard.property(OwnCard.ME_CARD, home -> Optional.of(home.requester)));

    private static final QName ADDRESSBOOK = Xml.carddav("addressbook");
    private static final Set<QName> BOOK_TYPES = Set.of(Xml.dav("collection"), ADDRESSBOOK);

    HomeResource(Requester requester) {
        super(requester);
    }

    long id() {
        return requester.user().id();
    }

    @Override
    public Requester requester() {
        return requester;
    }

    /** Read anew at each call. */
    SyncState state() {
        return requester.read(tx -> tx.books().state(id()));
    }

    @Override
    public Set<QName> reports() {
        return Reports.OF_A_HOME;
    }

    @Override
    public String href() {
        return Paths.home(requester.user().name());
    }

    @Override
    public String allow() {
        return "OPTIONS, PROPFIND, PROPPATCH, REPORT, LOCK, UNLOCK, ACL" + (pushes() ? ", POST" : "");
    }

    @Override
    public BookId collection() {
        return new BookId(id(), PushSubscriptions.HOME);
    }

    @Override
    public LiveProperties<?> properties() {
        return PROPERTIES;
    }

    @Override
    List<QName> types() {
        return CommonProperties.collectionAnd();
    }

    @Override
    public List<DeadProperty> deadProperties() {
        return StoredProperties.list(requester, DeadProperties.Owner.ofHome(id()));
    }

    @Override
    public Optional<DavResource> member(String name) {
        Optional<AddressBook> book = requester.visit().tells(name)
                ? requester.visit().book()
                : requester.read(tx -> tx.books().find(id(), name));
        return book.or(() -> directory(name)).map(found -> BookResource.of(requester, found));
    }

    private Optional<AddressBook> directory(String name) {
        return AddressBook.isDirectory(name)
                ? requester.read(tx -> tx.books().directory(id(), name))
                : Optional.empty();
    }

    @Override
    public void members(PropertyRequest request, Consumer<DavResource> receiver) {
        requester
                .read(tx -> tx.books().visible(id()))
                .forEach(book -> receiver.accept(BookResource.of(requester, book)));
    }

    @Override
    public Map<QName, DavException> patch(List<PropertyUpdate> updates, Preconditions conditions) {
        return StoredProperties.allOrNone(requester, tx -> {
            tx.locks().hold(id());
            conditions.require(requester.at(tx), Optional.of(validators()), Touched.itself(path()));
            List<PropertyUpdate> own = updates.stream()
                    .filter(update -> OwnCard.names(update.name()))
                    .toList();
            List<PropertyUpdate> dead = updates.stream()
                    .filter(update -> !OwnCard.names(update.name()))
                    .toList();
            Map<QName, DavException> failures = new LinkedHashMap<>(OwnCard.patch(requester, own, tx));
            if (!dead.isEmpty()) {
                tx.books().touch(id());
            }
            failures.putAll(StoredProperties.patch(tx, DeadProperties.Owner.ofHome(id()), dead));
            return failures;
        });
    }

    /** For one book more. @throws DavException 507 */
    static void requireRoom(Transaction tx, long home) {
        if (tx.books().list(home).size() >= AddressBook.MOST) {
            throw new DavException(507, "a home holds at most " + AddressBook.MOST + " address books");
        }
    }

    private AddressBook create(Transaction tx, String name) {
        try {
            return tx.books().create(id(), name, name, Optional.empty(), Requester.now());
        } catch (NameTakenException e) {
            throw new DavException(Precondition.RESOURCE_MUST_BE_NULL, "somebody made it just now");
        }
    }

    private Href path() {
        return Paths.homePath(requester.user().name());
    }

    /** A plain MKCOL makes an address book too: nothing else can be in a home. */
    @Override
    public Map<QName, DavException> mkcol(
            String name, Set<QName> types, List<PropertyUpdate> properties, Preconditions conditions) {
        if (!types.isEmpty() && !types.equals(BOOK_TYPES)) {
            throw new DavException(Precondition.VALID_RESOURCETYPE, "in a home only address books can be made");
        }
        Names.requireBook(name);
        Map<QName, DavException> failures = PropPatchHandler.protectedOnes(properties, BookProperties.ALL);
        if (!failures.isEmpty()) {
            return failures;
        }
        return StoredProperties.allOrNone(requester, tx -> {
            requireRoom(tx, id());
            tx.locks().hold(id());
            conditions.require(
                    requester.at(tx),
                    Optional.empty(),
                    Touched.tree(Paths.bookPath(requester.user().name(), name)),
                    Touched.itself(path()));
            AddressBook book = create(tx, name);
            return BookProperties.patch(tx, book, properties);
        });
    }
}
