package org.teldav.dav;

/**
 * Finds the tags of a text that a parser reads at the same time and vouches for. (The JDK's reader can't tell positions: its offsets drift at entities in
 * attributes.) Not thread-safe.
 */
final class TagScanner {
    private final String text;
    private int start;
    private int end;

    TagScanner(String text) {
        this.text = text;
    }

    /** Goes to the next start tag or end tag. */
    void next() {
        start = text.indexOf('<', end);
        while (true) {
            if (text.startsWith("<!--", start)) {
                // what opens a comment doesn't end it, too: <!--> is only its beginning
                end = text.indexOf("-->", start + 4) + 3;
            } else if (text.startsWith("<![CDATA[", start)) {
                end = text.indexOf("]]>", start) + 3;
            } else if (text.startsWith("<?", start)) {
                end = text.indexOf("?>", start) + 2;
            } else {
                end = tagEnd();
                return;
            }
            start = text.indexOf('<', end);
        }
    }

    private int tagEnd() {
        char quote = 0;
        int at = start;
        while (quote != 0 || text.charAt(at) != '>') {
            char c = text.charAt(at++);
            if (quote == 0 && (c == '"' || c == '\'')) {
                quote = c;
            } else if (c == quote) {
                quote = 0;
            }
        }
        return at + 1;
    }

    /** Of the tag's less-than sign. */
    int start() {
        return start;
    }

    /** Behind the tag's greater-than sign. */
    int end() {
        return end;
    }

    boolean isEmptyElement() {
        return text.charAt(end - 2) == '/';
    }
}
