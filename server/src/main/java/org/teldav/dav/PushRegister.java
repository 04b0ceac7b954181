package org.teldav.dav;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.xml.namespace.QName;

/**
 * The body of a registration (WebDAV-Push, {@code push-register}). How deep a trigger looks is kept of properties only: of content there are members, and
 * nothing else.
 *
 * @param resource the push resource, as it was sent
 * @param publicKey of the client, in base 64 for URLs
 * @param authSecret in base 64 for URLs
 * @param content whether changes of members are to be told
 * @param properties whether changes of the collection's own properties are
 * @param members whether changes of its members' properties are too
 * @param expires when the client would have it end
 */
public record PushRegister(
        String resource,
        String publicKey,
        String authSecret,
        boolean content,
        boolean properties,
        boolean members,
        Optional<Instant> expires) {
    private static final QName ROOT = Xml.push("push-register");

    /** The draft's name since 2025, and the one before. */
    private static final List<QName> KEYS = List.of(Xml.push("subscription-public-key"), Xml.push("client-public-key"));

    private static final String PROPERTY_UPDATE = "property-update";
    private static final String ENCODING = "aes128gcm";

    /** Whether a client that posts this wants to register. */
    static boolean isOne(XmlElement body) {
        return body.is(ROOT);
    }

    /** @throws DavException 403 invalid-subscription, no-supported-trigger */
    static PushRegister of(XmlElement body) {
        XmlElement subscription = one(one(body, "subscription"), "web-push-subscription");
        boolean encoded = subscription
                .child(Xml.push("content-encoding"))
                .map(encoding -> encoding.text().strip().equals(ENCODING))
                .orElse(true);
        if (!encoded) {
            throw invalid("messages are encrypted with " + ENCODING);
        }
        Optional<XmlElement> trigger = trigger(body);
        return new PushRegister(
                one(subscription, "push-resource").text().strip(),
                key(subscription),
                one(subscription, "auth-secret").text().strip(),
                wants(trigger, "content-update"),
                wants(trigger, PROPERTY_UPDATE),
                trigger.flatMap(there -> there.child(Xml.push(PROPERTY_UPDATE)))
                        .filter(PushRegister::isDeep)
                        .isPresent(),
                body.child(Xml.push("expires")).flatMap(date -> HttpDate.parse(date.text())));
    }

    private static Optional<XmlElement> trigger(XmlElement body) {
        List<XmlElement> triggers = body.children(Xml.push("trigger"));
        if (triggers.size() > 1) {
            throw new DavException(Precondition.NO_SUPPORTED_TRIGGER, "there is one trigger element");
        }
        return triggers.stream().findFirst();
    }

    /** DAVx5 sends no trigger at all, which in the drafts up to 2025 asks for both. */
    private static boolean wants(Optional<XmlElement> trigger, String name) {
        return trigger.map(there -> there.child(Xml.push(name)).isPresent()).orElse(true);
    }

    /** All that is deeper than 0 is 1, which is as deep as a server of contacts looks. Without a depth it is 0, as in the drafts that let it be left out. */
    private static boolean isDeep(XmlElement update) {
        return update.child(Xml.dav("depth"))
                .filter(depth -> !depth.text().strip().equals("0"))
                .isPresent();
    }

    private static String key(XmlElement subscription) {
        XmlElement key = KEYS.stream()
                .flatMap(name -> subscription.child(name).stream())
                .findFirst()
                .orElseThrow(() -> invalid("messages are encrypted, for which the client's public key is missing"));
        if (!key.attribute("type").equals(Optional.of("p256dh"))) {
            throw invalid("the client's public key is of the type p256dh");
        }
        return key.text().strip();
    }

    private static XmlElement one(XmlElement parent, String name) {
        List<XmlElement> all = parent.children(Xml.push(name));
        if (all.size() != 1) {
            throw invalid("a registration has one " + name);
        }
        return all.get(0);
    }

    private static DavException invalid(String why) {
        return new DavException(Precondition.INVALID_SUBSCRIPTION, why);
    }
}
