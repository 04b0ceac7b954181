package org.teldav.vcard;

import java.util.ArrayList;
import java.util.List;
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

    /** Where the last {@code length} digits are parted, counted from the right, the last place first; comparable with those of another number. */
    List<Integer> groups(int length) {
        List<Integer> groups = new ArrayList<>();
        for (int fromRight = 1; fromRight < Math.min(length, before.size()); fromRight++) {
            if (!before.get(before.size() - fromRight).isEmpty()) {
                groups.add(fromRight);
            }
        }
        return groups;
    }

    /** Where the first of these groups ends: behind the area code, mostly. 0 where there is one group only. */
    static int first(List<Integer> groups) {
        return groups.isEmpty() ? 0 : groups.get(groups.size() - 1);
    }

    /** The kinds of separators between its groups; brackets don't count, and a slash doesn't: it parts an area code only, never all. */
    List<String> separators() {
        return before.stream()
                .skip(1)
                .filter(separator -> !separator.isEmpty() && !separator.contains("/"))
                .map(separator -> separator.replaceAll("[()\\[\\]\uFF08\uFF09]", ""))
                .distinct()
                .toList();
    }

    /** The first separator between two digits; empty without one. */
    String firstSeparator() {
        return before.stream()
                .skip(1)
                .filter(separator -> !separator.isEmpty())
                .findFirst()
                .orElse("");
    }

    /** The digit at this place with what stands around it. */
    String bracketed(int digit) {
        int at = 0;
        for (int i = -1; at < text.length() && i < digit; at++) {
            i += Character.isDigit(text.charAt(at)) ? 1 : 0;
        }
        return before.get(digit) + text.charAt(at - 1) + separatorAfter(digit + 1);
    }

    /** The same number in the digits of another script, where this one is written in such only. */
    String inScript(String number) {
        int[] zeros = text.chars()
                .filter(Character::isDigit)
                .map(c -> c - Character.digit(c, 10))
                .distinct()
                .toArray();
        if (zeros.length != 1 || zeros[0] == '0') {
            return number;
        }
        return number.chars()
                .map(c -> c >= '0' && c <= '9' ? zeros[0] + c - '0' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
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

    /** Another separator after so many digits. */
    static String withAfter(String number, int digits, String separator) {
        int end = 0;
        for (int seen = 0; end < number.length() && seen < digits; end++) {
            seen += Character.isDigit(number.charAt(end)) ? 1 : 0;
        }
        int next = end;
        while (next < number.length() && !Character.isDigit(number.charAt(next))) {
            next++;
        }
        return number.substring(0, end) + separator + number.substring(next);
    }
}
