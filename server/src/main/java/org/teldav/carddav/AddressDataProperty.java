package org.teldav.carddav;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.xml.namespace.QName;
import org.teldav.dav.LiveProperty;
import org.teldav.dav.MultistatusWriter;
import org.teldav.dav.PropertyRequest;
import org.teldav.dav.Xml;
import org.teldav.dav.XmlElement;
import org.teldav.storage.Card;

/** {@code CARDDAV:address-data} as the reports give it (RFC 6352 §10.4): a property that only a report has. */
final class AddressDataProperty {
    static final QName NAME = Xml.carddav("address-data");

    private AddressDataProperty() {}

    /**
     * The properties that a report asks for, with the contents of cards where it asks for them. A card that would have to be converted to another version
     * has none: conversion is not there yet.
     */
    static PropertyRequest request(XmlElement report, boolean minimal) {
        PropertyRequest request = PropertyRequest.of(report, minimal).orElseGet(() -> PropertyRequest.allprop(minimal));
        Optional<XmlElement> asked = report.child(Xml.dav("prop")).flatMap(prop -> prop.child(NAME));
        if (asked.isEmpty()) {
            return request;
        }
        AddressData data = AddressData.parse(asked.get());
        return request.with(new LiveProperty<CardResource>(
                NAME,
                card -> !data.needsConversion(card.content()),
                (card, out) -> out.text(data.select(card.content())),
                false,
                false));
    }

    /** Writes these cards; where their contents are asked for, they are read in parts of bounded size. */
    static void write(
            BookResource book,
            List<Card> cards,
            PropertyRequest request,
            MultistatusWriter out,
            Consumer<Card> written) {
        if (request.asksFor(NAME)) {
            book.books().contents(cards, stored -> {
                out.resource(book.resource(stored.card()).withContent(stored.content()), request);
                written.accept(stored.card());
            });
        } else {
            cards.forEach(card -> {
                out.resource(book.resource(card), request);
                written.accept(card);
            });
        }
    }
}
