package org.teldav.dav;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
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

    private final OutputStream out;
    private final byte[] buffer = new byte[16384];
    private int length;
    private boolean sent;
    private Optional<Consumer<String>> otherHand = Optional.empty();

    public XmlOutput(OutputStream out) {
        this.out = out;
    }

    /** The declaration and the root's start tag. The root must be in {@code DAV:} or one of the other fixed namespaces. */
    public XmlOutput root(QName name) {
        return raw(DECLARATION).raw("<").raw(prefixed(name)).raw(NAMESPACES).raw(">");
    }

    public XmlOutput start(QName name) {
        raw("<").raw(prefixed(name));
        return declare(name).raw(">");
    }

    public XmlOutput end(QName name) {
        return raw("</").raw(prefixed(name)).raw(">");
    }

    public XmlOutput empty(QName name) {
        raw("<").raw(prefixed(name));
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
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '<' -> raw("&lt;");
                case '>' -> raw("&gt;");
                case '&' -> raw("&amp;");
                case '"' -> raw("&quot;");
                case '\r' -> raw("&#13;");
                default -> i = character(text, i, c);
            }
        }
        return this;
    }

    private int character(String text, int at, char c) {
        if (c < 0x80) {
            if (Xml.isCharacter(c)) {
                put(c);
            }
            return at;
        }
        int codePoint = text.codePointAt(at);
        if (Xml.isCharacter(codePoint)) {
            codePoint(codePoint);
        }
        return at + Character.charCount(codePoint) - 1;
    }

    /** A part of UTF-8 as character data: what a card holds (nothing else is ever stored). Where a line break splits a character, it comes after it. */
    public XmlOutput text(byte[] utf8, int start, int end) {
        int from = start;
        for (int i = start; i < end; i++) {
            byte b = utf8[i];
            if (isPlain(b)) {
                continue;
            }
            int length = b < 0 ? sequence(utf8, i, end) : 0;
            if (length > 0 && !isNonCharacter(utf8, i, length)) {
                i += length - 1;
                continue;
            }
            write(utf8, from, i - from);
            if (b >= 0) {
                text(Character.toString(b));
            } else if (length > 0) {
                i += length - 1;
            } else {
                i = split(utf8, i, end);
            }
            from = i + 1;
        }
        write(utf8, from, end - from);
        return this;
    }

    private static boolean isPlain(byte b) {
        return b >= 0x20 && b != '<' && b != '>' && b != '&' && b != '"' || b == '\n' || b == '\t';
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
        write(character, 0, found);
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

    /** Markup that is known to be right: only constants and stored dead properties. */
    public XmlOutput raw(String markup) {
        for (int i = 0; i < markup.length(); i++) {
            char c = markup.charAt(i);
            if (c < 0x80) {
                put(c);
            } else {
                int codePoint = markup.codePointAt(i);
                codePoint(codePoint);
                i += Character.charCount(codePoint) - 1;
            }
        }
        return this;
    }

    /** All that was written, where nothing of it has been sent yet. */
    public Optional<byte[]> whole() {
        return sent ? Optional.empty() : Optional.of(Arrays.copyOf(buffer, length));
    }

    /** Sends what is buffered on its way. */
    public void flush() {
        try {
            out.write(buffer, 0, length);
            length = 0;
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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

    private static String prefixed(QName name) {
        return switch (name.getNamespaceURI()) {
            case Xml.DAV -> "D:" + name.getLocalPart();
            case Xml.CARDDAV -> "C:" + name.getLocalPart();
            case Xml.CALENDARSERVER -> "S:" + name.getLocalPart();
            case Xml.TELDAV -> "T:" + name.getLocalPart();
            case XMLConstants.XML_NS_URI -> "xml:" + name.getLocalPart();
            case "" -> name.getLocalPart();
            default -> "x:" + name.getLocalPart();
        };
    }

    private XmlOutput declare(QName name) {
        return switch (name.getNamespaceURI()) {
            case Xml.DAV, Xml.CARDDAV, Xml.CALENDARSERVER, Xml.TELDAV, XMLConstants.XML_NS_URI, "" -> this;
            default -> raw(" xmlns:x=\"").raw(escape(name.getNamespaceURI())).raw("\"");
        };
    }

    private void codePoint(int c) {
        if (c < 0x800) {
            put(0xC0 | c >> 6);
        } else {
            if (c < 0x10000) {
                put(0xE0 | c >> 12);
            } else {
                put(0xF0 | c >> 18);
                put(0x80 | c >> 12 & 0x3F);
            }
            put(0x80 | c >> 6 & 0x3F);
        }
        put(0x80 | c & 0x3F);
    }

    private void put(int b) {
        if (length == buffer.length) {
            drain();
        }
        buffer[length++] = (byte) b;
    }

    private void write(byte[] bytes, int from, int count) {
        for (int done = 0; done < count; ) {
            if (length == buffer.length) {
                drain();
            }
            int part = Math.min(count - done, buffer.length - length);
            System.arraycopy(bytes, from + done, buffer, length, part);
            length += part;
            done += part;
        }
    }

    private void drain() {
        try {
            sent = true;
            out.write(buffer, 0, length);
            length = 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
