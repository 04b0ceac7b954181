package org.teldav.carddav;

import static org.teldav.dav.LiveProperty.live;
import static org.teldav.dav.LiveProperty.optional;
import static org.teldav.dav.LiveProperty.text;

import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import javax.xml.namespace.QName;
import org.teldav.dav.DavException;
import org.teldav.dav.DavResponse;
import org.teldav.dav.LiveProperties;
import org.teldav.dav.LiveProperty;
import org.teldav.dav.PropertyUpdate;
import org.teldav.dav.Xml;
import org.teldav.dav.XmlElement;
import org.teldav.dav.XmlOutput;
import org.teldav.storage.AddressBook;
import org.teldav.storage.DeadProperties;
import org.teldav.storage.Transaction;

/** The properties of an address book (RFC 6352 §6.2), some of which a home has too. */
final class BookProperties {
    /** Of a display name or a description, in UTF-16 units. */
    private static final int MAX_TEXT = 1000;

    private static final QName DISPLAYNAME = Xml.dav("displayname");
    private static final QName DESCRIPTION = Xml.carddav("addressbook-description");

    static final LiveProperties<BookResource> ALL = CommonProperties.LOCKABLE.and(
            CommonProperties.<BookResource>displayName(book -> book.book().displayName())
                    .inLanguage(book -> book.book().languages().displayName())
                    .asWritable(),
            optional(DESCRIPTION, (BookResource book) -> book.book().description())
                    .inLanguage(book -> book.book().languages().description())
                    .asWritable(),
            text(Xml.dav("sync-token"), (BookResource book) -> book.book().token()),
            text(
                    Xml.calendarserver("getctag"),
                    (BookResource book) -> book.book().token()),
            supportedAddressData(),
            live(Xml.carddav("supported-collation-set"), (book, out) -> supportedCollations(out)),
            maxResourceSize(Xml.carddav("max-resource-size")),
            // DAVx5 asks in this namespace too, of address books.
            maxResourceSize(new QName("urn:ietf:params:xml:ns:caldav", "max-resource-size")),
            quotaUsed(book -> book.requester().read(tx -> tx.books().usedBytes(book.id()))),
            quotaAvailable(),
            PushProperties.transports(),
            PushProperties.topic(),
            PushProperties.supportedTriggers(),
            new LiveProperty<>(
                    Xml.dav("add-member"),
                    BookResource::addsMembers,
                    (book, out) -> out.href(book.href()),
                    false,
                    false),
            text(
                            Xml.dav("creationdate"),
                            (BookResource book) -> book.book().created().truncatedTo(ChronoUnit.SECONDS))
                    .inAllprop(),
            text(
                            Xml.dav("getlastmodified"),
                            (BookResource book) -> DavResponse.date(book.book().modified()))
                    .inAllprop());

    private BookProperties() {}

    /** Also for a book that is just being made. */
    static Map<QName, DavException> patch(Transaction tx, AddressBook book, List<PropertyUpdate> updates) {
        String displayName = book.displayName();
        Optional<String> description = book.description();
        AddressBook.Languages languages = book.languages();
        for (PropertyUpdate update : updates) {
            Optional<String> text = update.value().map(XmlElement::text);
            Optional<String> language = update.value().flatMap(XmlElement::language);
            if (isShown(update) && (isLonger(text, MAX_TEXT) || isLonger(language, AddressBook.Languages.LONGEST))) {
                return Map.of(
                        update.name(),
                        new DavException(
                                507,
                                "this property has at most " + MAX_TEXT + " characters, and its xml:lang "
                                        + AddressBook.Languages.LONGEST));
            }
            if (update.name().equals(DISPLAYNAME)) {
                displayName = text.orElse(book.name());
                languages = new AddressBook.Languages(language, languages.description());
            } else if (update.name().equals(DESCRIPTION)) {
                description = text;
                languages = new AddressBook.Languages(languages.displayName(), language);
            }
        }
        tx.books().describe(book.id(), displayName, description, languages, Requester.now());
        List<PropertyUpdate> dead =
                updates.stream().filter(update -> !isShown(update)).toList();
        if (!dead.isEmpty()) {
            tx.books().touch(book.id());
        }
        return StoredProperties.patch(tx, DeadProperties.Owner.of(book.id()), dead);
    }

    private static boolean isLonger(Optional<String> text, int most) {
        return text.filter(value -> value.length() > most).isPresent();
    }

    private static boolean isShown(PropertyUpdate update) {
        return update.name().equals(DISPLAYNAME) || update.name().equals(DESCRIPTION);
    }

    /** RFC 6352 §6.2.2. DAVx5 stores 4.0 as soon as it is named here, and iOS can't read it. */
    static <R extends CommonProperties.Owned> LiveProperty<R> supportedAddressData() {
        return live(Xml.carddav("supported-address-data"), (resource, out) -> {
            out.raw("<C:address-data-type content-type=\"text/vcard\" version=\"3.0\"/>");
            if (resource.requester.service().options().vcard4()) {
                out.raw("<C:address-data-type content-type=\"text/vcard\" version=\"4.0\"/>");
            }
        });
    }

    static <R extends CommonProperties.Owned> LiveProperty<R> maxResourceSize(QName name) {
        return text(name, (R resource) -> resource.requester.service().limits().cardBytes());
    }

    /** RFC 4331 §4. */
    static <R extends CommonProperties.Owned> LiveProperty<R> quotaUsed(Function<R, Long> bytes) {
        return text(Xml.dav("quota-used-bytes"), bytes);
    }

    /** RFC 4331 §3: nobody has a limit of their own, and so it is what the disk has left, where that is known. */
    static <R extends CommonProperties.Owned> LiveProperty<R> quotaAvailable() {
        return LiveProperty.optional(Xml.dav("quota-available-bytes"), (R resource) -> {
            OptionalLong free = resource.requester.service().options().free().get();
            return free.isPresent() ? Optional.of(Long.toString(free.getAsLong())) : Optional.empty();
        });
    }

    private static void supportedCollations(XmlOutput out) {
        for (Collation collation : Collation.values()) {
            out.text(Xml.carddav("supported-collation"), collation.identifier());
        }
    }
}
