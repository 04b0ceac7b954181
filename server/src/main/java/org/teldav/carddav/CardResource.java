package org.teldav.carddav;

import static org.teldav.dav.LiveProperty.text;

import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.xml.namespace.QName;
import org.teldav.dav.Ace;
import org.teldav.dav.DavException;
import org.teldav.dav.DavResource;
import org.teldav.dav.DavResponse;
import org.teldav.dav.DeadProperty;
import org.teldav.dav.Deletable;
import org.teldav.dav.Href;
import org.teldav.dav.LargeBodies;
import org.teldav.dav.LiveProperties;
import org.teldav.dav.LockSpace;
import org.teldav.dav.Patchable;
import org.teldav.dav.Preconditions;
import org.teldav.dav.Privilege;
import org.teldav.dav.PropertyUpdate;
import org.teldav.dav.Readable;
import org.teldav.dav.Touched;
import org.teldav.dav.Transferable;
import org.teldav.dav.Validators;
import org.teldav.dav.Xml;
import org.teldav.storage.Card;
import org.teldav.storage.DeadProperties;
import org.teldav.storage.DeleteResult;
import org.teldav.storage.PutResult;
import org.teldav.storage.StoredCard;
import org.teldav.vcard.Slice;

/** An address object resource (RFC 6352 §5.1): the bytes that came are the bytes that go out. */
final class CardResource extends CommonProperties.OwnedLockable
        implements Readable, Deletable, Transferable, Patchable {
    static final String CONTENT_TYPE = "text/vcard; charset=utf-8";

    static final LiveProperties<CardResource> PROPERTIES = CommonProperties.LOCKABLE.and(
            text(Xml.dav("getetag"), (CardResource card) -> card.card.etag()).inAllprop(),
            text(Xml.dav("getcontenttype"), (CardResource card) -> CONTENT_TYPE).inAllprop(),
            text(Xml.dav("getcontentlength"), (CardResource card) -> card.card.size())
                    .inAllprop(),
            text(Xml.dav("getlastmodified"), (CardResource card) -> DavResponse.date(card.card.modified()))
                    .inAllprop(),
            text(
                            Xml.dav("creationdate"),
                            (CardResource card) -> card.card.created().truncatedTo(ChronoUnit.SECONDS))
                    .inAllprop());

    private final BookResource book;
    private Card card;
    private Optional<byte[]> content = Optional.empty();
    private LargeBodies.Room room = LargeBodies.Room.NONE;
    private Optional<List<Slice>> addressData = Optional.empty();
    private Optional<List<DeadProperty>> dead = Optional.empty();

    CardResource(BookResource book, Card card) {
        super(book.requester());
        this.book = book;
        this.card = card;
    }

    /** With dead properties that were read already. */
    CardResource withDead(List<DeadProperty> properties) {
        dead = Optional.of(properties);
        return this;
    }

    /** With bytes that were read already. */
    CardResource withContent(byte[] bytes) {
        content = Optional.of(bytes);
        return this;
    }

    /** With what of it a report has to tell. */
    CardResource withAddressData(List<Slice> slices) {
        addressData = Optional.of(slices);
        return this;
    }

    Optional<List<Slice>> addressData() {
        return addressData;
    }

    BookResource book() {
        return book;
    }

    Card card() {
        return card;
    }

    static Validators validators(Card card) {
        return new Validators(
                Optional.of(card.etag().quoted()), Optional.of(card.modified().truncatedTo(ChronoUnit.SECONDS)));
    }

    @Override
    public String href() {
        return book.memberHref(card.name());
    }

    @Override
    public String allow() {
        return privileges().contains(Privilege.WRITE)
                ? "OPTIONS, GET, HEAD, PUT, DELETE, COPY, MOVE, LOCK, UNLOCK, PROPFIND, PROPPATCH, REPORT, ACL"
                : "OPTIONS, GET, HEAD, COPY, PROPFIND, REPORT, ACL";
    }

    @Override
    public LiveProperties<?> properties() {
        return PROPERTIES;
    }

    @Override
    public Set<QName> reports() {
        return Reports.OF_A_CARD;
    }

    @Override
    public Validators validators() {
        return validators(card);
    }

    @Override
    public List<DeadProperty> deadProperties() {
        if (dead.isEmpty()) {
            dead = Optional.of(StoredProperties.list(requester, DeadProperties.Owner.of(card.id())));
        }
        return dead.get();
    }

    @Override
    public Optional<String> inheritedAcl() {
        return book.inheritedAcl().or(() -> Optional.of(book.href()));
    }

    @Override
    public Optional<String> owner() {
        return book.owner();
    }

    @Override
    public List<Privilege> privileges() {
        return book.privileges();
    }

    @Override
    public List<Ace> aces() {
        String from = inheritedAcl().orElseThrow();
        return book.aces().stream().map(ace -> ace.inheritedFrom(from)).toList();
    }

    @Override
    List<QName> types() {
        return List.of();
    }

    /** The bytes that belong to the tag: where the card was changed meanwhile, both are the new ones. */
    @Override
    public byte[] content() {
        return content(1);
    }

    /** @param copies how many of it there will be */
    private byte[] content(int copies) {
        if (content.isEmpty()) {
            room = requester.service().limits().bodies().enter((long) card.size() * copies);
            StoredCard stored = book.books().content(card).orElseThrow(DavException::notFound);
            card = stored.card();
            content = Optional.of(stored.content());
        }
        return content.get();
    }

    @Override
    public String contentType() {
        return CONTENT_TYPE;
    }

    Href path() {
        return book.memberPath(card.name());
    }

    @Override
    public Readable accepting(String accept) {
        AcceptedVersion version = AcceptedVersion.of(accept);
        return version.isAny()
                ? this
                : version.in(content(2)).map(this::converted).orElse(this);
    }

    @Override
    public void close() {
        room.close();
        room = LargeBodies.Room.NONE;
    }

    /** Without a tag: one of its own would be refused in If-Match, and this card's is for other bytes (docs/decisions/conversion.md). */
    private Readable converted(AcceptedVersion.Converted converted) {
        return new Readable() {
            @Override
            public byte[] content() {
                return converted.content();
            }

            @Override
            public String contentType() {
                return "text/vcard; version=" + converted.version().number() + "; charset=utf-8";
            }

            @Override
            public boolean isStored() {
                return false;
            }
        };
    }

    @Override
    public void delete(Preconditions conditions) {
        book.require(Privilege.UNBIND);
        DeleteResult result = requester.write(tx -> tx.cards()
                .delete(
                        book.id(),
                        card.name(),
                        current -> goes(conditions, current, requester.at(tx, book.id())),
                        Requester.now()));
        if (result instanceof DeleteResult.Missing) {
            throw DavException.notFound();
        }
    }

    /** Asked while the book is locked: the card may leave it. */
    boolean goes(Preconditions conditions, Card current, LockSpace.State state) {
        conditions.require(
                state, Optional.of(validators(current)), Touched.itself(path()), Touched.itself(book.path()));
        return true;
    }

    @Override
    public boolean transfer(Kind kind, DavResource parent, String name, boolean overwrite, Preconditions conditions) {
        if (!(parent instanceof BookResource target)) {
            throw DavException.forbidden("a card is in an address book, and nowhere else");
        }
        Names.require(name);
        if (kind == Kind.MOVE) {
            book.require(Privilege.UNBIND);
        }
        target.require(Privilege.BIND);
        CardTransfer transfer = new CardTransfer(this, card, target, name, overwrite, conditions);
        PutResult result = kind == Kind.MOVE ? transfer.move() : transfer.copy();
        if (result instanceof PutResult.Missing) {
            throw DavException.notFound();
        }
        CardBody.stored(result, target);
        return result instanceof PutResult.Created;
    }

    @Override
    public Map<QName, DavException> patch(List<PropertyUpdate> updates, Preconditions conditions) {
        require(Privilege.WRITE_PROPERTIES);
        return StoredProperties.allOrNone(requester, tx -> {
            tx.books().lock(book.id());
            Card current = tx.cards().find(card.id()).orElseThrow(DavException::notFound);
            conditions.require(requester.at(tx), Optional.of(validators(current)), Touched.itself(path()));
            tx.cards().touch(card.id());
            return StoredProperties.patch(tx, DeadProperties.Owner.of(card.id()), updates);
        });
    }
}
