package org.teldav.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Second factors of users. */
@Command(
        name = "second-factor",
        description = "For a user who has lost phone and recovery codes.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class SecondFactorCommand extends Commands {
    private final Session session;

    SecondFactorCommand(Session session) {
        this.session = session;
    }

    @Command(description = "Lets the user in by the password alone again.", mixinStandardHelpOptions = true)
    int off(@Parameters(paramLabel = "NAME") String name) {
        return session.say(
                "DELETE",
                Door.path("users", name, "second-factor"),
                answer ->
                        "the second factor of " + name + (answer.path("changed").asBoolean() ? " is off" : " was off"));
    }
}
