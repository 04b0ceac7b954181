package org.teldav.vcard;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import org.teldav.vcard.VCardText.ContentLine;

/**
 * The text of a value, each of its characters with the place in the card where it is written.
 *
 * @param from the first byte in the card of each char; both halves of a surrogate pair have the same
 * @param to the byte in the card after each char
 */
record MappedText(String text, int[] from, int[] to) {

    /** Empty where the value isn't UTF-8: nothing certain can be said of its characters then. */
    static Optional<MappedText> of(byte[] card, ContentLine line) {
        Octets octets = Octets.of(card, line.valueStart(), line.valueEnd(), line.quotedPrintable());
        if (!Utf8.isValid(octets.data(), 0, octets.length())) {
            return Optional.empty();
        }
        MappedText raw = decode(octets);
        MappedText unescaped = raw.text.indexOf('\\') < 0 ? raw : raw.unescape();
        return unescaped.text.equals(line.text()) ? Optional.of(unescaped) : Optional.empty();
    }

    private static MappedText decode(Octets octets) {
        String text = new String(octets.data(), 0, octets.length(), UTF_8);
        int[] from = new int[text.length()];
        int[] to = new int[text.length()];
        int octet = 0;
        for (int i = 0; i < text.length(); ) {
            int codePoint = text.codePointAt(i);
            int last = octet + Utf8.length(codePoint) - 1;
            for (int half = Character.charCount(codePoint); half > 0; half--, i++) {
                from[i] = octets.from()[octet];
                to[i] = octets.to()[last];
            }
            octet = last + 1;
        }
        return new MappedText(text, from, to);
    }

    private MappedText unescape() {
        StringBuilder unescaped = new StringBuilder(text.length());
        int[] newFrom = new int[text.length()];
        int[] newTo = new int[text.length()];
        for (int i = 0; i < text.length(); i++) {
            int index = unescaped.length();
            newFrom[index] = from[i];
            if (text.charAt(i) == '\\' && i + 1 < text.length()) {
                i++;
                unescaped.append(ValueText.unescaped(text.charAt(i)));
            } else {
                unescaped.append(text.charAt(i));
            }
            newTo[index] = to[i];
        }
        return new MappedText(unescaped.toString(), newFrom, newTo);
    }
}
