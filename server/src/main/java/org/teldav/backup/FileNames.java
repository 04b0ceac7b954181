package org.teldav.backup;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.teldav.storage.BookId;
import org.teldav.storage.CardId;
import org.teldav.storage.Snapshot;

/**
 * Where a version of a card is in the backup. A name that every file system can hold stays as it is; of any other there is a part, and behind a tilde the
 * number of what it names: so no two are the same, in upper or lower case.
 */
final class FileNames {
    private static final Pattern PLAIN = Pattern.compile("[a-z0-9][a-z0-9._-]{0,99}");

    /** Windows takes these for devices, whatever follows their first point. */
    private static final Pattern DEVICE = Pattern.compile("(con|prn|aux|nul|com\\d|lpt\\d)(\\..*)?");

    private static final String SUFFIX = ".vcf";
    private static final int LONGEST = 50;

    private final Map<Long, String> homes = new HashMap<>();
    private final Map<BookId, String> books = new HashMap<>();

    /** Learns the names of users and books, of which there have to be all before the first card. */
    void see(String table, Map<String, Object> row) {
        if (table.equals("principals")) {
            homes.put((Long) row.get("id"), safe(name(row), (Long) row.get("id")));
        } else if (table.equals("books")) {
            BookId book = new BookId((Long) row.get("home"), (Long) row.get("book"));
            books.put(book, safe(name(row), book.book()));
        }
    }

    private static String name(Map<String, Object> row) {
        return (String) row.get("name");
    }

    /** @param row of the table of cards or of their history */
    String of(String table, Map<String, Object> row) {
        CardId card = card(row);
        String home =
                homes.getOrDefault(card.book().home(), safe("", card.book().home()));
        String book = books.getOrDefault(card.book(), safe("", card.book().book()));
        String name = name(row);
        if (table.equals(Snapshot.Table.HISTORY)) {
            String folder = part(stem(name)) + "~" + card.number();
            return "history/" + home + "/" + book + "/" + folder + "/" + row.get("sync_number") + SUFFIX;
        }
        String file = isSafe(name) && name.endsWith(SUFFIX) ? name : safe(stem(name), card.number(), SUFFIX);
        return "users/" + home + "/" + book + "/" + file;
    }

    static CardId card(Map<String, Object> row) {
        return new CardId(new BookId((Long) row.get("home"), (Long) row.get("book")), (Long) row.get("card"));
    }

    private static String stem(String name) {
        return name.toLowerCase(Locale.ROOT).endsWith(SUFFIX)
                ? name.substring(0, name.length() - SUFFIX.length())
                : name;
    }

    private static boolean isSafe(String name) {
        return PLAIN.matcher(name).matches()
                && !name.endsWith(".")
                && !DEVICE.matcher(name).matches();
    }

    private static String safe(String name, long number) {
        return isSafe(name) ? name : safe(name, number, "");
    }

    private static String safe(String name, long number, String suffix) {
        return part(name) + "~" + number + suffix;
    }

    private static String part(String name) {
        StringBuilder kept = new StringBuilder();
        name.codePoints()
                .limit(LONGEST)
                .map(c -> Character.isLetterOrDigit(c) || c == '-' || c == '.' && kept.length() > 0 ? c : '_')
                .forEach(kept::appendCodePoint);
        return kept.toString();
    }
}
