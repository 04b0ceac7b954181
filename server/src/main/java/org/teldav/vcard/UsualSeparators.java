package org.teldav.vcard;

import java.util.List;

/**
 * Writes a number that is grouped as is usual in its country with the separators that somebody used for another one.
 *
 * @param shape of the number as somebody wrote it
 * @param length of its significant number
 */
record UsualSeparators(NumberShape shape, int length) {
    /**
     * @param oldUsual the old number as is usual, to tell whether it was written so
     * @param usual the new number, as is usual
     * @param newLength of the new number's significant number
     * @param national whether both are written without a country code
     */
    String apply(String oldUsual, String usual, int newLength, boolean national) {
        String grouped = onlyAreaCode(oldUsual) ? areaCodeAlone(usual, newLength) : usual;
        List<String> kinds = shape.separators();
        String joined =
                kinds.size() == 1 && kinds.get(0).length() == 1 ? NumberShape.joined(grouped, kinds.get(0)) : grouped;
        String first = shape.firstSeparator();
        return national && first.contains("/") ? withFirst(joined, first) : joined;
    }

    /** {@code 06 12345678}, where others would write {@code 06 1234 5678}. */
    private boolean onlyAreaCode(String oldUsual) {
        List<Integer> own = shape.groups(length);
        List<Integer> usual = new NumberShape(oldUsual).groups(length);
        return own.size() == 1 && usual.size() > 1 && NumberShape.first(own) == NumberShape.first(usual);
    }

    /** A first group of one digit is no area code that could stand alone before the rest. */
    private static String areaCodeAlone(String usual, int length) {
        List<Integer> groups = new NumberShape(usual).groups(length);
        int area = NumberShape.first(groups);
        if (length - area < 2) {
            return usual;
        }
        int digits = TelCharacters.digits(usual).length();
        String alone = usual;
        for (int fromRight : groups) {
            alone = fromRight == area ? alone : NumberShape.withAfter(alone, digits - fromRight, "");
        }
        return alone;
    }

    private static String withFirst(String number, String separator) {
        int digits = 0;
        while (digits < number.length() && Character.isDigit(number.charAt(digits))) {
            digits++;
        }
        return digits == 0 || digits == number.length() ? number : NumberShape.withAfter(number, digits, separator);
    }
}
