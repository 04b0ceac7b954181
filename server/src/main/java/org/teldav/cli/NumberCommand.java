package org.teldav.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.teldav.web.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Numbers and whose they are. */
@Command(
        name = "number",
        description = "Shows, verifies, shares and changes numbers.",
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
    int verify(
            @Parameters(paramLabel = "USER") String user,
            @Parameters(paramLabel = "N") String number,
            @Option(names = "--transfer", description = "also where somebody else holds it verified: they do no more")
                    boolean transfer) {
        try (Door door = session.door()) {
            JsonNode answer = door.call(
                    "POST",
                    Door.path("users", user, "numbers", "verify"),
                    Json.object().put("number", number).put("transfer", transfer));
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

    @Command(
            description = "Says that two users agreed to share a number: where one holds it verified, both do.",
            mixinStandardHelpOptions = true)
    int share(
            @Parameters(paramLabel = "N") String number,
            @Parameters(paramLabel = "USER") String user,
            @Parameters(paramLabel = "OTHER") String other,
            @Option(names = "--end", description = "takes the consent of USER back") boolean end) {
        try (Door door = session.door()) {
            ObjectNode body = Json.object().put("number", number);
            if (end) {
                JsonNode answer =
                        door.call("DELETE", Door.path("users", user, "numbers", "share"), body.put("with", other));
                String key = answer.path("number").asText();
                session.say(
                        answer.path("changed").asBoolean()
                                ? user + " shares " + key + " with " + other + " no more"
                                : user + " did not share " + key + " with " + other,
                        answer);
                return 0;
            }
            body.set("users", Json.texts(List.of(user, other)));
            JsonNode answer = door.call("POST", Door.path("numbers", "share"), body);
            String key = answer.path("number").asText();
            session.say(
                    answer.path("shared").asBoolean()
                            ? user + " and " + other + " both hold " + key + " verified"
                            : user + " and " + other + " may share " + key
                                    + ": both do as soon as both have it in their own cards, and one holds it verified",
                    answer);
        }
        return 0;
    }

    @Command(
            description = "Sends a code to a number of the user's own card that is not verified.",
            mixinStandardHelpOptions = true)
    int code(@Parameters(paramLabel = "USER") String user, @Parameters(paramLabel = "N") String number) {
        try (Door door = session.door()) {
            JsonNode answer = door.call(
                    "POST",
                    Door.path("users", user, "numbers", "code"),
                    Json.object().put("number", number));
            session.say("a code is sent to " + answer.path("number").asText(), answer);
        }
        return 0;
    }

    @Command(
            description = "Enters the code that was sent: the number is verified, and a change that waited goes on.",
            mixinStandardHelpOptions = true)
    int confirm(
            @Parameters(paramLabel = "USER") String user,
            @Parameters(paramLabel = "N") String number,
            @Parameters(paramLabel = "CODE") String code) {
        try (Door door = session.door()) {
            JsonNode answer = door.call(
                    "POST",
                    Door.path("users", user, "numbers", "confirm"),
                    Json.object().put("number", number).put("code", code));
            session.say(answer.path("number").asText() + " is verified as a number of " + user, answer);
        }
        return 0;
    }
}
