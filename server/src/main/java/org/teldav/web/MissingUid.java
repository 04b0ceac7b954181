package org.teldav.web;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.teldav.vcard.VCardText;
import org.teldav.vcard.VCardText.ContentLine;

/** Phones export cards without a UID, which no address book can hold, as it can't hold two with the same (RFC 6352 §5.1). */
final class MissingUid {
    private MissingUid() {}

    /**
     * The card with one line more, after its VERSION; empty where it has a UID. The UID is made of the card's bytes, so that the same card has the same one
     * when it comes again.
     */
    static Optional<byte[]> added(byte[] content) {
        VCardText text = VCardText.parse(content);
        List<ContentLine> version = text.lines("VERSION");
        if (!text.lines("UID").isEmpty() || version.isEmpty()) {
            return Optional.empty();
        }
        int end = version.get(0).end();
        String lineEnd = end >= 2 && content[end - 1] == '\n' && content[end - 2] == '\r' ? "\r\n" : "\n";
        String line = "UID:" + UUID.nameUUIDFromBytes(content) + lineEnd;
        ByteArrayOutputStream completed = new ByteArrayOutputStream(content.length + line.length());
        completed.write(content, 0, end);
        completed.writeBytes(line.getBytes(StandardCharsets.US_ASCII));
        completed.write(content, end, content.length - end);
        return Optional.of(completed.toByteArray());
    }

    /** The card with another UID, which is made of its bytes. @param content has one */
    static byte[] another(byte[] content) {
        byte[] uid = UUID.nameUUIDFromBytes(content).toString().getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream changed = new ByteArrayOutputStream(content.length + uid.length);
        int from = 0;
        for (ContentLine line : VCardText.parse(content).lines("UID")) {
            changed.write(content, from, line.valueStart() - from);
            changed.writeBytes(uid);
            from = line.valueEnd();
        }
        changed.write(content, from, content.length - from);
        return changed.toByteArray();
    }
}
