package org.teldav.carddav;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import javax.xml.namespace.QName;
import org.teldav.dav.DavException;
import org.teldav.dav.Href;
import org.teldav.dav.LiveProperty;
import org.teldav.dav.Preconditions;
import org.teldav.dav.PropertyUpdate;
import org.teldav.dav.Validators;
import org.teldav.dav.Xml;
import org.teldav.dav.XmlElement;
import org.teldav.storage.Card;
import org.teldav.storage.CardId;
import org.teldav.storage.Transaction;

/**
 * Which card is a user's own: CARDDAV:principal-address (RFC 6352 §7.1.2) and CalendarServer's me-card say the same, on home and principal, and both may
 * be set.
 */
final class OwnCard {
    static final QName PRINCIPAL_ADDRESS = Xml.carddav("principal-address");
    static final QName ME_CARD = Xml.calendarserver("me-card");

    private OwnCard() {}

    static boolean names(QName property) {
        return property.equals(PRINCIPAL_ADDRESS) || property.equals(ME_CARD);
    }

    /** On the principal. */
    static LiveProperty<UserPrincipal> property(QName name) {
        return property(name, UserPrincipal::asSelf);
    }

    /** On anything that can tell whose it is. */
    static <R> LiveProperty<R> property(QName name, Function<R, Optional<Requester>> owner) {
        return LiveProperty.<R>reference(name, resource -> owner.apply(resource).flatMap(OwnCard::href))
                .asWritable();
    }

    private static Optional<String> href(Requester requester) {
        return requester.read(tx -> tx.principals()
                .ownCard(requester.user().id())
                .flatMap(id -> tx.cards().find(id))
                .flatMap(card -> tx.books()
                        .find(card.id().book())
                        .map(book ->
                                Href.member(Paths.book(requester.user().name(), book.name()), card.name(), false))));
    }

    /** Sets it, all updates or none; all of them name it. */
    static Map<QName, DavException> patch(
            Requester requester, List<PropertyUpdate> updates, Preconditions conditions, Validators validators) {
        return requester.write(tx -> {
            conditions.require(requester.at(tx), Optional.of(validators));
            return patch(requester, updates, tx);
        });
    }

    /** The same as a part of a larger patch: what fails must be made undone by the caller. */
    static Map<QName, DavException> patch(Requester requester, List<PropertyUpdate> updates, Transaction tx) {
        Map<QName, DavException> failures = new LinkedHashMap<>();
        Optional<CardId> own = Optional.empty();
        for (PropertyUpdate update : updates) {
            own = update.value().flatMap(value -> named(requester, value, tx));
            if (update.value().isPresent() && own.isEmpty()) {
                failures.put(update.name(), DavException.forbidden("it has to be the href of a card in your own home"));
            }
        }
        if (failures.isEmpty() && !updates.isEmpty()) {
            tx.principals().setOwnCard(requester.user().id(), own, Requester.now());
        }
        return failures;
    }

    private static Optional<CardId> named(Requester requester, XmlElement value, Transaction tx) {
        String text =
                value.child(Xml.dav("href")).map(XmlElement::text).orElse("").strip();
        List<String> path = path(text);
        boolean inHome = path.size() == 5
                && path.subList(0, 3)
                        .equals(List.of(
                                Paths.DAV, Paths.ADDRESS_BOOKS, requester.user().name()));
        return inHome
                ? tx.books()
                        .find(requester.user().id(), path.get(3))
                        .flatMap(book -> tx.cards().find(book.id(), path.get(4)))
                        .map(Card::id)
                : Optional.empty();
    }

    private static List<String> path(String href) {
        try {
            String path = URI.create(href).getRawPath();
            return path == null || !path.startsWith("/")
                    ? List.of()
                    : Href.parse(path).segments();
        } catch (IllegalArgumentException | DavException e) {
            return List.of();
        }
    }
}
