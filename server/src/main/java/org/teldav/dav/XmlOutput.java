package org.teldav.dav;

import java.io.OutputStream;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import javax.xml.XMLConstants;
import javax.xml.namespace.QName;

/**
 * Writes XML straight to a stream, in UTF-8, without holding it. The server's own namespaces have fixed prefixes, declared at the root; others are
 * declared where they stand. What XML can't hold (XML 1.0 §2.2: control characters, lone surrogates) is left out. Not thread-safe.
 */
public final class XmlOutput {
    private static final String DECLARATION = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n";
    private static final String NAMESPACES = " xmlns:D=\"" + Xml.DAV + "\" xmlns:C=\"" + Xml.CARDDAV + "\" xmlns:S=\""
            + Xml.CALENDARSERVER + "\" xmlns:T=\"" + Xml.TELDAV + "\"";

    private static final boolean[] ASCII = bytes(b -> true);
    /** What is written as it is, not escaped. */
    private static final boolean[] PLAIN = bytes(b -> b >= ' ' && "<>&\"".indexOf(b) < 0 || b == '\n' || b == '\t');

    private final XmlBuffer buffer;
    private Optional<Consumer<String>> otherHand = Optional.empty();

    public XmlOutput(OutputStream out) {
        this.buffer = new XmlBuffer(out);
    }

    /** The declaration and the root's start tag. The root must be in {@code DAV:} or one of the other fixed namespaces. */
    public XmlOutput root(QName name) {
        return raw(DECLARATION).raw("<").name(name).raw(NAMESPACES).raw(">");
    }

    public XmlOutput start(QName name) {
        raw("<").name(name);
        return declare(name).raw(">");
    }

    /** @param language {@code xml:lang}, where it has one */
    public XmlOutput start(QName name, Optional<String> language) {
        if (language.isEmpty()) {
            return start(name);
        }
        raw("<").name(name);
        return declare(name).raw(" xml:lang=\"").markup(escape(language.get())).raw("\">");
    }

    public XmlOutput end(QName name) {
        return raw("</").name(name).raw(">");
    }

    public XmlOutput empty(QName name) {
        raw("<").name(name);
        return declare(name).raw("/>");
    }

    /** An element with text. */
    public XmlOutput text(QName name, String text) {
        return start(name).text(text).end(name);
    }

    /** {@code DAV:href} with a path that is encoded already. */
    public XmlOutput href(String href) {
        if (otherHand.isEmpty()) {
            return raw("<D:href>").text(href).raw("</D:href>");
        }
        Consumer<String> hand = otherHand.get();
        otherHand = Optional.empty();
        hand.accept(href);
        otherHand = Optional.of(hand);
        return this;
    }

    /** Lets something else be done with each href that the writing would write; what that writes is written as always. */
    public void hrefsTo(Consumer<String> hand, Runnable writing) {
        otherHand = Optional.of(hand);
        writing.run();
        otherHand = Optional.empty();
    }

    /** Character data, escaped. */
    public XmlOutput text(String text) {
        for (int i = 0; (i = buffer.copy(text, i, PLAIN)) < text.length(); ) {
            int codePoint = text.codePointAt(i);
            switch (codePoint) {
                case '<' -> raw("&lt;");
                case '>' -> raw("&gt;");
                case '&' -> raw("&amp;");
                case '"' -> raw("&quot;");
                case '\r' -> raw("&#13;");
                default -> character(codePoint);
            }
            i += Character.charCount(codePoint);
        }
        return this;
    }

    private void character(int codePoint) {
        if (Xml.isCharacter(codePoint)) {
            buffer.put(codePoint);
        }
    }

    /** A part of UTF-8 as character data: what a card holds (nothing else is ever stored). Where a line break splits a character, it comes after it. */
    public XmlOutput text(byte[] utf8, int start, int end) {
        int i = start;
        while ((i = buffer.copy(utf8, i, end, PLAIN)) < end) {
            byte b = utf8[i];
            int length = b < 0 ? sequence(utf8, i, end) : 0;
            if (b == '\r') {
                raw("&#13;");
                i++;
            } else if (b >= 0) {
                text(Character.toString(b));
                i++;
            } else if (length == 0) {
                i = split(utf8, i, end) + 1;
            } else {
                if (!isNonCharacter(utf8, i, length)) {
                    buffer.write(utf8, i, length);
                }
                i += length;
            }
        }
        return this;
    }

