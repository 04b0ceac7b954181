package org.teldav.web.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.teldav.web.ApiAnswer;
import org.teldav.web.Json;

/** <em>My contacts</em>: found, looked at, taken along, deleted, and brought back as they were. */
public final class ContactPages {
    /** What a contact has several of, each with a label. */
    public static final List<String> KINDS = List.of("numbers", "emails", "addresses");

    private static final String CARD = "/contacts/card";

    List<Pages.Route> routes() {
        return List.of(
                Pages.Route.get("/contacts", this::list),
                Pages.Route.get(CARD, this::show),
                Pages.Route.get(CARD + "/file", this::file),
                Pages.Route.get(CARD + "/delete", this::confirm),
                Pages.Route.post(CARD + "/delete", this::delete),
                Pages.Route.get(CARD + "/history", this::history),
                Pages.Route.get(CARD + "/version", this::version),
                Pages.Route.post(CARD + "/restore", this::restore));
    }

    private PageAnswer list(Page page) {
        String typed = page.request().parameter("q").orElse("");
        int from = page.request().from();
        JsonNode found = page.get("contacts?from=" + from + "&q=" + Page.encoded(typed));
        List<Row> rows = new ArrayList<>();
        found.path("contacts").forEach(row -> rows.add(Row.of(page, row)));
        return page.show(
                "contacts",
                Map.of(
                        "typed",
                        typed,
                        "rows",
                        rows,
                        "total",
                        found.path("total").asInt(),
                        "from",
                        from,
                        "next",
                        found.path("next").asInt(0),
                        "books",
                        books(page)));
    }

    /** A contact in the list. @param address of its page */
    public record Row(String address, String name, List<String> numbers, String emails) {
        static Row of(Page page, JsonNode row) {
            return of(page, row.path("book").asText(), row);
        }

        static Row of(Page page, String book, JsonNode row) {
            Place place = new Place(book, row.path("card").asText());
            return new Row(
                    place.address(""),
                    named(page, row),
                    texts(row.path("numbers")),
                    String.join(", ", texts(row.path("emails"))));
        }

        private static List<String> texts(JsonNode texts) {
            List<String> all = new ArrayList<>();
            texts.forEach(text -> all.add(text.asText()));
            return all;
        }
    }

    /** The names of the user's books. */
    static List<String> books(Page page) {
        List<String> books = new ArrayList<>();
        page.get("").path("books").forEach(book -> books.add(book.path("name").asText()));
        return books;
    }

    /** Where a card is. */
    public record Place(String book, String card) {
        static Place of(Page page) {
            return of(page, "card");
        }

        /** @param field that names the card */
        static Place of(Page page, String field) {
            boolean form = page.request().method().equals("POST");
            return new Place(part(page, form, "book"), part(page, form, field));
        }

        private static String part(Page page, boolean form, String name) {
            Optional<String> sent = form
                    ? Optional.of(page.request().raw(name))
                    : Optional.ofNullable(page.request().query().get(name));
            // A segment of dots would be another path of the API.
            return sent.filter(text -> !text.isEmpty() && !text.equals(".") && !text.equals(".."))
                    .orElseThrow(() -> new PageException(404, page.t("error.404")));
        }

        /** Of its page. @param part of it, as {@code /history}; empty for all of it */
        public String address(String part) {
            return CARD + part + "?book=" + Page.encoded(book) + "&card=" + Page.encoded(card);
        }

        /** Another card of that book. */
        public Place beside(String other) {
            return new Place(book, other);
        }

        String api(String room) {
            return "books/" + Page.encoded(book) + "/" + room + "/" + Page.encoded(card);
        }
    }

    /** As a value of a query. */
    public static String query(String text) {
        return Page.encoded(text);
    }

    static String named(Page page, JsonNode contact) {
        String name = contact.path("name").asText();
        return name.isEmpty() ? page.t("contacts.nameless") : name;
    }

    private PageAnswer show(Page page) {
        Place place = Place.of(page);
        JsonNode contact = page.get(place.api("contacts"));
        return page.show("contact", Map.of("place", place, "name", named(page, contact), "contact", contact));
    }

    private PageAnswer file(Page page) {
        Place place = Place.of(page);
        JsonNode contact = page.get(place.api("contacts"));
        return PageAnswer.file("text/vcard; charset=utf-8", fileName(place.card()), content(contact));
    }

    private static String fileName(String card) {
        return card.endsWith(".vcf") ? card : card + ".vcf";
    }

    static byte[] content(JsonNode card) {
        try {
            return card.path("content").binaryValue();
        } catch (IOException e) {
            throw new UncheckedIOException("the API sends base64", e);
        }
    }

    private PageAnswer confirm(Page page) {
        return confirm(page, Place.of(page), 200, "");
    }

    private PageAnswer confirm(Page page, Place place, int status, String wrong) {
        JsonNode contact = page.get(place.api("contacts"));
        return page.show(
                status,
                "contact-delete",
                Map.of("place", place, "name", named(page, contact), "contact", contact, "wrong", wrong));
    }

    private PageAnswer delete(Page page) {
        Place place = Place.of(page);
        ApiAnswer answer = page.api(
                "DELETE",
                "/api/users/" + Page.encoded(page.name()) + "/" + place.api("contacts"),
                "version=" + Page.encoded(page.request().raw("version")),
                Json.object());
        if (answer.status() == 409) {
            return confirm(page, place, 409, page.t("contacts.overtaken"));
        }
        if (answer.status() == 404) {
            // Deleted before: by a second click, or by a phone. There is nothing here only where there never was.
            page.get(place.api("history"));
        } else {
            page.good(answer);
        }
        return page.done(place.address("/history"), "contacts.deleted");
    }

    private PageAnswer history(Page page) {
        Place place = Place.of(page);
        JsonNode history = page.get(place.api("history"));
        return page.show("contact-history", Map.of("place", place, "name", named(page, history), "history", history));
    }

    private PageAnswer version(Page page) {
        return version(page, page.request().parameter("version").orElse(""), 200, "");
    }

    private PageAnswer version(Page page, String version, int status, String wrong) {
        Place place = Place.of(page);
        JsonNode shown = page.get(place.api("history") + "/" + number(page, version));
        return page.show(
                status, "contact-version", Map.of("place", place, "version", version, "shown", shown, "wrong", wrong));
    }

    private static String number(Page page, String version) {
        if (!version.matches("\\d{1,18}")) {
            throw new PageException(404, page.t("error.404"));
        }
        return version;
    }

    private PageAnswer restore(Page page) {
        Place place = Place.of(page);
        String version = number(page, page.request().raw("version"));
        ApiAnswer answer = page.ask("POST", place.api("history") + "/" + version + "/restore", Json.object());
        if (answer.status() == 409) {
            return version(page, version, 409, page.message(answer));
        }
        page.good(answer);
        return page.done(place.address(""), "contacts.restored");
    }
}
