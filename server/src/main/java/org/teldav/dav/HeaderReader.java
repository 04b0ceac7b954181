package org.teldav.dav;

import java.util.Optional;

/** Reads a header's value from its left to its right. Not thread-safe. */
final class HeaderReader {
    private final String header;
    private final String text;
    private int at;

    /** @param header its name, for the errors */
    HeaderReader(String header, String text) {
        this.header = header;
        this.text = text;
    }

    /** Goes over blanks; a header has no line breaks. */
    HeaderReader space() {
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
        return this;
    }

    boolean atEnd() {
        return at == text.length();
    }

    boolean isAt(char c) {
        return at < text.length() && text.charAt(at) == c;
    }

    /** Goes over the character, where it is the next one. */
    boolean skip(char c) {
        boolean there = isAt(c);
        at += there ? 1 : 0;
        return there;
    }

    /** As {@link #skip(char)}, for a word in whatever case. */
    boolean skipWord(String word) {
        boolean there = text.regionMatches(true, at, word, 0, word.length());
        at += there ? word.length() : 0;
        return there;
    }

    /** What stands before the character, which is gone over, too. */
    String upTo(char end) {
        int to = text.indexOf(end, at);
        if (to < 0) {
            throw malformed("'" + end + "' is missing");
        }
        String found = text.substring(at, to);
        at = to + 1;
        return found;
    }

    /** RFC 9110 §8.8.3, where one is next; with blanks in it, as the examples of RFC 4918 §10.4 have them. */
    Optional<EntityTag> entityTag() {
        boolean weak = text.startsWith("W/\"", at);
        if (!weak && !isAt('"')) {
            return Optional.empty();
        }
        at += weak ? 3 : 1;
        String opaque = upTo('"');
        if (opaque.chars().anyMatch(c -> c < ' ' || c == 0x7F)) {
            throw malformed("an entity tag holds no control characters");
        }
        return Optional.of(new EntityTag(weak, '"' + opaque + '"'));
    }

    DavException malformed(String why) {
        return DavException.badRequest("the header " + header + " is malformed at character " + (at + 1) + ": " + why);
    }
}
