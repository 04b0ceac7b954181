package org.teldav.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Others' changes that wait for a holder's word. */
@Command(
        name = "inbox",
        description = "Changes of others that wait for a user's word; 'accept' and 'refuse' say it.",
        mixinStandardHelpOptions = true)
final class InboxCommand implements Callable<Integer> {
    private final Session session;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "USER", arity = "0..1", description = "behind -- where the name is 'accept' or 'refuse'")
    private String user = "";

    @Option(names = "--limit", paramLabel = "N", defaultValue = "50", description = "the most (default: 50)")
    private int limit;

    InboxCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if (user.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "whose inbox?");
        }
        return session.show(
                Door.path("users", user, "inbox") + "?limit=" + limit,
                answer -> new Table("nothing waits", "ID", "AT", "BY", "CONTACT", "BOOK", "CARD", "NUMBERS", "WHY")
                        .rows(
                                answer.path("offers"),
                                offer -> List.of(
                                        Table.text(offer, "id"),
                                        Table.time(offer, "at"),
                                        Table.text(offer, "changer"),
                                        Table.text(offer, "contact"),
                                        Table.text(offer, "book"),
                                        Table.text(offer, "card"),
                                        JournalCommand.values(offer),
                                        Table.text(offer, "reason"))));
    }

    @Command(
            description = "Rewrites the number in the card, as the change would have.",
            mixinStandardHelpOptions = true)
    int accept(
            @Parameters(paramLabel = "USER") String holder,
            @Parameters(paramLabel = "ID", description = "as 'inbox USER' lists it") String id) {
        return say(holder, id, "accept");
    }

    @Command(description = "Leaves the card as it is, for good.", mixinStandardHelpOptions = true)
    int refuse(
            @Parameters(paramLabel = "USER") String holder,
            @Parameters(paramLabel = "ID", description = "as 'inbox USER' lists it") String id) {
        return say(holder, id, "refuse");
    }

    private int say(String holder, String id, String word) {
        JournalCommand.nobodyBefore(user, spec);
        return session.say(
                "POST",
                Door.path("users", holder, "inbox", id, word),
                answer -> answer.path("result").asText() + ": " + id);
    }
}
