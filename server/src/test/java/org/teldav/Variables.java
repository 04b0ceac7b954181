package org.teldav;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an {@link Exchange} takes from one answer and says in the next request. */
final class Variables {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([a-z0-9-]+)}");
    private static final String ANY = "any";

    private final Map<String, String> values = new HashMap<>();

    Variables set(String name, String value) {
        values.put(name, value);
        return this;
    }

    String get(String name) {
        return values.get(name);
    }

    /** With the values that are known, in the place of their names. */
    String fill(String text) {
        return VARIABLE.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(values.getOrDefault(found.group(1), found.group())));
    }

    /** With values in all places. */
    String require(String text) {
        String filled = fill(text);
        assertThat(filled).as("a variable that has no value").doesNotContain("${");
        return filled;
    }

    /** Fails unless the text is as expected; unknown variables take what is in their place. */
    void match(String what, String expected, String actual) {
        match(what, List.of(expected), List.of(actual));
    }

    /** Fails, showing all lines of both, unless each line is as expected. */
    void match(String what, List<String> expected, List<String> actual) {
        List<String> seen = new ArrayList<>();
        for (int i = 0; i < expected.size(); i++) {
            String line = fill(expected.get(i));
            seen.add(i < actual.size() && take(line, actual.get(i)) ? actual.get(i) : line);
        }
        assertThat(String.join("\n", actual)).as(what).isEqualTo(String.join("\n", seen));
    }

    private boolean take(String expected, String actual) {
        List<String> names = new ArrayList<>();
        StringBuilder pattern = new StringBuilder();
        Matcher variable = VARIABLE.matcher(expected);
        int end = 0;
        while (variable.find()) {
            pattern.append(Pattern.quote(expected.substring(end, variable.start())))
                    .append("(.+)");
            names.add(variable.group(1));
            end = variable.end();
        }
        pattern.append(Pattern.quote(expected.substring(end)));
        Matcher matcher = Pattern.compile(pattern.toString(), Pattern.DOTALL).matcher(actual);
        if (!matcher.matches()) {
            return false;
        }
        for (int i = 0; i < names.size(); i++) {
            if (!names.get(i).equals(ANY)) {
                values.put(names.get(i), matcher.group(i + 1));
            }
        }
        return true;
    }
}
