package org.teldav.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What was rewritten in somebody's books. */
@Command(
        name = "journal",
        description = "What was rewritten in a user's books, by whose change.",
        mixinStandardHelpOptions = true)
final class JournalCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "USER")
    private String user = "";

    @Option(names = "--limit", paramLabel = "N", defaultValue = "50", description = "the most (default: 50)")
    private int limit;

    JournalCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        try (Door door = session.door()) {
            JsonNode answer = door.get(Door.path("users", user, "journal") + "?limit=" + limit);
            Table table = new Table("nothing was rewritten", "AT", "CHANGE", "BY", "BOOK", "CARD", "RESULT");
            answer.path("journal")
                    .forEach(rewrite -> table.row(
                            Table.time(rewrite, "at"),
                            Table.text(rewrite, "change"),
                            Table.text(rewrite, "changer"),
                            Table.text(rewrite, "book"),
                            Table.text(rewrite, "card"),
                            result(rewrite)));
            session.print(table, answer);
        }
        return 0;
    }

    /** On one line, also where several values were changed. */
    static String result(JsonNode rewrite) {
        if (!rewrite.path("done").asBoolean()) {
            return "left: " + Table.text(rewrite, "reason");
        }
        String fresh = Table.text(rewrite, "new");
        String old = Table.text(rewrite, "old");
        return (old + " -> " + (fresh.isEmpty() ? "(removed)" : fresh)).replace("\n", ", ");
    }
}
