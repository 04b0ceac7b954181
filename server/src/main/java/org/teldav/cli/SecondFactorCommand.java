package org.teldav.cli;

import com.fasterxml.jackson.databind.JsonNode;
import org.teldav.web.Json;
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
        try (Door door = session.door()) {
            JsonNode answer = door.call("DELETE", Door.path("users", name, "second-factor"), Json.object());
            boolean changed = answer.path("changed").asBoolean();
            session.say("the second factor of " + name + (changed ? " is off" : " was off"), answer);
        }
        return 0;
    }
}
