package org.teldav.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What was rewritten in somebody's books, and taking it back. */
@Command(
        name = "journal",
        description = "What was rewritten in a user's books, by whose change; 'undo' takes it back.",
        mixinStandardHelpOptions = true)
final class JournalCommand implements Callable<Integer> {
    private final Session session;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "USER", arity = "0..1", description = "behind -- where the name is 'undo'")
    private String user = "";

    @Option(names = "--limit", paramLabel = "N", defaultValue = "50", description = "the most (default: 50)")
    private int limit;

    JournalCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if (user.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "whose journal?");
        }
        return session.show(
                Door.path("users", user, "journal") + "?limit=" + limit,
                answer -> new Table("nothing was rewritten", "ID", "AT", "BY", "CONTACT", "BOOK", "CARD", "RESULT")
                        .rows(
                                answer.path("journal"),
                                rewrite -> List.of(
                                        Table.text(rewrite, "id"),
                                        Table.time(rewrite, "at"),
                                        Table.text(rewrite, "changer"),
                                        Table.text(rewrite, "contact"),
                                        Table.text(rewrite, "book"),
                                        Table.text(rewrite, "card"),
                                        result(rewrite))));
    }

    @Command(
            description =
                    "Gives back what was there before a rewrite: the card itself where nobody edited it since, else the number.",
            mixinStandardHelpOptions = true)
    int undo(
            @Parameters(paramLabel = "USER") String holder,
            @Parameters(paramLabel = "ID", description = "as 'journal USER' lists it") String id) {
        nobodyBefore(user, spec);
        return session.say(
                "POST",
                Door.path("users", holder, "journal", id, "undo"),
                answer -> answer.path("result").asText() + ": " + id);
    }

    /** Whose it is is said behind the subcommand; another name before it would be of no account. */
    static void nobodyBefore(String user, CommandSpec spec) {
        if (!user.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "'" + user + "' stands before the subcommand: say whose it is behind it, once");
        }
    }

    /** On one line, also where several values were changed. */
    static String result(JsonNode rewrite) {
        if (!rewrite.path("done").asBoolean()) {
            return Table.text(rewrite, "state") + ": " + Table.text(rewrite, "reason");
        }
        return values(rewrite);
    }

    static String values(JsonNode rewrite) {
        String fresh = Table.text(rewrite, "new");
        String old = Table.text(rewrite, "old");
        if (old.isEmpty()) {
            return "added " + fresh.replace("\n", ", ");
        }
        return (old + " -> " + (fresh.isEmpty() ? "(removed)" : fresh)).replace("\n", ", ");
    }
}
