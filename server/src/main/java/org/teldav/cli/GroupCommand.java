package org.teldav.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.teldav.web.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Groups. */
@Command(
        name = "group",
        description = "Says who keeps whose numbers current.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class GroupCommand extends Commands {
    private final Session session;

    GroupCommand(Session session) {
        this.session = session;
    }

    @Command(description = "Makes a group, with these users in it.", mixinStandardHelpOptions = true)
    int add(
            @Parameters(paramLabel = "GROUP") String group,
            @Parameters(paramLabel = "USER", arity = "0..*") @Nullable List<String> users,
            @Option(names = "--display-name", paramLabel = "D", description = "how people see it") @Nullable
                    String displayName) {
        List<String> members = Optional.ofNullable(users).orElse(List.of());
        try (Door door = session.door(members.isEmpty())) {
            areThere(door, members);
            JsonNode made = door.call(
                    "POST",
                    Door.path("groups"),
                    Json.object().put("name", group).put("display_name", displayName));
            for (String user : members) {
                door.call("PUT", Door.path("groups", group, "members", user), Json.object());
            }
            session.say("group " + made.path("name").asText() + " is made", made);
        }
        return 0;
    }

    @Command(
            description = "Sets the name that people see a group by; the name in commands stays.",
            mixinStandardHelpOptions = true)
    int rename(
            @Parameters(paramLabel = "GROUP") String group,
            @Parameters(paramLabel = "DISPLAY-NAME") String displayName) {
        return session.say(
                "PUT",
                Door.path("groups", group, "display-name"),
                Json.object().put("display_name", displayName),
                answer -> group + " is shown as " + answer.path("display_name").asText());
    }

    @Command(description = "Removes a group; its members stay.", mixinStandardHelpOptions = true)
    int remove(@Parameters(paramLabel = "GROUP") String group) {
        return session.say("DELETE", Door.path("groups", group), answer -> "group " + group + " is removed");
    }

    @Command(description = "All groups.", mixinStandardHelpOptions = true)
    int list() {
        return session.show(
                Door.path("groups"),
                answer -> new Table("no groups", "NAME", "DISPLAY NAME", "CREATED")
                        .rows(
                                answer.path("groups"),
                                group -> List.of(
                                        Table.text(group, "name"),
                                        Table.text(group, "display_name"),
                                        Table.time(group, "created"))));
    }

    @Command(description = "Who is in a group.", mixinStandardHelpOptions = true)
    int show(@Parameters(paramLabel = "GROUP") String group) {
        return session.show(Door.path("groups", group), answer -> UserCommand.table(answer.path("members")));
    }

    @Command(description = "Puts users into a group.", mixinStandardHelpOptions = true)
    int join(
            @Parameters(paramLabel = "GROUP") String group,
            @Parameters(paramLabel = "USER", arity = "1..*") List<String> users) {
        return members("PUT", group, users, " is in ", " was already in ");
    }

    @Command(description = "Takes users out of a group.", mixinStandardHelpOptions = true)
    int leave(
            @Parameters(paramLabel = "GROUP") String group,
            @Parameters(paramLabel = "USER", arity = "1..*") List<String> users) {
        return members("DELETE", group, users, " is out of ", " was not in ");
    }

    @Command(
            description = "Makes a link by which people make themselves users in a group. It is shown this once.",
            mixinStandardHelpOptions = true)
    int invite(
            @Parameters(paramLabel = "GROUP") String group,
            @Option(
                            names = "--uses",
                            paramLabel = "N",
                            defaultValue = "1",
                            description = "for how many people (default: 1)")
                    int uses,
            @Option(
                            names = "--until",
                            paramLabel = "TIME",
                            description = "as 2026-12-24 or 2026-12-24T08:00 (default: for a week)")
                    @Nullable
                    String until) {
        ObjectNode wanted = Json.object().put("uses", uses);
        Times.put(wanted, "until", until);
        return session.say(
                "POST",
                Door.path("groups", group, "invitations"),
                wanted,
                made -> made.path("link").isNull()
                        ? made.path("path").asText() + " at the server's address (set public-url to see it whole)"
                        : made.path("link").asText());
    }

    @Command(description = "The links of a group that have not ended.", mixinStandardHelpOptions = true)
    int invitations(@Parameters(paramLabel = "GROUP") String group) {
        return session.show(
                Door.path("groups", group, "invitations"),
                answer -> new Table("no invitations", "ID", "FOR", "LEFT", "CREATED", "UNTIL")
                        .rows(
                                answer.path("invitations"),
                                one -> List.of(
                                        Table.text(one, "id"),
                                        Table.text(one, "uses"),
                                        Table.text(one, "left"),
                                        Table.time(one, "created"),
                                        Table.time(one, "until"))));
    }

    @Command(description = "Takes a link back: nobody comes in by it any more.", mixinStandardHelpOptions = true)
    int uninvite(@Parameters(paramLabel = "GROUP") String group, @Parameters(paramLabel = "ID") long id) {
        return session.say(
                "DELETE",
                Door.path("groups", group, "invitations", Long.toString(id)),
                answer -> "invitation " + id + " is taken back");
    }

    /** Before anything is done: of a list with a slip none is done by half. */
    private static void areThere(Door door, List<String> users) {
        users.forEach(user -> door.get(Door.path("users", user)));
    }

    private int members(String method, String group, List<String> users, String done, String before) {
        ArrayNode answers = Json.array();
        try (Door door = session.door()) {
            areThere(door, users);
            for (String user : users) {
                JsonNode answer = door.call(method, Door.path("groups", group, "members", user), Json.object());
                boolean changed = answer.path("changed").asBoolean();
                answers.add(Json.object().put("user", user).put("changed", changed));
                if (!session.json()) {
                    session.out().println(user + (changed ? done : before) + group);
                }
            }
        }
        if (session.json()) {
            session.out().println(Json.pretty(answers));
        }
        return 0;
    }
}
