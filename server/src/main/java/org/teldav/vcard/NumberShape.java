package org.teldav.vcard;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;

/** How the digits of a number stand: their groups, and what separates them. */
final class NumberShape {
    private final String text;
    /** What stands before each digit. */
    private final List<String> before = new ArrayList<>();

    /** @param number digits, plus and separators only */
    NumberShape(String number) {
        this.text = visible(number);
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            if (Character.isDigit(text.charAt(i))) {
                before.add(text.substring(from, i));
                from = i + 1;
            }
        }
    }

    private static String visible(String number) {
        StringBuilder visible = new StringBuilder(number.length());
        number.chars().filter(c -> !TelCharacters.isInvisible((char) c)).forEach(c -> visible.append((char) c));
        return visible.toString();
    }

    boolean isCompact() {
        return before.stream().skip(1).allMatch(String::isEmpty) && text.chars().noneMatch(c -> c == '(' || c == '[');
    }

    /** The same text with other digits, as many, in their places. */
    String withDigits(String digits) {
        StringBuilder replaced = new StringBuilder(text.length());
        int next = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean digit = Character.isDigit(c);
            replaced.append(digit ? digits.charAt(next) : c == '\uFF0B' ? '+' : c);
            next += digit ? 1 : 0;
        }
        return replaced.toString();
    }

    /** Where the last {@code length} digits are parted, counted from the right; comparable with that of another number. */
    String groups(int length) {
        StringJoiner groups = new StringJoiner(",");
        for (int fromRight = 1; fromRight < Math.min(length, before.size()); fromRight++) {
            if (!before.get(before.size() - fromRight).isEmpty()) {
                groups.add(String.valueOf(fromRight));
            }
        }
        return groups.toString();
    }

    /** The one character that parts all groups; brackets don't count. A slash parts an area code only, never all. */
    Optional<String> uniformSeparator() {
        List<String> kinds = before.stream()
                .skip(1)
                .filter(separator -> !separator.isEmpty())
                .map(separator -> separator.replaceAll("[()\\[\\]\uFF08\uFF09]", ""))
                .distinct()
                .toList();
        return kinds.size() == 1 && kinds.get(0).length() == 1 && !kinds.get(0).equals("/")
                ? Optional.of(kinds.get(0))
                : Optional.empty();
    }

    String separatorAfter(int digits) {
        return digits < before.size() ? before.get(digits) : "";
    }

    /** The groups of a number, with this separator between them; a leading plus stays. */
    static String joined(String number, String separator) {
        StringJoiner joined = new StringJoiner(separator, number.startsWith("+") ? "+" : "", "");
        for (String group : number.split("[^0-9]+")) {
            if (!group.isEmpty()) {
                joined.add(group);
            }
        }
        return joined.toString();
    }
}
