package org.teldav.dav;

import javax.xml.namespace.QName;

/** The XML namespaces that the server speaks. */
public final class Xml {
    /** RFC 4918 §21.1. */
    public static final String DAV = "DAV:";
    /** RFC 6352 §14. */
    public static final String CARDDAV = "urn:ietf:params:xml:ns:carddav";
    /** getctag, me-card and other extensions of Apple's. */
    public static final String CALENDARSERVER = "http://calendarserver.org/ns/";
    /** The WebDAV-Push draft, §XML Schema. */
    public static final String PUSH = "https://bitfire.at/webdav-push";
    /** What the server itself has to add: the sentence in an error. */
    public static final String TELDAV = "urn:teldav";

    private Xml() {}

    public static QName dav(String name) {
        return new QName(DAV, name);
    }

    public static QName carddav(String name) {
        return new QName(CARDDAV, name);
    }

    public static QName calendarserver(String name) {
        return new QName(CALENDARSERVER, name);
    }

    public static QName push(String name) {
        return new QName(PUSH, name);
    }

    /** XML 1.0 §2.2, production Char: what may stand in a document at all. */
    public static boolean isCharacter(int codePoint) {
        return codePoint >= 0x20 && codePoint <= 0xD7FF
                || codePoint == '\t'
                || codePoint == '\n'
                || codePoint == '\r'
                || codePoint >= 0xE000 && codePoint <= 0xFFFD
                || codePoint >= 0x10000 && codePoint <= 0x10FFFF;
    }

    /** Namespaces in XML §4, production NCName: what a local name may be. Characters beyond ASCII are taken as XML 1.0 (fifth edition) takes nearly all of them. */
    public static boolean isLocalName(String text) {
        return !text.isEmpty()
                && isNameStart(text.codePointAt(0))
                && text.codePoints()
                        .allMatch(c -> isNameStart(c) || c >= '0' && c <= '9' || c == '-' || c == '.' || c == 0xB7);
    }

    private static boolean isNameStart(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c >= 0xC0 && Character.isLetter(c);
    }
}
