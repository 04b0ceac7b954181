package org.teldav.web.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.teldav.web.ApiAnswer;
import org.teldav.web.Json;
import org.teldav.web.page.ContactPages.Place;

/** A contact's name, numbers and e-mails, to be edited. */
public final class ContactEditPages {
    private static final String PATH = "/contacts/card/edit";

    List<Pages.Route> routes() {
        return List.of(Pages.Route.get(PATH, this::edit), Pages.Route.post(PATH, this::save));
    }

    /** What stands in the fields. @param given empty, as is family, where the card has no such names */
    public record Typed(
            String version,
            String name,
            Optional<String> given,
            Optional<String> family,
            List<String> numbers,
            List<String> emails) {
        static Typed of(JsonNode contact) {
            return new Typed(
                    contact.path("version").asText(),
                    contact.path("name").asText(),
                    text(contact.path("given")),
                    text(contact.path("family")),
                    values(contact.path("numbers")),
                    values(contact.path("emails")));
        }

        private static Optional<String> text(JsonNode value) {
            return value.isTextual() ? Optional.of(value.asText()) : Optional.empty();
        }

        /** With an empty field at the end. */
        private static List<String> values(JsonNode entries) {
            List<String> values = new ArrayList<>();
            entries.forEach(entry -> values.add(entry.path("value").asText()));
            values.add("");
            return values;
        }

        static Typed of(PageRequest request) {
            return new Typed(
                    request.raw("version"),
                    request.raw("name").strip(),
                    request.form().containsKey("given") ? Optional.of(request.raw("given")) : Optional.empty(),
                    request.form().containsKey("family") ? Optional.of(request.raw("family")) : Optional.empty(),
                    request.form().getOrDefault("number", List.of()),
                    request.form().getOrDefault("email", List.of()));
        }

        ObjectNode json(String fullName) {
            ObjectNode body = Json.object().put("name", fullName);
            if (version.matches("\\d{1,18}")) {
                body.put("version", Long.parseLong(version));
            }
            family.ifPresent(text -> body.put("family", text));
            given.ifPresent(text -> body.put("given", text));
            body.set("numbers", Json.texts(numbers));
            body.set("emails", Json.texts(emails));
            return body;
        }

        /** First and last name as they are said together. */
        String spoken() {
            return List.of(given, family).stream()
                    .flatMap(Optional::stream)
                    .map(String::strip)
                    .filter(part -> !part.isEmpty())
                    .collect(Collectors.joining(" "));
        }
    }

    private PageAnswer edit(Page page) {
        Place place = Place.of(page);
        JsonNode contact = page.get(place.api("contacts"));
        return show(page, place, contact, 200, Typed.of(contact), "");
    }

    /** Where there was one, what was typed is shown, since it is nowhere else. */
    private static PageAnswer gone(Page page, Place place, Typed typed) {
        page.get(place.api("history"));
        return show(page, place, Json.object().put("name", typed.name()), 404, typed, page.t("contacts.edit.gone"));
    }

    private static PageAnswer show(Page page, Place place, JsonNode contact, int status, Typed typed, String wrong) {
        return page.show(
                status,
                "contact-edit",
                Map.of(
                        "place",
                        place,
                        "title",
                        page.t("contacts.edit.title", ContactPages.named(page, contact)),
                        "typed",
                        typed,
                        "own",
                        contact.path("own").asBoolean(),
                        "gone",
                        status == 404,
                        "wrong",
                        wrong));
    }

    private PageAnswer save(Page page) {
        Place place = Place.of(page);
        Typed typed = Typed.of(page.request());
        ApiAnswer there = page.ask("GET", place.api("contacts"), Json.object());
        if (there.status() == 404) {
            return gone(page, place, typed);
        }
        JsonNode contact = page.good(there);
        Typed before = Typed.of(contact);
        // Who changes the first name and leaves the full name, made of both, as it was, means it to be made anew.
        boolean made = typed.name().equals(before.name()) && before.name().equals(before.spoken());
        ApiAnswer answer = page.ask(
                "PUT",
                place.api("contacts"),
                typed.json(made && !typed.spoken().isEmpty() ? typed.spoken() : typed.name()));
        if (answer.status() == 409 || answer.status() == 400) {
            return show(page, place, contact, answer.status(), typed, page.message(answer));
        }
        if (answer.status() == 404) {
            return gone(page, place, typed);
        }
        page.good(answer);
        return page.done(place.address(""), "contacts.saved");
    }
}
