package org.teldav.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.teldav.web.ApiAnswer;
import org.teldav.web.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Numbers and whose they are. */
@Command(
        name = "number",
        description = "Shows, proves, shares and changes numbers, and tells beforehand what a change would come to.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class NumberCommand extends Commands {
    private final Session session;

    NumberCommand(Session session) {
        this.session = session;
    }

    @Command(description = "Who says, or said, that a number is theirs.", mixinStandardHelpOptions = true)
    int show(@Parameters(paramLabel = "N") String number) {
        return session.show(
                Door.path("numbers") + "?number=" + Door.encoded(number),
                answer -> new Table(
                                "nobody has " + answer.path("number").asText(),
                                "NUMBER",
                                "USER",
                                "STATE",
                                "SINCE",
                                "UNTIL")
                        .rows(
                                answer.path("claims"),
                                claim -> List.of(
                                        Table.text(claim, "number"),
                                        Table.text(claim, "user"),
                                        Table.text(claim, "state"),
                                        Table.time(claim, "since"),
                                        Table.time(claim, "until"))));
    }

    @Command(
            description = "Says that a number is a user's; a change that waited for this goes on.",
            mixinStandardHelpOptions = true)
    int verify(
            @Parameters(paramLabel = "USER") String user,
            @Parameters(paramLabel = "N") String number,
            @Option(names = "--transfer", description = "also where somebody else holds it verified: they do no more")
                    boolean transfer) {
        return session.say(
                "POST",
                Door.path("users", user, "numbers", "verify"),
                Json.object().put("number", number).put("transfer", transfer),
                answer -> answer.path("number").asText() + " is verified as a number of " + user);
    }

    @Command(
            description = "Refuses a claim that waits for a decision; what waited for it is cancelled.",
            mixinStandardHelpOptions = true)
    int refuse(@Parameters(paramLabel = "USER") String user, @Parameters(paramLabel = "N") String number) {
        return session.say(
                "POST",
                Door.path("users", user, "numbers", "refuse"),
                Json.object().put("number", number),
                answer -> answer.path("number").asText() + " is refused as a number of " + user);
    }

    @Command(
            description = "Changes a number in the user's own card, as their phone would: now, or at a time.",
            mixinStandardHelpOptions = true)
    int change(
            @Parameters(paramLabel = "USER") String user,
            @Parameters(paramLabel = "OLD") String old,
            @Parameters(paramLabel = "NEW") String fresh,
            @Option(names = "--at", paramLabel = "TIME", description = "as 2026-12-24 or 2026-12-24T08:00; else now")
                    @Nullable
                    String at,
            @Option(names = "--until", paramLabel = "TIME", description = "as --at; then the old number comes back")
                    @Nullable
                    String until) {
        try (Door door = session.door()) {
            ObjectNode wanted = Json.object().put("old", old).put("new", fresh);
            Times.put(wanted, "at", at);
            Times.put(wanted, "until", until);
            String preview = session.json() ? "" : preview(door, user, old, fresh);
            if (!preview.isEmpty()) {
                session.out().println(preview);
            }
            tell(door, user, door.call("POST", Door.path("users", user, "numbers", "change"), wanted));
        }
        return 0;
    }

    /** Empty where it can't be told: then the change itself says why. */
    private static String preview(Door door, String user, String old, String fresh) {
        ApiAnswer answer = door.ask(
                "POST",
                Door.path("users", user, "numbers", "preview"),
                Json.object().put("old", old).put("new", fresh));
        return answer.status() >= 400 ? "" : PreviewText.of(answer.body());
    }

    private void tell(Door door, String user, JsonNode answer) {
        String edit = answer.path("old").asText() + " -> " + answer.path("new").asText();
        if (answer.has("change")) {
            JsonNode change = new ChangeProgress(session, door)
                    .follow(answer.path("change").asLong());
            if (answer.has("scheduled")) {
                ((ObjectNode) change).set("scheduled", answer.path("scheduled"));
            }
            session.say(edit + ": " + ChangeProgress.outcome(change) + returning(answer), change);
        } else if (answer.has("scheduled")) {
            session.print(planned(answer), answer);
        } else {
            session.say(edit + " is in the own card of " + user + "; nobody else had to be told", answer);
        }
    }

    /** Of a number that is changed for a time. */
    private static String returning(JsonNode answer) {
        for (JsonNode edit : answer.path("scheduled")) {
            if (edit.path("old").equals(answer.path("new"))
                    && edit.path("new").equals(answer.path("old"))
                    && edit.path("state").asText().equals("planned")) {
                return "; it comes back at " + Table.time(edit, "at");
            }
        }
        return "";
    }

    @Command(
            description = "What a change of a number would come to. Nothing is written.",
            mixinStandardHelpOptions = true)
    int preview(
            @Parameters(paramLabel = "USER") String user,
            @Parameters(paramLabel = "OLD") String old,
            @Parameters(paramLabel = "NEW") String fresh) {
        return session.say(
                "POST",
                Door.path("users", user, "numbers", "preview"),
                Json.object().put("old", old).put("new", fresh),
                answer -> PreviewText.of(answer));
    }

    @Command(
            description = "The changes of numbers that a user has planned, and what became of them.",
            mixinStandardHelpOptions = true)
    int planned(@Parameters(paramLabel = "USER") String user) {
        return session.show(Door.path("users", user, "scheduled"), answer -> planned(answer));
    }

    private static Table planned(JsonNode answer) {
        return new Table("nothing is planned", "ID", "AT", "OLD", "NEW", "STATE")
                .rows(
                        answer.path("scheduled"),
                        edit -> List.of(
                                Table.text(edit, "id"),
                                Table.time(edit, "at"),
                                Table.text(edit, "old"),
                                Table.text(edit, "new"),
                                (Table.text(edit, "state") + " " + Table.text(edit, "reason")).strip()));
    }

    @Command(
            description = "Takes a planned change off, and the one that would take it back.",
            mixinStandardHelpOptions = true)
    int unplan(
            @Parameters(paramLabel = "USER") String user,
            @Parameters(paramLabel = "ID", description = "as 'number planned USER' lists it") String id) {
        return session.say("DELETE", Door.path("users", user, "scheduled", id), answer -> "cancelled: " + id);
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
        return session.say(
                "POST",
                Door.path("users", user, "numbers", "code"),
                Json.object().put("number", number),
                answer -> "a code is sent to " + answer.path("number").asText());
    }

    @Command(
            description = "Enters the code that was sent: the number is verified, and a change that waited goes on.",
            mixinStandardHelpOptions = true)
    int confirm(
            @Parameters(paramLabel = "USER") String user,
            @Parameters(paramLabel = "N") String number,
            @Parameters(paramLabel = "CODE") String code) {
        return session.say(
                "POST",
                Door.path("users", user, "numbers", "confirm"),
                Json.object().put("number", number).put("code", code),
                answer -> answer.path("number").asText() + " is verified as a number of " + user);
    }
}
