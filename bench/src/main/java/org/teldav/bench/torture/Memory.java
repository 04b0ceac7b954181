package org.teldav.bench.torture;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What sync tokens and ETags have stood for so far: none may come to stand for something else, and no token go back. Thread-safe. */
final class Memory {
    private static final Pattern TOKEN = Pattern.compile("(urn:teldav:sync:[0-9a-f]+)-([0-9]+)");

    private final Findings findings;
    private final Map<String, Integer> states = new HashMap<>();
    private final Map<String, String> epochs = new HashMap<>();
    private final Map<String, Long> highest = new HashMap<>();
    private final Map<String, Integer> bodies = new HashMap<>();
    private long pages;

    Memory(Findings findings) {
        this.findings = findings;
    }

    /** A reader was told to the end while nobody wrote, and has these members with these ETags. */
    synchronized void state(String book, String token, Map<String, String> members) {
        Integer before = states.putIfAbsent(token, members.hashCode());
        findings.check(
                before == null || before == members.hashCode(),
                "the token %s of %s stands for two states of the book",
                token,
                book);
    }

    /** A book told its token: it may be an older one only where the answer was long on its way. */
    synchronized void token(String book, String token, long least) {
        Matcher parts = TOKEN.matcher(token);
        if (!findings.check(parts.matches(), "%s told '%s' for a token", book, token)) {
            return;
        }
        String epoch = epochs.computeIfAbsent(book, fresh -> parts.group(1));
        findings.check(epoch.equals(parts.group(1)), "%s began a new history, with the token %s", book, token);
        long number = Long.parseLong(parts.group(2));
        findings.check(number >= least, "the token of %s went back from %d to %d", book, least, number);
        highest.merge(book, number, Math::max);
    }

    /** The highest number that a book's token has had; to be asked before the request. */
    synchronized long highest(String book) {
        return highest.getOrDefault(book, 0L);
    }

    /** A card was sent or received with this ETag. */
    synchronized void etag(String path, String etag, String body) {
        if (findings.check(!etag.isEmpty(), "%s came without an ETag", path)) {
            Integer before = bodies.putIfAbsent(path + ' ' + etag, body.hashCode());
            findings.check(
                    before == null || before == body.hashCode(), "the ETag %s of %s stands for two cards", etag, path);
        }
    }

    /** A reader was told what has changed. */
    synchronized void page() {
        pages++;
    }

    /** How many answers readers had. */
    synchronized long pages() {
        return pages;
    }
}
