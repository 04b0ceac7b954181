package org.teldav.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** What a change would come to, in a line. Pure. */
final class PreviewText {
    private PreviewText() {}

    static String of(JsonNode preview) {
        List<String> parts = new ArrayList<>();
        parts.add("it would reach " + count(preview.path("reached")));
        add(parts, preview.path("held_back").path("ask"), "would be asked first");
        add(parts, preview.path("held_back").path("never"), "want no changes there");
        switch (preview.path("audience").asText()) {
            case "contacts" -> parts.add("of all these only people whom the user has too");
            case "nobody" -> parts.add("the user tells nobody");
            default -> {}
        }
        if (preview.path("blocked").asInt() > 0) {
            parts.add(preview.path("blocked").asInt()
                    + " blocked would see nothing of it, whether they have the number or not");
        }
        if (!preview.path("proved").asBoolean()) {
            parts.add(
                    preview.path("shared").asBoolean()
                            ? "the old number is, or was, somebody else's too"
                            : "the old number is not verified, so that only entries of earlier changes count");
        }
        if (!preview.path("waits_for").isNull()) {
            parts.add(
                    Table.text(preview, "waits_for").equals("code")
                            ? "it would wait for the code that is sent to the new number"
                            : "it would wait: somebody else has the new number");
        }
        if (!preview.path("not_before").isNull()) {
            parts.add("not before " + Table.time(preview, "not_before"));
        }
        return String.join("; ", parts);
    }

    private static void add(List<String> parts, JsonNode count, String what) {
        if (count.path("cards").asLong() > 0) {
            parts.add(count(count) + " " + what);
        }
    }

    private static String count(JsonNode count) {
        long people = count.path("people").asLong();
        long cards = count.path("cards").asLong();
        return people + (people == 1 ? " person" : " people") + " (" + cards + (cards == 1 ? " card" : " cards") + ")";
    }
}
