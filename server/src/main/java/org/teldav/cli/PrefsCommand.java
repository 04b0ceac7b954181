package org.teldav.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.teldav.web.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a user chose: of their own changes, and of other people's. */
@Command(
        name = "prefs",
        description =
                "Shows and sets whom a user's changes reach, and what others' changes may do in the user's books.",
        mixinStandardHelpOptions = true)
final class PrefsCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "USER")
    private String user = "";

    @Option(names = "--audience", paramLabel = "A", description = "of own changes: everyone, contacts or nobody")
    private @Nullable String audience;

    @Option(
            names = "--scope",
            paramLabel = "S",
            description = "what others are told: replaced (numbers), or added ones, too")
    private @Nullable String scope;

    @Option(names = "--block", paramLabel = "OTHER", description = "keeps the old numbers, and sees no trace")
    private List<String> block = new ArrayList<>();

    @Option(names = "--unblock", paramLabel = "OTHER", description = "takes --block back")
    private List<String> unblock = new ArrayList<>();

    @Option(
            names = "--show-in",
            paramLabel = "GROUP",
            description = "all of the group find the user's own card in its directory")
    private List<String> showIn = new ArrayList<>();

    @Option(names = "--hide-from", paramLabel = "GROUP", description = "takes --show-in back")
    private List<String> hideFrom = new ArrayList<>();

    @Option(names = "--mode", paramLabel = "M", description = "others' changes: automatic, ask, never or default")
    private @Nullable String mode;

    @Option(names = "--old", paramLabel = "O", description = "the old number: replace, keep or default")
    private @Nullable String old;

    @Option(names = "--book", paramLabel = "B", description = "--mode and --old are for this book")
    private @Nullable String book;

    @Option(names = "--contact", paramLabel = "PATH", description = "--mode and --old are for this card: BOOK/NAME")
    private @Nullable String contact;

    @Option(names = "--uid", paramLabel = "UID", description = "--mode and --old are for the contact with this UID")
    private @Nullable String uid;

    PrefsCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        try (Door door = session.door()) {
            ObjectNode wanted = wanted();
            String path = Door.path("users", user, "prefs");
            JsonNode prefs = wanted.isEmpty() ? door.get(path) : door.call("PUT", path, wanted);
            if (!session.json()) {
                session.out().println("audience of own changes: " + Table.text(prefs, "audience"));
                session.out().println("told: " + Table.text(prefs, "scope") + " numbers");
                session.out().println("blocked: " + names(prefs.path("blocked"), "nobody"));
                session.out().println("own card in the directory of: " + names(prefs.path("directory"), "no group"));
            }
            session.print(table(prefs.path("choices")), prefs);
        }
        return 0;
    }

    private ObjectNode wanted() {
        ObjectNode wanted = Json.object();
        put(wanted, "audience", audience);
        put(wanted, "scope", scope);
        put(wanted, "mode", mode);
        put(wanted, "old_number", old);
        put(wanted, "book", book);
        put(wanted, "contact", contact);
        put(wanted, "uid", uid);
        put(wanted, "block", block);
        put(wanted, "unblock", unblock);
        put(wanted, "show_in", showIn);
        put(wanted, "hide_from", hideFrom);
        return wanted;
    }

    private static void put(ObjectNode wanted, String field, @Nullable String value) {
        if (value != null) {
            wanted.put(field, value);
        }
    }

    private static void put(ObjectNode wanted, String field, List<String> names) {
        if (!names.isEmpty()) {
            wanted.set(field, Json.texts(names));
        }
    }

    private static String names(JsonNode list, String none) {
        List<String> names = new ArrayList<>();
        list.forEach(name -> names.add(name.asText()));
        return names.isEmpty() ? none : String.join(", ", names);
    }

    private static Table table(JsonNode choices) {
        Table table = new Table("others' changes: automatic, replacing the old number", "WHERE", "MODE", "OLD NUMBER");
        choices.forEach(
                choice -> table.row(where(choice), Table.text(choice, "mode"), Table.text(choice, "old_number")));
        return table;
    }

    private static String where(JsonNode choice) {
        String book = Table.text(choice, "book");
        String uid = Table.text(choice, "uid");
        if (!uid.isEmpty()) {
            return "contact " + uid;
        }
        return book.isEmpty() ? "everywhere" : "book " + book;
    }
}
