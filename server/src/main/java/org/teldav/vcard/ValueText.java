package org.teldav.vcard;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.teldav.vcard.VCardText.ContentLine;

/** From the bytes of a value to its text: unfolded, decoded from quoted-printable, unescaped. */
final class ValueText {
    private ValueText() {}

    static String raw(byte[] bytes, ContentLine line) {
        int start = line.valueStart();
        int end = line.valueEnd();
        if (!line.quotedPrintable()) {
            byte[] unfolded = unfold(bytes, start, end);
            return new String(unfolded, UTF_8);
        }
        Octets octets = Octets.of(bytes, start, end, true);
        return new String(octets.data(), 0, octets.length(), charset(line));
    }

    /** The bytes of the range without its folds (RFC 6350 §3.2), in an array of their own. */
    static byte[] unfold(byte[] bytes, int start, int end) {
        byte[] unfolded = Arrays.copyOfRange(bytes, start, end);
        int to = 0;
        for (int i = start; i < end; i++) {
            if (bytes[i] == '\n') {
                to = to > 0 && unfolded[to - 1] == '\r' ? to - 1 : to;
                i += i + 1 < end && isBlank(bytes[i + 1]) ? 1 : 0;
            } else {
                unfolded[to++] = bytes[i];
            }
        }
        return to == unfolded.length ? unfolded : Arrays.copyOf(unfolded, to);
    }

    static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }

    /** CHARSET is vCard 2.1's; quoted-printable values are the only ones where it may differ from the card's UTF-8. */
    private static Charset charset(ContentLine line) {
        try {
            return line.parameter("CHARSET").stream()
                    .findFirst()
                    .map(Charset::forName)
                    .orElse(UTF_8);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
            return UTF_8;
        }
    }

    /** RFC 6350 §3.4; a backslash before any other character is dropped. */
    static String unescape(String value) {
        int backslash = value.indexOf('\\');
        if (backslash < 0) {
            return value;
        }
        StringBuilder text = new StringBuilder(value.length()).append(value, 0, backslash);
        for (int i = backslash; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\\' && i + 1 < value.length()) {
                i++;
                text.append(unescaped(value.charAt(i)));
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }

    /** The components of a structured value, as they are written: at each semicolon that no backslash escapes (RFC 6350 §3.4). */
    static List<String> components(String value) {
        List<String> components = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == ';') {
                components.add(value.substring(start, i));
                start = i + 1;
            }
        }
        components.add(value.substring(start));
        return components;
    }

    static char unescaped(char afterBackslash) {
        return afterBackslash == 'n' || afterBackslash == 'N' ? '\n' : afterBackslash;
    }
}
