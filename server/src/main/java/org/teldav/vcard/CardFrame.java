package org.teldav.vcard;

import java.util.List;
import org.teldav.vcard.VCardText.ContentLine;

/** The frame of a card: exactly one BEGIN:VCARD at the start and one END:VCARD at the end, UTF-8 between them. */
final class CardFrame {
    private CardFrame() {}

    static void check(VCardText text) throws InvalidCardException {
        List<ContentLine> lines = text.lines();
        if (lines.isEmpty() || !isFrame(lines.get(0), "BEGIN")) {
            throw InvalidCardException.invalid("This is no vCard: it does not start with BEGIN:VCARD.", 1);
        }
        if (lines.size() > LineLexer.MOST_LINES) {
            throw InvalidCardException.invalid("The vCard has over " + LineLexer.MOST_LINES + " properties.");
        }
        for (ContentLine line : lines.subList(1, lines.size())) {
            if (line.is("BEGIN")) {
                throw InvalidCardException.invalid(
                        "A second BEGIN; one vCard, with no other inside, is wanted.", text.lineNumber(line.start()));
            }
        }
        checkEnd(text, lines);
        checkUtf8(text);
    }

    private static void checkEnd(VCardText text, List<ContentLine> lines) throws InvalidCardException {
        int end = 0;
        while (end < lines.size() && !lines.get(end).is("END")) {
            end++;
        }
        if (end == lines.size() || !isFrame(lines.get(end), "END")) {
            throw InvalidCardException.invalid("The vCard does not end with END:VCARD.");
        }
        if (end < lines.size() - 1) {
            int line = text.lineNumber(lines.get(end + 1).start());
            throw InvalidCardException.invalid("Something follows END:VCARD; one vCard alone is wanted.", line);
        }
    }

    private static boolean isFrame(ContentLine line, String name) {
        return line.is(name) && line.group().isEmpty() && line.text().strip().equalsIgnoreCase("VCARD");
    }

    /** A fold may split a UTF-8 sequence (RFC 6350 §3.2), so what counts is the unfolded line. */
    private static void checkUtf8(VCardText text) throws InvalidCardException {
        byte[] bytes = text.bytes();
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == 0) {
                throw InvalidCardException.invalid("A NUL character.", text.lineNumber(i));
            }
        }
        if (Utf8.isValid(bytes, 0, bytes.length)) {
            return;
        }
        for (ContentLine line : text.lines()) {
            byte[] unfolded = ValueText.unfold(bytes, line.start(), line.end());
            if (!Utf8.isValid(unfolded, 0, unfolded.length)) {
                throw InvalidCardException.invalid("The text is not UTF-8.", text.lineNumber(line.start()));
            }
        }
    }
}
