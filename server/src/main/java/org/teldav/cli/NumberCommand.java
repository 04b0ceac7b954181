package org.teldav.cli;

import com.fasterxml.jackson.databind.JsonNode;
import org.teldav.web.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Numbers and whose they are. */
@Command(
        name = "number",
        description = "Shows, verifies and changes numbers.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class NumberCommand extends Commands {
    private final Session session;

    NumberCommand(Session session) {
        this.session = session;
    }

    @Command(description = "Who says, or said, that a number is theirs.", mixinStandardHelpOptions = true)
    int show(@Parameters(paramLabel = "N") String number) {
        try (Door door = session.door()) {
            JsonNode answer = door.get(Door.path("numbers") + "?number=" + Door.encoded(number));
            Table table = new Table(
                    "nobody has " + answer.path("number").asText(), "NUMBER", "USER", "STATE", "SINCE", "UNTIL");
            answer.path("claims")
                    .forEach(claim -> table.row(
                            Table.text(claim, "number"),
                            Table.text(claim, "user"),
                            Table.text(claim, "state"),
                            Table.time(claim, "since"),
                            Table.time(claim, "until")));
            session.print(table, answer);
        }
        return 0;
    }

    @Command(
            description = "Says that a number is a user's; a change that waited for this goes on.",
            mixinStandardHelpOptions = true)
    int verify(@Parameters(paramLabel = "USER") String user, @Parameters(paramLabel = "N") String number) {
        try (Door door = session.door()) {
            JsonNode answer = door.call(
                    "POST",
                    Door.path("users", user, "numbers", "verify"),
                    Json.object().put("number", number));
            session.say(answer.path("number").asText() + " is verified as a number of " + user, answer);
        }
        return 0;
    }

    @Command(
            description = "Changes a number in the user's own card, as their phone would.",
            mixinStandardHelpOptions = true)
    int change(
            @Parameters(paramLabel = "USER") String user,
            @Parameters(paramLabel = "OLD") String old,
            @Parameters(paramLabel = "NEW") String fresh) {
        try (Door door = session.door()) {
            JsonNode answer = door.call(
                    "POST",
                    Door.path("users", user, "numbers", "change"),
                    Json.object().put("old", old).put("new", fresh));
            String edit =
                    answer.path("old").asText() + " -> " + answer.path("new").asText();
            if (!answer.has("change")) {
                session.say(edit + " is in the own card of " + user + "; nobody else had to be told", answer);
                return 0;
            }
            JsonNode change = new ChangeProgress(session, door)
                    .follow(answer.path("change").asLong());
            session.say(edit + ": " + ChangeProgress.outcome(change), change);
        }
        return 0;
    }
}
