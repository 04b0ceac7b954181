package org.teldav.cli;

import picocli.CommandLine.Command;

/** What phones are told through push services. */
@Command(
        name = "push",
        description = "The key that push services know the server by.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class PushCommand extends Commands {
    private final Session session;

    PushCommand(Session session) {
        this.session = session;
    }

    @Command(
            name = "renew-key",
            description =
                    "Makes a new key, and tells all who have registered to do so anew; the old one goes on until they have.",
            mixinStandardHelpOptions = true)
    int renewKey() {
        return session.say(
                "POST",
                Door.path("pushes", "key"),
                made -> "There is a new key; %,d that have registered are told within a minute."
                        .formatted(made.path("told").asInt()));
    }
}
