package org.teldav.web.page;

import gg.jte.Content;
import gg.jte.TemplateOutput;
import java.util.List;

/** Text with telephone numbers in it, each of which a line of the screen has as a whole. For the templates. Immutable, thread-safe. */
public record NumberText(String text, List<String> numbers) implements Content {
    /** A character that nobody's words have: the first number stands for it, the second for the next. */
    private static final char FIRST = '\uE000';

    /** The words under the key, with the numbers in their places. */
    public static NumberText of(Page page, String key, String... numbers) {
        Object[] places = new Object[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            places[i] = String.valueOf((char) (FIRST + i));
        }
        return new NumberText(page.t(key, places), List.of(numbers));
    }

    /** The numbers as a card has them, one after the other. */
    public static NumberText list(List<String> numbers) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < numbers.size(); i++) {
            text.append(i == 0 ? "" : ", ").append((char) (FIRST + i));
        }
        return new NumberText(text.toString(), numbers);
    }

    @Override
    public void writeTo(TemplateOutput output) {
        int written = 0;
        for (int i = 0; i < text.length(); i++) {
            int number = text.charAt(i) - FIRST;
            if (number >= 0 && number < numbers.size()) {
                output.writeUserContent(text.substring(written, i));
                output.writeContent("<span class=\"number\">");
                output.writeUserContent(numbers.get(number));
                output.writeContent("</span>");
                written = i + 1;
            }
        }
        output.writeUserContent(text.substring(written));
    }
}
