package org.teldav.dav;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.Year;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** RFC 9110 §5.6.7: the form that is sent today, and the two obsolete ones that are still to be understood. */
final class HttpDate {
    private static final List<String> DAYS = List.of("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");
    private static final List<String> MONTHS =
            List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");
    private static final String DAY = "(?<day>[ \\d]\\d)";
    private static final String MONTH = "(?<month>[A-Z][a-z]{2})";
    private static final String TIME = "(?<hour>\\d\\d):(?<minute>\\d\\d):(?<second>\\d\\d)";
    private static final List<Pattern> FORMS = List.of(
            Pattern.compile("[A-Z][a-z]{2}, " + DAY + " " + MONTH + " (?<year>\\d{4}) " + TIME + " GMT"),
            Pattern.compile("[A-Z][a-z]{5,8}, " + DAY + "-" + MONTH + "-(?<year>\\d\\d) " + TIME + " GMT"),
            Pattern.compile("[A-Z][a-z]{2} " + MONTH + " " + DAY + " " + TIME + " (?<year>\\d{4})"));

    private HttpDate() {}

    /** By hand, since most answers have one. @param instant of the years 0 to 9999 */
    static String format(Instant instant) {
        LocalDateTime at = LocalDateTime.ofEpochSecond(instant.getEpochSecond(), 0, ZoneOffset.UTC);
        StringBuilder text = new StringBuilder(32)
                .append(DAYS.get(at.getDayOfWeek().ordinal()))
                .append(", ");
        twoDigits(at.getDayOfMonth(), text)
                .append(' ')
                .append(MONTHS.get(at.getMonthValue() - 1))
                .append(' ');
        twoDigits(at.getYear() % 100, twoDigits(at.getYear() / 100, text)).append(' ');
        twoDigits(at.getHour(), text).append(':');
        twoDigits(at.getMinute(), text).append(':');
        return twoDigits(at.getSecond(), text).append(" GMT").toString();
    }

    private static StringBuilder twoDigits(int number, StringBuilder text) {
        return text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
    }

    /** Empty where it is none. */
    static Optional<Instant> parse(String text) {
        for (Pattern form : FORMS) {
            Matcher date = form.matcher(text.strip());
            if (date.matches()) {
                return instant(date);
            }
        }
        return Optional.empty();
    }

    private static Optional<Instant> instant(Matcher date) {
        try {
            return Optional.of(LocalDateTime.of(
                            year(date.group("year")),
                            MONTHS.indexOf(date.group("month")) + 1,
                            number(date, "day"),
                            number(date, "hour"),
                            number(date, "minute"),
                            number(date, "second"))
                    .toInstant(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static int number(Matcher date, String group) {
        return Integer.parseInt(date.group(group).strip());
    }

    /** Two digits that seem to be more than 50 years ahead are of the century before. */
    private static int year(String digits) {
        int year = Integer.parseInt(digits);
        if (digits.length() > 2) {
            return year;
        }
        int now = Year.now(ZoneOffset.UTC).getValue();
        int near = now - now % 100 + year;
        return near > now + 50 ? near - 100 : near;
    }
}
