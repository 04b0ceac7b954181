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
}
