package org.teldav.web.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.teldav.cards.ContactFile;
import org.teldav.cards.ContactFile.Item;
import org.teldav.storage.AddressBook;
import org.teldav.web.ApiAnswer;
import org.teldav.web.Json;

/** Contacts from a file, with a word about each; and a book as a file. */
public final class ContactFilePages {
    private static final int BATCH = 50;
    private static final int SHOWN = 500;
    private static final byte[] LINE_END = {'\r', '\n'};

    List<Pages.Route> routes() {
        return List.of(
                Pages.Route.get("/contacts/import", page -> form(page, 200, "")),
                Pages.Route.post("/contacts/import", this::take),
                Pages.Route.get("/contacts/export", this::export));
    }

    private static PageAnswer form(Page page, int status, String wrong) {
        return page.show(
                status,
                "contacts-import",
                Map.of(
                        "wrong", wrong,
                        "books", ContactPages.books(page),
                        "book", page.request().field("book").orElse(AddressBook.DEFAULT_NAME),
                        "duplicates", page.request().field("duplicates").orElse("replace")));
    }

    private PageAnswer take(Page page) {
        Optional<byte[]> file =
                Optional.ofNullable(page.request().files().get("file")).filter(content -> content.length > 0);
        String book = page.request().field("book").orElse(AddressBook.DEFAULT_NAME);
        if (file.isEmpty() || !ContactPages.books(page).contains(book)) {
            return form(page, 400, page.t(file.isEmpty() ? "contacts.import.empty" : "contacts.import.book"));
        }
        ContactFile.Reading read = ContactFile.read(file.get());
        if (read.problem().isPresent()) {
            return form(page, 400, page.t("contacts.import." + read.problem().get()));
        }
        return store(page, book, read);
    }

    private static PageAnswer store(Page page, String book, ContactFile.Reading read) {
        List<Item> items = read.items();
        String duplicates = page.request().field("duplicates").orElse("replace");
        Report report = new Report();
        for (int at = 0; at < items.size(); at += BATCH) {
            List<Item> batch = items.subList(at, Math.min(at + BATCH, items.size()));
            ArrayNode cards = Json.array();
            batch.stream().flatMap(item -> item.card().stream()).forEach(cards::add);
            ObjectNode body = Json.object().put("duplicates", duplicates);
            body.set("cards", cards);
            ApiAnswer answer = page.ask("POST", "books/" + Page.encoded(book) + "/cards", body);
            if (answer.status() == 400) {
                return form(page, 400, page.message(answer));
            }
            report.add(page, batch, page.good(answer).path("results"));
        }
        return page.show(
                "contacts-imported",
                Map.of("report", report, "book", book, "leftOut", String.join(", ", read.leftOut())));
    }

    /** What became of each card. @param reason empty where none is needed */
    public record Line(int line, String name, String result, String reason) {}

    /** What became of all. */
    public static final class Report {
        private final List<Line> refused = new ArrayList<>();
        private final List<Line> stored = new ArrayList<>();
        private final ObjectNode counts = Json.object();

        void add(Page page, List<Item> items, JsonNode results) {
            int at = 0;
            for (Item item : items) {
                JsonNode result = item.card().isPresent() ? results.path(at++) : broken(page);
                String word = result.path("result").asText();
                counts.put(word, count(word) + 1);
                String name = item.name().isEmpty() ? page.t("contacts.nameless") : item.name();
                List<Line> lines = word.equals("refused") ? refused : stored;
                if (lines.size() < SHOWN) {
                    lines.add(new Line(
                            item.line(),
                            name,
                            word,
                            page.words().said(result.path("reason").asText(""))));
                }
            }
        }

        private static JsonNode broken(Page page) {
            return Json.object().put("result", "refused").put("reason", page.t("contacts.import.broken"));
        }

        /** @param word created, replaced, unchanged, skipped or refused */
        public int count(String word) {
            return counts.path(word).asInt(0);
        }

        /** Whether there was no contact in it. */
        public boolean isNothing() {
            return counts.isEmpty();
        }

        /** The first of them. */
        public List<Line> refused() {
            return refused;
        }

        /** The first of those that were not refused. */
        public List<Line> stored() {
            return stored;
        }

        /** Whether there were more than are shown. */
        public boolean cut() {
            return refused.size() == SHOWN || stored.size() == SHOWN;
        }
    }

    private PageAnswer export(Page page) {
        String book = page.request().parameter("book").orElse(AddressBook.DEFAULT_NAME);
        if (!ContactPages.books(page).contains(book)) {
            throw new PageException(404, page.t("error.404"));
        }
        return PageAnswer.streamed("text/vcard; charset=utf-8", book + ".vcf", out -> write(page, book, out));
    }

    /** A part at a time: a book may be larger than the memory. */
    private static void write(Page page, String book, OutputStream out) throws IOException {
        String cards = "books/" + Page.encoded(book) + "/cards";
        JsonNode part = page.get(cards);
        while (part.has("next")) {
            for (JsonNode card : part.path("cards")) {
                byte[] content = ContactPages.content(card);
                out.write(content);
                if (content.length > 0 && content[content.length - 1] != '\n') {
                    out.write(LINE_END);
                }
            }
            part = page.get(cards + "?after=" + part.path("next").asLong());
        }
    }
}
