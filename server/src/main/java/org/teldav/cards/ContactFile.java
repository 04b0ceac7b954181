package org.teldav.cards;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.teldav.vcard.Contact;
import org.teldav.vcard.VCard21;

/** A file of contacts as people have it: vCards, or a table of comma-separated values. Which of them it is its content says, not its name. */
public final class ContactFile {
    private static final int MOST = 20_000;

    private ContactFile() {}

    /**
     * One contact.
     *
     * @param line where it begins, from 1
     * @param name for people to find it by; may be empty
     * @param card empty where it is no card from its beginning to its end
     */
    public record Item(int line, String name, Optional<byte[]> card) {}

    /**
     * What was read.
     *
     * @param leftOut the headings of columns with something in them that is in no card
     * @param problem {@code kind} (it is neither), {@code columns} (no column with a name is known), {@code encoding} (not UTF-8), {@code many}
     */
    public record Reading(List<Item> items, List<String> leftOut, Optional<String> problem) {
        static Reading none(String problem) {
            return new Reading(List.of(), List.of(), Optional.of(problem));
        }
    }

    /** The caller bounds the size. */
    public static Reading read(byte[] file) {
        try {
            return isCards(file) ? cards(file) : table(file);
        } catch (IOException e) {
            throw new UncheckedIOException("an array can always be read", e);
        }
    }

    private static boolean isCards(byte[] file) {
        String begin = new String(file, 0, Math.min(file.length, 200), StandardCharsets.UTF_8).replace("\uFEFF", "");
        return begin.strip().toUpperCase(Locale.ROOT).startsWith("BEGIN:VCARD");
    }

    private static Reading cards(byte[] file) throws IOException {
        VCardFile parts = new VCardFile(new ByteArrayInputStream(file));
        List<Item> items = new ArrayList<>();
        for (Optional<VCardFile.Part> part = parts.next(); part.isPresent(); part = parts.next()) {
            if (items.size() == MOST) {
                return Reading.none("many");
            }
            VCardFile.Part found = part.get();
            items.add(new Item(
                    found.line(),
                    Contact.name(VCard21.asVersion3(found.content())),
                    found.whole() ? Optional.of(found.content()) : Optional.empty()));
        }
        return new Reading(items, List.of(), Optional.empty());
    }

    private static Reading table(byte[] file) throws IOException {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(file))
                    .toString();
        } catch (CharacterCodingException e) {
            return Reading.none(file.length > 1 && file[0] == 'P' && file[1] == 'K' ? "kind" : "encoding");
        }
        if (text.indexOf('\0') >= 0) {
            return Reading.none("kind");
        }
        Csv csv = csv(text.replace("\uFEFF", ""));
        Optional<ContactColumns> columns = csv.next().flatMap(row -> ContactColumns.of(stripped(row)));
        if (columns.isEmpty()) {
            return Reading.none("columns");
        }
        List<Item> items = new ArrayList<>();
        Set<String> leftOut = new LinkedHashSet<>();
        for (Optional<Csv.Row> row = csv.next(); row.isPresent(); row = csv.next()) {
            if (items.size() == MOST) {
                return Reading.none("many");
            }
            List<String> cells = stripped(row.get());
            if (cells.stream().allMatch(String::isEmpty)) {
                // Spreadsheets write the rows below the last one, too.
                continue;
            }
            byte[] card = columns.get().card(cells);
            leftOut.addAll(columns.get().leftOut(cells));
            items.add(new Item(row.get().line(), Contact.name(card), Optional.of(card)));
        }
        return new Reading(items, List.copyOf(leftOut), Optional.empty());
    }

    private static List<String> stripped(Csv.Row row) {
        return row.cells().stream().map(String::strip).toList();
    }

    /** By what stands most often in the first line. Old programs of Apple's end lines by a CR alone. */
    private static Csv csv(String file) throws IOException {
        String text = file.indexOf('\n') < 0 ? file.replace('\r', '\n') : file;
        String first = text.lines().findFirst().orElse("");
        // Excel's own word for it, in a line before the headings.
        boolean said = first.matches("(?i)sep=[,;\t]");
        char separator = said ? first.charAt(4) : ',';
        for (char other : said ? new char[0] : new char[] {';', '\t'}) {
            separator = count(first, other) > count(first, separator) ? other : separator;
        }
        Csv csv = new Csv(new StringReader(text), separator);
        if (said) {
            csv.next();
        }
        return csv;
    }

    private static long count(String text, char wanted) {
        return text.chars().filter(c -> c == wanted).count();
    }
}
