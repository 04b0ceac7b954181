package org.teldav.vcard;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a TEL value says, read strictly: one number, then at most an extension or a sequence to dial after a pause, then at
 * most a comment in brackets. What reads any other way isn't certain and has no reading.
 *
 * @param start of the part that a rewrite replaces: number, extension and pause, with {@code tel:} in a URI
 * @param end exclusive; comment and surrounding white space lie outside
 * @param uri whether it is a {@code tel:} URI (RFC 3966)
 * @param number the number as written, its separators and a leading plus included
 * @param extensionMark what stands between number and extension, as in {@code " ext. "}; empty without one
 * @param extension its digits; empty without one
 * @param postDial whether there are digits to dial after a pause: they are no part of the number
 * @param context the {@code phone-context} of a local number in a URI, beginning with a plus
 */
record TelText(
        int start,
        int end,
        boolean uri,
        String number,
        String extensionMark,
        String extension,
        boolean postDial,
        Optional<String> context) {
    private static final int LONGEST = 1000;

    /** The marks that people and address books use; libphonenumber knows them too. */
    private static final Pattern EXTENSION = Pattern.compile(
            "([, ]*(?:;ext=|x|extn?\\.?|extensi[oó]n|anexo|int\\.?|доб\\.?|#)[ :]*)([0-9]{1,9})",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    /** Letters p and w, or two pauses in a row, or a sequence with * or #: nobody writes a second number so. */
    private static final Pattern CLEAR_PAUSE = Pattern.compile(
            " *(?:[pPwW][0-9*#,;pPwW ]*|[,;] *[,;][0-9*#,;pPwW ]*|[,;][0-9,;pPwW ]*[*#][0-9*#,;pPwW ]*)");

    /** A single comma or semicolon, and fewer digits than any number that could stand alone. */
    private static final Pattern SHORT_PAUSE = Pattern.compile(" *[,;] ?[0-9]{1,5}");

    static Optional<TelText> read(String value) {
        if (value.length() > LONGEST) {
            return Optional.empty();
        }
        int start = skipBlank(value);
        int end = TelCharacters.trimEnd(value, start, TelComment.start(value, start));
        if (isUri(value)) {
            return TelUri.read(value, start, end);
        }
        return readBody(value.substring(start, end), start, end, false, Optional.empty());
    }

    /** Whether it is meant as a {@code tel:} URI, read or not; the marks that {@link TelCharacters#isBlank} knows may stand before it. */
    static boolean isUri(String value) {
        return value.regionMatches(true, skipBlank(value), "tel:", 0, 4);
    }

    private static int skipBlank(String value) {
        int start = 0;
        while (start < value.length() && TelCharacters.isBlank(value.charAt(start))) {
            start++;
        }
        return start;
    }

    /** @param body number, extension and pause alone */
    static Optional<TelText> readBody(String body, int start, int end, boolean uri, Optional<String> context) {
        int numberEnd = TelCharacters.endOfNumber(body);
        String number = body.substring(0, numberEnd);
        String rest = TelCharacters.plain(body.substring(numberEnd));
        if (numberEnd == 0 || !TelCharacters.isOneNumber(number)) {
            return Optional.empty();
        }
        if (rest.isEmpty()) {
            return Optional.of(new TelText(start, end, uri, number, "", "", false, context));
        }
        Matcher extension = EXTENSION.matcher(rest);
        if (extension.matches()) {
            return Optional.of(
                    new TelText(start, end, uri, number, extension.group(1), extension.group(2), false, context));
        }
        boolean pause = isPause(rest);
        return pause ? Optional.of(new TelText(start, end, uri, number, "", "", true, context)) : Optional.empty();
    }

    private static boolean isPause(String rest) {
        return rest.chars().anyMatch(Character::isDigit)
                && (CLEAR_PAUSE.matcher(rest).matches()
                        || SHORT_PAUSE.matcher(rest).matches());
    }

    /** The number as it is dialled: ASCII digits, and a plus where there is one. */
    String dialled() {
        String digits = TelCharacters.digits(number);
        if (international()) {
            return "+" + digits;
        }
        return context.map(prefix -> "+" + TelCharacters.digits(prefix) + digits)
                .orElse(digits);
    }

    boolean international() {
        return TelCharacters.hasPlus(number);
    }
}
