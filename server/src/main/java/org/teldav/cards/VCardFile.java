package org.teldav.cards;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.teldav.vcard.VCard21;

/** Takes a file of many cards apart, byte for byte, without holding more than one of them. Knows no more of a vCard than where it begins and ends. Used by one thread. */
public final class VCardFile {
    private static final Pattern NAME =
            Pattern.compile("(?im)^(?:[a-z0-9-]+\\.)?FN(?:;[^:\\r\\n]*)?:([^\\r\\n]{0,60})");

    private final InputStream in;
    private int line;
    private byte[] pushedBack = {};

    public VCardFile(InputStream in) {
        this.in = new BufferedInputStream(in, 1 << 16);
    }

    /**
     * A part of the file.
     *
     * @param line where it begins, from 1
     * @param whole whether it ends as a card does
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Part(int line, byte[] content, boolean whole) {
        /** The card's name, for people to find it by. */
        public String label() {
            Matcher matcher = NAME.matcher(new String(VCard21.asVersion3(content), StandardCharsets.UTF_8));
            return "line " + line + (matcher.find() ? " (" + matcher.group(1).strip() + ")" : "");
        }
    }

    /** The next card, or what is no card and stands where one should; empty at the end. */
    public Optional<Part> next() throws IOException {
        byte[] first = content();
        if (first.length == 0) {
            return Optional.empty();
        }
        int begin = line;
        ByteArrayOutputStream part = new ByteArrayOutputStream();
        part.writeBytes(first);
        boolean card = is(first, "BEGIN:VCARD");
        while (true) {
            byte[] next = read();
            if (next.length == 0 || is(next, "BEGIN:VCARD")) {
                // The next card begins within this one: it was cut off.
                pushedBack = next;
                line -= next.length == 0 ? 0 : 1;
                return Optional.of(new Part(begin, part.toByteArray(), false));
            }
            part.writeBytes(next);
            if (card && is(next, "END:VCARD")) {
                return Optional.of(new Part(begin, part.toByteArray(), true));
            }
        }
    }

    /** The next line that is not blank. */
    private byte[] content() throws IOException {
        byte[] next = read();
        while (next.length > 0 && text(next).isBlank()) {
            next = read();
        }
        return next;
    }

    /** A line with its end; empty at the end of the file. */
    private byte[] read() throws IOException {
        byte[] before = pushedBack;
        pushedBack = new byte[0];
        if (before.length > 0) {
            line++;
            return before;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
        int c = in.read();
        while (c >= 0) {
            bytes.write(c);
            if (c == '\n') {
                break;
            }
            c = in.read();
        }
        line += bytes.size() == 0 ? 0 : 1;
        byte[] read = bytes.toByteArray();
        return line == 1 ? withoutByteOrderMark(read) : read;
    }

    private static byte[] withoutByteOrderMark(byte[] line) {
        boolean marked = line.length >= 3 && line[0] == (byte) 0xEF && line[1] == (byte) 0xBB && line[2] == (byte) 0xBF;
        return marked ? java.util.Arrays.copyOfRange(line, 3, line.length) : line;
    }

    /** A line that begins with a space goes on with the one before (RFC 6350 §3.2). */
    private static boolean is(byte[] line, String text) {
        return line.length < 40
                && line[0] != ' '
                && line[0] != '\t'
                && text(line).equalsIgnoreCase(text);
    }

    private static String text(byte[] line) {
        return new String(line, StandardCharsets.ISO_8859_1).strip();
    }
}
