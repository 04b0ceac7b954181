package org.teldav.vcard;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Optional;
import org.teldav.vcard.VCardText.ContentLine;

/**
 * Where in a card one TEL's number is written, and how another one is written in its place.
 *
 * @param start the first byte of the number, inclusive
 * @param end exclusive; comment and surrounding blanks lie outside
 */
record TelValue(byte[] card, ContentLine line, int start, int end) {
    private static final int LINE_LIMIT = 75;

    /** Empty where the characters of the number can't be told from their bytes. */
    static Optional<TelValue> of(byte[] card, ContentLine line, TelText text) {
        return MappedText.of(card, line)
                .filter(mapped -> text.start() < text.end())
                .map(mapped -> new TelValue(card, line, mapped.from()[text.start()], mapped.to()[text.end() - 1]));
    }

    /** The number alone in the place of the old one, with folds only where a physical line got too long. */
    Splice replaceBy(String number) {
        byte[] encoded = encoded(number);
        int column = start - physicalStart(start);
        int tail = physicalEnd(end) - end;
        boolean folds = column + encoded.length + tail > LINE_LIMIT && clientFolds();
        String before = folds ? fold() : "";
        String after = folds && tail > 0 && 1 + encoded.length + tail > LINE_LIMIT ? fold() : "";
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(encoded.length + 6);
        bytes.writeBytes(before.getBytes(US_ASCII));
        bytes.writeBytes(encoded);
        bytes.writeBytes(after.getBytes(US_ASCII));
        return new Splice(start, end, bytes.toByteArray());
    }

    private byte[] encoded(String number) {
        boolean uri = line.parameter("VALUE").stream().anyMatch("uri"::equalsIgnoreCase);
        byte[] bytes = (uri ? number : number.replace(";", "\\;")).getBytes(UTF_8);
        return line.quotedPrintable() ? quotedPrintable(bytes) : bytes;
    }

    private static byte[] quotedPrintable(byte[] bytes) {
        StringBuilder encoded = new StringBuilder(bytes.length);
        for (byte b : bytes) {
            encoded.append(b >= ' ' && b < 0x7F && b != '=' ? String.valueOf((char) b) : String.format("=%02X", b));
        }
        return encoded.toString().getBytes(US_ASCII);
    }

    /** Whether the number's lines kept the limit before; a client that writes longer ones has its way kept. */
    private boolean clientFolds() {
        return physicalEnd(start) - physicalStart(start) <= LINE_LIMIT
                && physicalEnd(end) - physicalStart(end) <= LINE_LIMIT;
    }

    private int physicalStart(int from) {
        int at = from;
        while (at > 0 && card[at - 1] != '\n') {
            at--;
        }
        return at;
    }

    private int physicalEnd(int from) {
        int at = from;
        while (at < line.valueEnd() && card[at] != '\n') {
            at++;
        }
        return at < line.valueEnd() && card[at - 1] == '\r' ? at - 1 : at;
    }

    /** RFC 6350 §3.2, or RFC 2045 §6.7's soft line break; with the ending that the line itself has, as END at least comes after it. */
    private String fold() {
        String ending = card[line.end() - 2] == '\r' ? "\r\n" : "\n";
        return line.quotedPrintable() ? "=" + ending : ending + " ";
    }
}
