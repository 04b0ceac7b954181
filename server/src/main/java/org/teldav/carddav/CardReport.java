package org.teldav.carddav;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.xml.namespace.QName;
import org.teldav.dav.LiveProperty;
import org.teldav.dav.MultistatusWriter;
import org.teldav.dav.Precondition;
import org.teldav.dav.PropertyRequest;
import org.teldav.dav.Xml;
import org.teldav.dav.XmlElement;
import org.teldav.storage.Card;
import org.teldav.storage.StoredCard;
import org.teldav.vcard.Slice;

/**
 * What a report tells of cards: properties, and their contents where it asks for {@code CARDDAV:address-data}, a property that only reports have (RFC 6352
 * §10.4).
 *
 * @param data empty where no contents are asked for
 */
record CardReport(PropertyRequest properties, Optional<AddressData> data) {
    private static final QName ADDRESS_DATA = Xml.carddav("address-data");
    private static final LiveProperty<CardResource> PROPERTY = new LiveProperty<>(
            ADDRESS_DATA,
            card -> card.addressData().isPresent(),
            (card, out) -> card.addressData()
                    .orElseThrow()
                    .forEach(slice -> out.text(slice.bytes(), slice.from(), slice.to())),
            false,
            false);

    /** @throws org.teldav.dav.DavException 403 supported-address-data where contents are asked for in a format that is not kept */
    static CardReport of(XmlElement report, boolean minimal) {
        PropertyRequest request = PropertyRequest.of(report, minimal).orElseGet(() -> PropertyRequest.allprop(minimal));
        Optional<AddressData> data = report.child(Xml.dav("prop"))
                .flatMap(prop -> prop.child(ADDRESS_DATA))
                .map(AddressData::parse);
        return new CardReport(data.isPresent() ? request.with(PROPERTY) : request, data);
    }

    /** Writes these cards; where their contents are asked for, they are read in parts of bounded size. */
    void write(BookResource book, List<Card> cards, MultistatusWriter out, Consumer<Card> written) {
        if (data.isPresent()) {
            book.books().contents(cards, stored -> {
                write(book, stored, out);
                written.accept(stored.card());
            });
        } else {
            cards.forEach(card -> {
                out.resource(book.resource(card), properties);
                written.accept(card);
            });
        }
    }

    /** Writes one card of which the contents are known. */
    void write(BookResource book, StoredCard stored, MultistatusWriter out) {
        CardResource card = book.resource(stored.card()).withContent(stored.content());
        Optional<List<Slice>> slices = data.flatMap(asked -> asked.of(stored.content()));
        if (data.isPresent() && slices.isEmpty()) {
            // RFC 6352 §5.1.1, in the form of §8.7.2
            out.status(card.href(), 415, Precondition.SUPPORTED_ADDRESS_DATA_CONVERSION);
        } else {
            slices.ifPresent(card::withAddressData);
            out.resource(card, properties);
        }
    }
}
