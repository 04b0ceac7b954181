package org.teldav.vcard;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.teldav.vcard.VCardText.ContentLine;

/**
 * Cuts bytes into content lines. A physical line ends with LF or CRLF, or with the bytes. It goes on in the next one
 * when that begins with a space or tab (RFC 6350 §3.2), when it is quoted-printable and ends with {@code =}, or when it
 * is base64 and the next one has no colon (vCard 2.1 §2.1.3).
 */
final class LineLexer {
    /** No person's card has so many; it keeps megabytes of line ends from becoming gigabytes of objects. */
    static final int MOST_LINES = 100_000;

    private final byte[] bytes;
    private final List<ContentLine> lines = new ArrayList<>();

    /** The header of the content line in the making, read as late as possible. */
    private @Nullable Header header;

    LineLexer(byte[] bytes) {
        this.bytes = bytes;
    }

    List<ContentLine> lines() {
        int at = startsWithByteOrderMark() ? 3 : 0;
        while (at < bytes.length && lines.size() < MOST_LINES) {
            int next = nextPhysical(at);
            at = endOfText(at, next) == at ? next : contentLine(at, next);
        }
        if (at < bytes.length) {
            Header none = new Header(Optional.empty(), "", List.of(), at);
            lines.add(new ContentLine(bytes, at, bytes.length, bytes.length, none));
        }
        return List.copyOf(lines);
    }

    private boolean startsWithByteOrderMark() {
        return bytes.length >= 3 && bytes[0] == (byte) 0xEF && bytes[1] == (byte) 0xBB && bytes[2] == (byte) 0xBF;
    }

    private int contentLine(int start, int firstEnd) {
        header = null;
        int physical = start;
        int next = firstEnd;
        while (next < bytes.length && goesOn(start, physical, next)) {
            physical = next;
            next = nextPhysical(next);
        }
        int valueEnd = Math.max(endOfText(physical, next), start);
        lines.add(new ContentLine(bytes, start, next, valueEnd, header(start, valueEnd)));
        return next;
    }

    private boolean goesOn(int start, int physical, int next) {
        if (bytes[next] == ' ' || bytes[next] == '\t') {
            return true;
        }
        int textEnd = endOfText(physical, next);
        if (bytes[textEnd - 1] == '=' && header(start, textEnd).quotedPrintable()) {
            return true;
        }
        return isBase64Line(next) && header(start, textEnd).base64();
    }

    private Header header(int start, int end) {
        Header known = header;
        if (known == null) {
            known = Header.read(bytes, start, end);
            header = known;
        }
        return known;
    }

    /** A line with text and no colon, not in what it is folded into either; scanning stops at the first byte that base64 hasn't. */
    private boolean isBase64Line(int at) {
        int next = nextPhysical(at);
        int end = endOfText(at, next);
        if (end == at || !isBase64(at, end)) {
            return false;
        }
        while (next < bytes.length && (bytes[next] == ' ' || bytes[next] == '\t')) {
            int fold = next;
            next = nextPhysical(fold);
            if (!isBase64(fold + 1, endOfText(fold, next))) {
                return false;
            }
        }
        return true;
    }

    private boolean isBase64(int at, int end) {
        for (int i = at; i < end; i++) {
            byte b = bytes[i];
            boolean base64 = b >= '0' && b <= '9' || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z';
            if (!base64 && b != '+' && b != '/' && b != '=') {
                return false;
            }
        }
        return true;
    }

    private int nextPhysical(int at) {
        int i = at;
        while (i < bytes.length && bytes[i] != '\n') {
            i++;
        }
        return Math.min(i + 1, bytes.length);
    }

    /** Where the text of the physical line {@code [at, next)} ends and its ending begins. */
    private int endOfText(int at, int next) {
        int end = bytes[next - 1] == '\n' ? next - 1 : next;
        boolean ended = end < next;
        return ended && end > at && bytes[end - 1] == '\r' ? end - 1 : end;
    }
}
