package org.teldav.web.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.teldav.web.ApiAnswer;
import org.teldav.web.Json;
import org.teldav.web.page.ContactPages.Place;

/** Contacts that may be one person: set beside each other, and made one. */
public final class MergePages {
    private static final String PATH = "/contacts/merge";

    List<Pages.Route> routes() {
        return List.of(
                Pages.Route.get("/contacts/duplicates", this::list),
                Pages.Route.get(PATH, page -> preview(page, 200, "")),
                Pages.Route.post(PATH, this::merge));
    }

    private PageAnswer list(Page page) {
        String book = page.request().parameter("book").orElse("contacts");
        int from = page.request().from();
        JsonNode found = page.get("books/" + Page.encoded(book) + "/duplicates?from=" + from);
        List<Pair> pairs = new ArrayList<>();
        found.path("pairs").forEach(pair -> pairs.add(Pair.of(page, book, pair)));
        return page.show(
                "duplicates",
                Map.of(
                        "book", book,
                        "pairs", pairs,
                        "total", found.path("total").asInt(),
                        "from", from,
                        "next", found.path("next").asInt(0)));
    }

    /**
     * Two contacts.
     *
     * @param address where they can be merged
     * @param reasons in words
     */
    public record Pair(String address, List<ContactPages.Row> cards, String reasons) {
        static Pair of(Page page, String book, JsonNode pair) {
            List<ContactPages.Row> rows = new ArrayList<>();
            pair.path("cards").forEach(card -> rows.add(ContactPages.Row.of(page, book, card)));
            List<String> reasons = new ArrayList<>();
            pair.path("reasons").forEach(reason -> reasons.add(page.t("duplicates.reason." + reason.asText())));
            JsonNode first = pair.path("cards").path(0);
            JsonNode second = pair.path("cards").path(1);
            // The own card can't go.
            boolean turned = second.path("own").asBoolean();
            return new Pair(
                    address(book, turned ? second : first, turned ? first : second), rows, String.join(", ", reasons));
        }

        private static String address(String book, JsonNode kept, JsonNode other) {
            return MergePages.address(
                    new Place(book, kept.path("card").asText()),
                    other.path("card").asText());
        }
    }

    private static String address(Place kept, String other) {
        return PATH + "?book=" + Page.encoded(kept.book()) + "&card=" + Page.encoded(kept.card()) + "&other="
                + Page.encoded(other);
    }

    private static PageAnswer preview(Page page, int status, String wrong) {
        Place kept = Place.of(page);
        Place other = Place.of(page, "other");
        JsonNode merged = page.get(api(kept, other));
        return page.show(
                status,
                "merge",
                Map.of(
                        "kept", kept,
                        "other", other,
                        "names", names(page, kept, other),
                        "turned", merged.path("own").asBoolean() ? "" : address(other, kept.card()),
                        "merged", merged,
                        "wrong", wrong));
    }

    /** Where both have one name, with their numbers, e-mail addresses or files, by which they are told apart. */
    private static List<String> names(Page page, Place kept, Place other) {
        JsonNode first = page.get(kept.api("contacts"));
        JsonNode second = page.get(other.api("contacts"));
        List<String> names = List.of(ContactPages.named(page, first), ContactPages.named(page, second));
        if (!names.get(0).equals(names.get(1))) {
            return names;
        }
        return ContactPages.KINDS.stream()
                .map(kind -> List.of(values(first, kind), values(second, kind)))
                .filter(facts -> !facts.get(0).equals(facts.get(1)))
                .findFirst()
                .orElseGet(() -> List.of(kept.card(), other.card()))
                .stream()
                .map(fact -> page.t("merge.named", names.get(0), fact.isEmpty() ? page.t("merge.named.none") : fact))
                .toList();
    }

    private static String values(JsonNode contact, String kind) {
        List<String> values = new ArrayList<>();
        contact.path(kind).forEach(entry -> values.add(entry.path("value").asText()));
        return String.join(", ", values);
    }

    private static String api(Place kept, Place other) {
        return kept.api("contacts") + "/merge/" + Page.encoded(other.card());
    }

    private PageAnswer merge(Page page) {
        Place kept = Place.of(page);
        ObjectNode body = Json.object();
        for (String version : List.of("version", "other_version")) {
            String sent = page.request().raw(version);
            body.put(version, sent.matches("\\d{1,18}") ? Long.parseLong(sent) : 0);
        }
        Place other = Place.of(page, "other");
        ApiAnswer answer = page.ask("POST", api(kept, other), body);
        if (answer.status() == 409) {
            return preview(page, 409, page.message(answer));
        }
        page.good(answer);
        return page.done(kept.address("") + "&merged=" + Page.encoded(other.card()), "contacts.merged");
    }
}