    /** By a byte's value, whether it is one of these; what is not ASCII never is. */
    private static boolean[] bytes(IntPredicate these) {
        boolean[] found = new boolean[256];
        for (int b = 0; b < 0x80; b++) {
            found[b] = these.test(b);
        }
        return found;
    }

    /** The bytes of the character that begins here, or 0 where something stands between them. */
    private static int sequence(byte[] utf8, int at, int end) {
        int length = length(utf8[at]);
        for (int i = at + 1; i < at + length; i++) {
            if (i >= end || (utf8[i] & 0xC0) != 0x80) {
                return 0;
            }
        }
        return length;
    }

    private static int length(byte first) {
        int bits = first & 0xF8;
        return bits >= 0xF0 ? 4 : bits >= 0xE0 ? 3 : bits >= 0xC0 ? 2 : 0;
    }

    /** RFC 6350 §3.2: a fold may split a character. Returns the last byte of both; what is no character at all is left out. */
    private int split(byte[] utf8, int at, int end) {
        byte[] character = new byte[4];
        int wanted = length(utf8[at]);
        int found = 0;
        StringBuilder fold = new StringBuilder();
        int i = at;
        for (; i < end && found < wanted; i++) {
            byte b = utf8[i];
            if (b == '\r' || b == '\n' || b == ' ' || b == '\t') {
                fold.append((char) b);
            } else if (found == 0 || (b & 0xC0) == 0x80) {
                character[found++] = b;
            } else {
                break;
            }
        }
        if (found == 0 || found < wanted) {
            return at;
        }
        if (!isNonCharacter(character, 0, found)) {
            buffer.write(character, 0, found);
        }
        text(fold.toString());
        return i - 1;
    }

    /** U+FFFE or U+FFFF. */
    private static boolean isNonCharacter(byte[] utf8, int at, int length) {
        return length == 3
                && utf8[at] == (byte) 0xEF
                && utf8[at + 1] == (byte) 0xBF
                && (utf8[at + 2] == (byte) 0xBE || utf8[at + 2] == (byte) 0xBF);
    }

    /** Markup that is known to be right, and ASCII: constants only. */
    public XmlOutput raw(String ascii) {
        assert ascii.chars().allMatch(c -> c < 0x80) : ascii;
        buffer.ascii(ascii);
        return this;
    }

    /** Markup that is known to be right: names, and stored dead properties. */
    public XmlOutput markup(String markup) {
        for (int i = 0; (i = buffer.copy(markup, i, ASCII)) < markup.length(); ) {
            int codePoint = markup.codePointAt(i);
            buffer.put(codePoint);
            i += Character.charCount(codePoint);
        }
        return this;
    }

    /** All that was written, where nothing of it has been sent yet. */
    public Optional<byte[]> whole() {
        return buffer.whole();
    }

    /** Sends what is buffered on its way. */
    public void flush() {
        buffer.flush();
    }

    /** An attribute value, escaped: also the white space that a parser would make blanks of (XML 1.0 §3.3.3). */
    public static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("\t", "&#9;")
                .replace("\n", "&#10;")
                .replace("\r", "&#13;");
    }

    private XmlOutput name(QName name) {
        return raw(prefix(name)).markup(name.getLocalPart());
    }

    private static String prefix(QName name) {
        return switch (name.getNamespaceURI()) {
            case Xml.DAV -> "D:";
            case Xml.CARDDAV -> "C:";
            case Xml.CALENDARSERVER -> "S:";
            case Xml.TELDAV -> "T:";
            case XMLConstants.XML_NS_URI -> "xml:";
            case "" -> "";
            default -> "x:";
        };
    }

    private XmlOutput declare(QName name) {
        return switch (name.getNamespaceURI()) {
            case Xml.DAV, Xml.CARDDAV, Xml.CALENDARSERVER, Xml.TELDAV, XMLConstants.XML_NS_URI, "" -> this;
            default -> raw(" xmlns:x=\"").markup(escape(name.getNamespaceURI())).raw("\"");
        };
    }
}
