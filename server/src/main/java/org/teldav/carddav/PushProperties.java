package org.teldav.carddav;

import java.util.Optional;
import javax.xml.namespace.QName;
import org.teldav.dav.LiveProperty;
import org.teldav.dav.PushRegister;
import org.teldav.dav.PushTarget;
import org.teldav.dav.Xml;
import org.teldav.dav.XmlOutput;
import org.teldav.storage.BookId;

/** The properties of a collection that clients can be told of by messages (WebDAV-Push, "Collection Properties"). */
final class PushProperties {
    private static final QName WEB_PUSH = Xml.push("web-push");
    private static final QName CONTENT_UPDATE = Xml.push("content-update");
    private static final QName PROPERTY_UPDATE = Xml.push("property-update");
    private static final QName DEPTH = Xml.dav("depth");

    private PushProperties() {}

    /** A collection in a home. */
    interface Pushed extends PushTarget {
        Requester requester();

        BookId collection();

        default Optional<PushOffer> offer() {
            return requester().service().options().push();
        }

        @Override
        default boolean pushes() {
            return offer().isPresent();
        }

        @Override
        default Registration register(PushRegister wanted) {
            return PushRegistration.register(this, wanted);
        }
    }

    /** DAVx5 registers only where there is one with a key. */
    static <R extends Pushed> LiveProperty<R> transports() {
        return property(
                "transports",
                (offer, collection, out) -> out.start(WEB_PUSH)
                        .raw("<x:vapid-public-key xmlns:x=\"" + Xml.PUSH + "\" type=\"p256ecdsa\">")
                        .text(offer.key().get().publicKey())
                        .raw("</x:vapid-public-key>")
                        .end(WEB_PUSH));
    }

    static <R extends Pushed> LiveProperty<R> topic() {
        return property(
                "topic", (offer, collection, out) -> out.text(offer.topic().apply(collection.collection())));
    }

    /** Of content the members, of properties the collection's own and those of its members. */
    static <R extends Pushed> LiveProperty<R> supportedTriggers() {
        return property("supported-triggers", (offer, collection, out) -> {
            out.start(CONTENT_UPDATE).text(DEPTH, "1").end(CONTENT_UPDATE);
            out.start(PROPERTY_UPDATE).text(DEPTH, "1").end(PROPERTY_UPDATE);
        });
    }

    /** Writes what is in a property. */
    private interface Content {
        void write(PushOffer offer, Pushed collection, XmlOutput out);
    }

    private static <R extends Pushed> LiveProperty<R> property(String name, Content content) {
        return new LiveProperty<>(
                Xml.push(name),
                Pushed::pushes,
                (collection, out) -> collection.offer().ifPresent(offer -> content.write(offer, collection, out)),
                false,
                false);
    }
}
