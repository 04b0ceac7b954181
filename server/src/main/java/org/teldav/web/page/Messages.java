package org.teldav.web.page;

import java.text.MessageFormat;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import java.util.Locale;
import java.util.Locale.LanguageRange;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words of the page in one language. Another language is one more file {@code messages_xx.properties}, and nothing else. Thread-safe. */
public final class Messages {
    private static final String BUNDLE = "org.teldav.web.page.messages";
    private static final ResourceBundle.Control NO_FALLBACK =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);
    private static final Pattern LINE = Pattern.compile("line (\\d+): (.*)");
    private static final Pattern NO_WORD = Pattern.compile("[^a-z]+");
    private static final Pattern NUMBER = Pattern.compile("\\d+");
    private static final int MOST_LANGUAGES = 10;
    private static final int MOST_CHARACTERS = 500;
    private static final Set<String> TRADITIONAL = Set.of("TW", "HK", "MO");

    private final ResourceBundle bundle;
    private final Locale locale;

    private Messages(ResourceBundle bundle, Locale locale) {
        this.bundle = bundle;
        this.locale = locale;
    }

    /** The first language that the browser likes and there are words in; else English. @param languages as Accept-Language has them */
    static Messages of(Optional<String> languages) {
        for (Locale wanted : wanted(languages.orElse(""))) {
            ResourceBundle found = ResourceBundle.getBundle(BUNDLE, wanted, NO_FALLBACK);
            boolean english = wanted.getLanguage().equals("en");
            if (english || !found.getLocale().equals(Locale.ROOT)) {
                return new Messages(found, english ? wanted : found.getLocale());
            }
        }
        return new Messages(ResourceBundle.getBundle(BUNDLE, Locale.ROOT, NO_FALLBACK), Locale.ENGLISH);
    }

    private static List<Locale> wanted(String languages) {
        try {
            // Each range of the header is parsed, and Chinese ones become many: a browser's own list is far shorter.
            return LanguageRange.parse(languages.length() > MOST_CHARACTERS ? "" : languages).stream()
                    .limit(MOST_LANGUAGES)
                    .filter(range -> range.getWeight() > 0)
                    .map(LanguageRange::getRange)
                    .filter(range -> !range.startsWith("*"))
                    .map(Locale::forLanguageTag)
                    .map(Messages::written)
                    .toList();
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            // The latter is what the JDK makes of "-".
            return List.of();
        }
    }

    /** Chinese without a word of how it is written is written as on the mainland, but for the places where it isn't. */
    private static Locale written(Locale wanted) {
        boolean simplified = wanted.getLanguage().equals("zh")
                && !wanted.getScript().equals("Hant")
                && (wanted.getScript().equals("Hans") || !TRADITIONAL.contains(wanted.getCountry()));
        return simplified ? Locale.SIMPLIFIED_CHINESE : wanted;
    }

    /** For the attribute {@code lang}. */
    public String language() {
        return locale.toLanguageTag();
    }

    /** The words under the key, with the arguments in their places. */
    public String text(String key, Object... arguments) {
        String pattern = bundle.getString(key);
        return arguments.length == 0 && pattern.indexOf('\'') < 0 && pattern.indexOf('{') < 0
                ? pattern
                : new MessageFormat(pattern, locale).format(arguments);
    }

    /** What the server says of a card, which is English elsewhere: in this language where there are words for it under {@code said.}, its numbers in their places. */
    public String said(String english) {
        Matcher line = LINE.matcher(english);
        if (line.matches()) {
            return text("said.line", line.group(1), said(line.group(2)));
        }
        String key = "said." + NO_WORD.matcher(english.toLowerCase(Locale.ROOT)).replaceAll("-");
        key = key.replaceAll("(?<=said\\.)-|-$", "");
        int colon = english.indexOf(": ");
        String rest = colon < 0 || has(key) ? "" : said(english.substring(colon + 2));
        if (!rest.isEmpty()) {
            String whole = said(english.substring(0, colon));
            return whole.equals(english.substring(0, colon)) ? english : whole + " " + rest;
        }
        Object[] numbers =
                NUMBER.matcher(english).results().map(MatchResult::group).toArray();
        return has(key) ? text(key, numbers) : english;
    }

    boolean has(String key) {
        return bundle.containsKey(key);
    }

    /** A time for people. @param instant ISO 8601 in UTC */
    public String time(String instant) {
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
                .withLocale(locale)
                .withZone(ZoneId.systemDefault())
                .format(Instant.parse(instant));
    }
}
