package org.teldav.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.teldav.web.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Cards, many at a time. */
@Command(
        name = "card",
        description = "Takes cards in and gives them out, also as they were.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class CardCommand extends HistoryCommands {
    private final Session session;

    CardCommand(Session session) {
        super(session);
        this.session = session;
    }

    @Command(
            name = "import",
            description =
                    "Stores all cards of a file in a user's book; one with the UID of a card that is there replaces it.",
            mixinStandardHelpOptions = true)
    int importCards(
            @Parameters(paramLabel = "USER") String user,
            @Parameters(paramLabel = "FILE.vcf", description = "'-': the standard input") String file,
            @Option(
                            names = "--book",
                            paramLabel = "B",
                            defaultValue = "contacts",
                            description = "made where it is not there (default: contacts)")
                    String book) {
        try (Door door = session.door()) {
            return new CardFileImport(session, door, user, book).run(file);
        }
    }

    @Command(
            description = "Writes all cards of a user, one after the other, as they are stored.",
            mixinStandardHelpOptions = true)
    int export(
            @Parameters(paramLabel = "USER") String user,
            @Option(names = "--book", paramLabel = "B", description = "only this book") @Nullable String only)
            throws IOException {
        ArrayNode all = Json.array();
        try (Door door = session.door()) {
            List<String> books = new ArrayList<>();
            door.get(Door.path("users", user)).path("books").forEach(book -> books.add(Table.text(book, "name")));
            for (String book : only == null ? books : List.of(only)) {
                export(door, Door.path("users", user, "books", book, "cards"), all);
            }
        }
        if (session.json()) {
            session.out().println(Json.pretty(all));
        }
        session.out().flush();
        return 0;
    }

    private void export(Door door, String path, ArrayNode all) throws IOException {
        JsonNode page = door.get(path);
        while (page.has("next")) {
            for (JsonNode card : page.path("cards")) {
                if (session.json()) {
                    all.add(card);
                } else {
                    write(card.path("content").binaryValue());
                }
            }
            page = door.get(path + "?after=" + page.path("next").asLong());
        }
    }

    private void write(byte[] card) {
        session.out().write(card, 0, card.length);
        if (card.length > 0 && card[card.length - 1] != '\n') {
            session.out().write('\r');
            session.out().write('\n');
        }
    }

    @Command(
            description = "Which two cards of a book have a number, an e-mail or a name in common.",
            mixinStandardHelpOptions = true)
    int duplicates(
            @Parameters(paramLabel = "USER") String user,
            @Option(names = "--book", paramLabel = "B", defaultValue = "contacts", description = "default: contacts")
                    String book) {
        ArrayNode all = Json.array();
        Table table = new Table("no duplicates", "CARD", "NAME", "OTHER", "NAME", "THE SAME");
        try (Door door = session.door()) {
            String path = Door.path("users", user, "books", book, "duplicates");
            JsonNode page = door.get(path);
            page.path("pairs").forEach(all::add);
            while (page.has("next")) {
                page = door.get(path + "?from=" + page.path("next").asLong());
                page.path("pairs").forEach(all::add);
            }
        }
        for (JsonNode pair : all) {
            JsonNode first = pair.path("cards").path(0);
            JsonNode other = pair.path("cards").path(1);
            table.row(
                    book + "/" + Table.text(first, "card"),
                    Table.text(first, "name"),
                    Table.text(other, "card"),
                    Table.text(other, "name"),
                    String.join(", ", texts(pair.path("reasons"))));
        }
        session.print(table, Json.object().set("pairs", all));
        return 0;
    }

    @Command(
            description = "Adds to a card what only another one of its book has; that one goes, and can be restored.",
            mixinStandardHelpOptions = true)
    int merge(
            @Parameters(paramLabel = "USER") String user,
            @Parameters(paramLabel = "PATH", description = "BOOK/CARD: the one that stays") String path,
            @Parameters(paramLabel = "OTHER", description = "the name of the one that goes") String other,
            @Option(names = "--dry-run", description = "only says what would come of it") boolean dry) {
        int slash = path.indexOf('/');
        String book = slash < 0 ? "contacts" : path.substring(0, slash);
        String merge = Door.path("users", user, "books", book, "contacts", path.substring(slash + 1), "merge", other);
        try (Door door = session.door()) {
            JsonNode preview = door.get(merge);
            JsonNode answer = dry
                    ? preview
                    : door.call(
                            "POST",
                            merge,
                            Json.object()
                                    .put("version", preview.path("version").asLong())
                                    .put(
                                            "other_version",
                                            preview.path("other_version").asLong()));
            if (!session.json()) {
                texts(preview.path("added")).forEach(line -> session.out().println("+ " + oneLine(line)));
                texts(preview.path("left_out")).forEach(line -> session.out().println("left out: " + oneLine(line)));
            }
            session.say(dry ? "nothing is written" : other + " went into " + path, answer);
        }
        return 0;
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\R", "\\\\n");
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
