package org.teldav.cards;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What a table of contacts says of a value in a column beside it, as Google does: "Phone 1 - Label", before 2024 "Phone 1 - Type". Immutable. */
final class ColumnLabels {
    /** As TYPE of a vCard 3.0 (RFC 2426 §3.3.1). */
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("mobile", "CELL"),
            Map.entry("手机", "CELL"),
            Map.entry("移动", "CELL"),
            Map.entry("home", "HOME"),
            Map.entry("住宅", "HOME"),
            Map.entry("家庭", "HOME"),
            Map.entry("work", "WORK"),
            Map.entry("工作", "WORK"),
            Map.entry("单位", "WORK"),
            Map.entry("home fax", "HOME,FAX"),
            Map.entry("work fax", "WORK,FAX"),
            Map.entry("pager", "PAGER"),
            Map.entry("main", ""),
            Map.entry("other", ""),
            Map.entry("其他", ""));

    /** What has a TYPE: what is said of a web site or a relation has no place in a contact, and is told as left out. */
    private static final Pattern TYPED = Pattern.compile("(phone|e-?mail|address) \\d+ - ");

    /** Those that e-mails and addresses have too. */
    private static final Set<String> PLACES = Set.of("HOME", "WORK", "");

    private final List<String> headings;
    /** Of each column the one with its label, or -1. */
    private final List<Integer> labels;

    /** @param headings in lower case */
    ColumnLabels(List<String> headings) {
        this.headings = headings;
        this.labels = headings.stream().map(heading -> label(headings, heading)).toList();
    }

    private static int label(List<String> headings, String heading) {
        int end = heading.indexOf(" - ");
        if (end < 0 || !TYPED.matcher(heading).lookingAt()) {
            return -1;
        }
        String of = heading.substring(0, end);
        return Math.max(headings.indexOf(of + " - label"), headings.indexOf(of + " - type"));
    }

    /** What the value of a column is, as TYPE; empty where nothing is said, or nothing that has one. */
    String type(List<String> cells, int column) {
        int label = labels.get(column);
        return label < 0 || label >= cells.size() ? "" : said(cells, label).orElse("");
    }

    /** Whether a column is a label that is said by a TYPE, or says nothing. */
    boolean isSaid(List<String> cells, int column) {
        return labels.contains(column) && said(cells, column).isPresent();
    }

    private Optional<String> said(List<String> cells, int label) {
        return Optional.ofNullable(TYPES.get(plain(cells.get(label))))
                .filter(type -> headings.get(label).startsWith("phone") || PLACES.contains(type));
    }

    /** A star is before the one that is called first. */
    private static String plain(String label) {
        return label.replace("*", "").strip().toLowerCase(Locale.ROOT);
    }
}
