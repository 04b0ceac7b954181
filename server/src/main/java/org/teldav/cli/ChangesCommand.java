package org.teldav.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.teldav.web.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Changes of numbers, as the operator sees them. */
@Command(
        name = "changes",
        description = "Shows changes of numbers and where they stand.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class ChangesCommand extends Commands {
    private final Session session;

    ChangesCommand(Session session) {
        this.session = session;
    }

    @Command(description = "The newest changes.", mixinStandardHelpOptions = true)
    int list(
            @Option(names = "--limit", paramLabel = "N", defaultValue = "50", description = "the most (default: 50)")
                    int limit) {
        try (Door door = session.door()) {
            JsonNode answer = door.get(Door.path("changes") + "?limit=" + limit);
            Table table = new Table("no changes", "ID", "AT", "AGE", "USER", "STATE", "DONE", "LEFT", "NUMBERS");
            answer.path("changes")
                    .forEach(change -> table.row(
                            Table.text(change, "id"),
                            Table.time(change, "at"),
                            ChangeProgress.age(change),
                            Table.text(change, "user"),
                            ChangeProgress.state(change),
                            ChangeProgress.done(change).replace(" cards", ""),
                            Table.text(change, "left"),
                            numbers(change)));
            if (!session.json() && !Table.text(answer, "paused_since").isEmpty()) {
                session.out().println("everything is paused since " + Table.time(answer, "paused_since"));
            }
            session.print(table, answer);
        }
        return 0;
    }

    private static String numbers(JsonNode change) {
        List<String> numbers = new ArrayList<>();
        for (JsonNode number : change.path("numbers")) {
            String old = Table.text(number, "old");
            String fresh = Table.text(number, "new");
            if (old.isEmpty()) {
                numbers.add("added " + fresh);
            } else if (fresh.isEmpty()) {
                numbers.add("withdrawn " + old);
            } else {
                numbers.add(old + " -> " + fresh);
            }
        }
        return String.join(", ", numbers);
    }

    @Command(
            description = "Takes a whole change back: the own card gets its old number again, and the holders' follow.",
            mixinStandardHelpOptions = true)
    int retract(@Parameters(paramLabel = "ID") long id) {
        try (Door door = session.door()) {
            String user = Table.text(door.get(Door.path("changes", Long.toString(id)) + "?limit=1"), "user");
            JsonNode made =
                    door.call("POST", Door.path("users", user, "changes", Long.toString(id), "retract"), Json.object());
            if (!made.has("change")) {
                session.say("change " + id + " is taken back; nobody else had to be told", made);
                return 0;
            }
            JsonNode change =
                    new ChangeProgress(session, door).follow(made.path("change").asLong());
            session.say("change " + id + " is taken back: " + ChangeProgress.outcome(change), change);
        }
        return 0;
    }

    @Command(
            description = "Stops a change that has reached nobody yet, for good: the own card stays as it is.",
            mixinStandardHelpOptions = true)
    int cancel(@Parameters(paramLabel = "ID") long id) {
        try (Door door = session.door()) {
            String user = Table.text(door.get(Door.path("changes", Long.toString(id)) + "?limit=1"), "user");
            JsonNode answer =
                    door.call("POST", Door.path("users", user, "changes", Long.toString(id), "cancel"), Json.object());
            session.say("change " + id + " is cancelled: it reaches nobody", answer);
        }
        return 0;
    }

    @Command(
            description = "Holds a change where it stands, or all changes on all servers.",
            mixinStandardHelpOptions = true)
    int pause(@Parameters(paramLabel = "ID", arity = "0..1") @Nullable Long id) {
        return hold(id, "pause", "paused");
    }

    @Command(
            description = "Lets a change go on that was paused, or all changes after 'pause' without an ID.",
            mixinStandardHelpOptions = true)
    int resume(@Parameters(paramLabel = "ID", arity = "0..1") @Nullable Long id) {
        return hold(id, "resume", "resumed");
    }

    private int hold(@Nullable Long id, String verb, String done) {
        String path = id == null ? Door.path("changes", verb) : Door.path("changes", Long.toString(id), verb);
        String what = id == null ? "all propagation" : "change " + id;
        String held = id == null ? " is paused already" : " is paused already, or over";
        String otherwise = verb.equals("pause") ? held : " was not paused";
        return session.say(
                "POST", path, answer -> what + (answer.path("changed").asBoolean() ? " is " + done : otherwise));
    }

    @Command(description = "One change, and each card that it came to.", mixinStandardHelpOptions = true)
    int show(
            @Parameters(paramLabel = "ID") long id,
            @Option(names = "--limit", paramLabel = "N", defaultValue = "50", description = "the most (default: 50)")
                    int limit) {
        try (Door door = session.door()) {
            JsonNode change = door.get(Door.path("changes", Long.toString(id)) + "?limit=" + limit);
            Table table = new Table("no card is concerned so far", "AT", "HOLDER", "BOOK", "CARD", "RESULT");
            change.path("rewrites")
                    .forEach(rewrite -> table.row(
                            Table.time(rewrite, "at"),
                            Table.text(rewrite, "holder"),
                            Table.text(rewrite, "book"),
                            Table.text(rewrite, "card"),
                            JournalCommand.result(rewrite)));
            if (!session.json()) {
                session.out()
                        .println(Table.time(change, "at") + "  " + Table.text(change, "user") + ": " + numbers(change));
                session.out().println(ChangeProgress.outcome(change));
            }
            session.print(table, change);
        }
        return 0;
    }
}
