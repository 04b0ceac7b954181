package org.teldav.dav;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A path of a request or an answer: decoded segments. It is written in one canonical spelling only: path-absolute, every octet but RFC 3986's unreserved
 * ones percent-encoded, collections with a slash at the end.
 *
 * @param segments decoded, without empty ones
 * @param slash whether it ended in a slash
 */
public record Href(List<String> segments, boolean slash) {
    private static final String UNRESERVED = "-._~";
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    /**
     * Reads the path of a request-target, Destination or href.
     *
     * @throws DavException 400 for a bad percent sign, bytes that are not UTF-8, {@code .} or {@code ..}, or a control character
     */
    public static Href parse(String rawPath) {
        if (!rawPath.startsWith("/")) {
            throw DavException.badRequest("a path starts with a slash");
        }
        List<String> segments = new ArrayList<>();
        int start = 1;
        while (start <= rawPath.length()) {
            int end = rawPath.indexOf('/', start);
            end = end < 0 ? rawPath.length() : end;
            if (end > start) {
                segments.add(decode(rawPath.substring(start, end)));
            }
            start = end + 1;
        }
        return new Href(List.copyOf(segments), rawPath.endsWith("/"));
    }

    /**
     * A URI as it stands in a header, with each octet beyond ASCII percent-encoded: a header is read as ISO 8859-1 (RFC 9110 §5.5), and some clients write the UTF-8 of a name into
     * one as it is.
     */
    static String inHeader(String uri) {
        StringBuilder encoded = new StringBuilder(uri.length());
        for (int i = 0; i < uri.length(); i++) {
            char c = uri.charAt(i);
            if (c < 0x80) {
                encoded.append(c);
            } else {
                encoded.append('%').append(HEX[c >> 4 & 0xF]).append(HEX[c & 0xF]);
            }
        }
        return encoded.toString();
    }

    /** The canonical spelling of a path of these decoded segments. */
    public static String of(boolean collection, String... segments) {
        StringBuilder href = new StringBuilder(64).append('/');
        for (int i = 0; i < segments.length; i++) {
            encode(segments[i], href);
            if (collection || i < segments.length - 1) {
                href.append('/');
            }
        }
        return href.toString();
    }

    /** A member's spelling, below a collection's. */
    public static String member(String collectionHref, String name, boolean collection) {
        StringBuilder href = new StringBuilder(collectionHref.length() + name.length() + 16).append(collectionHref);
        encode(name, href);
        return collection ? href.append('/').toString() : href.toString();
    }

    /** The last segment. */
    public String name() {
        return segments.get(segments.size() - 1);
    }

    public boolean isRoot() {
        return segments.isEmpty();
    }

    /** The path one segment up. */
    public Href parent() {
        return new Href(segments.subList(0, segments.size() - 1), true);
    }

    /** The same, not said to be a collection. */
    public Href withoutSlash() {
        return new Href(segments, false);
    }

    /** Whether it names the same as the other, with or without a slash at the end. */
    public boolean isSame(Href other) {
        return segments.equals(other.segments);
    }

    /** The canonical spelling. */
    @Override
    public String toString() {
        return of(slash, segments.toArray(String[]::new));
    }

    private static String decode(String segment) {
        String decoded = isPlain(segment) ? segment : percentDecode(segment);
        if (decoded.equals(".") || decoded.equals("..")) {
            throw DavException.badRequest("'.' and '..' are not accepted in a path");
        }
        for (int i = 0; i < decoded.length(); i++) {
            if (decoded.charAt(i) < 0x20 || decoded.charAt(i) == 0x7F) {
                throw DavException.badRequest("control characters are not accepted in a path");
            }
        }
        return decoded;
    }

    /** Whether it stands for itself. */
    private static boolean isPlain(String segment) {
        for (int i = 0; i < segment.length(); i++) {
            if (segment.charAt(i) >= 0x80 || segment.charAt(i) == '%') {
                return false;
            }
        }
        return true;
    }

    private static String percentDecode(String segment) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(segment.length());
        for (int i = 0; i < segment.length(); i++) {
            char c = segment.charAt(i);
            if (c == '%') {
                boolean octet = i + 2 < segment.length()
                        && HexFormat.isHexDigit(segment.charAt(i + 1))
                        && HexFormat.isHexDigit(segment.charAt(i + 2));
                if (!octet) {
                    throw DavException.badRequest("a percent sign in the path is not followed by two hex digits");
                }
                bytes.write(HexFormat.fromHexDigits(segment, i + 1, i + 3));
                i += 2;
            } else {
                int codePoint = segment.codePointAt(i);
                i += Character.charCount(codePoint) - 1;
                bytes.writeBytes(Character.toString(codePoint).getBytes(StandardCharsets.UTF_8));
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw DavException.badRequest("the path is not UTF-8");
        }
    }

    private static void encode(String segment, StringBuilder href) {
        for (int i = 0; i < segment.length(); i++) {
            char c = segment.charAt(i);
            if (c < 0x80 && (Character.isLetterOrDigit(c) || UNRESERVED.indexOf(c) >= 0)) {
                href.append(c);
            } else {
                int codePoint = segment.codePointAt(i);
                i += Character.charCount(codePoint) - 1;
                for (byte b : Character.toString(codePoint).getBytes(StandardCharsets.UTF_8)) {
                    href.append('%').append(HEX[b >> 4 & 0xF]).append(HEX[b & 0xF]);
                }
            }
        }
    }
}
