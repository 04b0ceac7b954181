package org.teldav.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.teldav.web.Json;
import org.teldav.web.PrivateFile;
import org.teldav.web.UserExport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Users. */
@Command(
        name = "user",
        description = "Adds, shows and changes users.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class UserCommand extends Commands {
    private final Session session;

    UserCommand(Session session) {
        this.session = session;
    }

    @Command(
            description = "Makes a user with a home, the book 'contacts' and an own card.",
            mixinStandardHelpOptions = true)
    int add(
            @Parameters(paramLabel = "NAME") String name,
            @Option(names = "--full-name", paramLabel = "F", description = "as on the own card") @Nullable
                    String fullName,
            @Option(names = "--tel", paramLabel = "N", description = "a number of theirs, verified hereby") @Nullable
                    List<String> tels,
            @Option(names = "--email", paramLabel = "E", description = "an address of theirs, on the own card")
                    @Nullable
                    List<String> emails,
            @Option(names = "--group", paramLabel = "G", description = "made where it is not there") @Nullable
                    List<String> groups,
            @Option(names = "--region", paramLabel = "CC", description = "of numbers without a country code") @Nullable
                    String region,
            @Option(names = "--admin", description = "may use the API") boolean admin,
            @Mixin PasswordOption password) {
        ObjectNode user = Json.object()
                .put("name", name)
                .put("full_name", fullName)
                .put("region", region)
                .put("admin", admin)
                .put("password", password.read(session));
        user.set("tel", Json.texts(orNone(tels)));
        user.set("email", Json.texts(orNone(emails)));
        user.set("groups", Json.texts(orNone(groups)));
        try (Door door = session.door(true)) {
            JsonNode made = door.call("POST", Door.path("users"), user);
            int waiting = made.path("waits").size();
            int numbers = made.path("numbers").size() - waiting;
            session.say(
                    made.path("name").asText() + " is made, with the own card "
                            + made.path("own_card").asText()
                            + (numbers == 0 ? "" : " and " + numbers + " verified number" + (numbers == 1 ? "" : "s"))
                            + newGroups(made)
                            + waits(made),
                    made);
        }
        return 0;
    }

    /** A line for each group that was made with the user: its name may be a slip of the keys. */
    static String newGroups(JsonNode made) {
        StringBuilder lines = new StringBuilder();
        made.path("new_groups")
                .forEach(group -> lines.append(System.lineSeparator())
                        .append("there was no group '" + group.asText() + "': a new one was made"));
        return lines.toString();
    }

    /** A line for each number that somebody else holds. */
    static String waits(JsonNode made) {
        StringBuilder lines = new StringBuilder();
        made.path("waits")
                .forEach(sentence ->
                        lines.append(System.lineSeparator()).append("waits: ").append(sentence.asText()));
        return lines.toString();
    }

    private static List<String> orNone(@Nullable List<String> values) {
        return Optional.ofNullable(values).orElse(List.of());
    }

    @Command(description = "All users.", mixinStandardHelpOptions = true)
    int list() {
        return session.show(Door.path("users"), answer -> table(answer.path("users")));
    }

    static Table table(JsonNode users) {
        Table table = new Table("no users", "NAME", "FULL NAME", "REGION", "IS", "CREATED");
        for (JsonNode user : users) {
            String is = (user.path("admin").asBoolean() ? "admin " : "")
                    + (user.path("disabled").asBoolean() ? "disabled" : "");
            table.row(
                    Table.text(user, "name"),
                    Table.text(user, "full_name"),
                    Table.text(user, "region"),
                    is.strip(),
                    Table.time(user, "created"));
        }
        return table;
    }

    @Command(description = "A user with groups, numbers and books.", mixinStandardHelpOptions = true)
    int show(@Parameters(paramLabel = "NAME") String name) {
        return session.show(Door.path("users", name), user -> UserView.of(user));
    }

    @Command(description = "Sets a new password; the old one is out at once.", mixinStandardHelpOptions = true)
    int password(@Parameters(paramLabel = "NAME") String name, @Mixin PasswordOption password) {
        ObjectNode body = Json.object().put("password", password.read(session));
        return put(name, "password", body, "the password of " + name + " is changed");
    }

    @Command(
            description = "Sets the full name that others see; the user name and the own card stay.",
            mixinStandardHelpOptions = true)
    int rename(@Parameters(paramLabel = "NAME") String name, @Parameters(paramLabel = "FULL-NAME") String fullName) {
        return session.say(
                "PUT",
                Door.path("users", name, "full-name"),
                Json.object().put("full_name", fullName),
                answer -> name + " is shown as " + answer.path("full_name").asText());
    }

    @Command(description = "Lets a user in no more; all that is theirs stays.", mixinStandardHelpOptions = true)
    int disable(@Parameters(paramLabel = "NAME") String name) {
        return put(name, "disabled", Json.object().put("disabled", true), name + " is disabled");
    }

    @Command(description = "Lets a disabled user in again.", mixinStandardHelpOptions = true)
    int enable(@Parameters(paramLabel = "NAME") String name) {
        return put(name, "disabled", Json.object().put("disabled", false), name + " is enabled");
    }

    private int put(String name, String what, ObjectNode body, String done) {
        return session.say("PUT", Door.path("users", name, what), body, answer -> done);
    }

    @Command(description = "Removes a user with all that is theirs.", mixinStandardHelpOptions = true)
    int remove(
            @Parameters(paramLabel = "NAME") String name,
            @Option(names = "--yes", description = "don't ask") boolean yes) {
        try (Door door = session.door()) {
            JsonNode user = door.get(Door.path("users", name));
            if (!yes
                    && !session.agreed(
                            "Remove " + user.path("name").asText() + " with all cards, history and numbers?")) {
                throw new CliException(name + " is not removed; with --yes nobody is asked");
            }
            JsonNode answer = door.call("DELETE", Door.path("users", name), Json.object());
            session.say(name + " is removed", answer);
        }
        return 0;
    }

    @Command(
            description = "Writes all there is of a user into a zip: each book as a file, the rest as JSON.",
            mixinStandardHelpOptions = true)
    int export(
            @Parameters(paramLabel = "NAME") String name,
            @Parameters(paramLabel = "FILE", description = "one that is there is replaced when the new one is whole")
                    Path file) {
        try (Door door = session.door()) {
            Path fresh = PrivateFile.create(file);
            try {
                try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(fresh))) {
                    new UserExport(door::get).write(name, out);
                }
                PrivateFile.replace(fresh, file);
            } finally {
                Files.deleteIfExists(fresh);
            }
            session.say("all of " + name + " is in " + file, Json.object().put("file", file.toString()));
        } catch (IOException e) {
            throw new CliException("nothing was exported: " + Session.why(e), e);
        }
        return 0;
    }

    @Command(
            name = "import",
            description = "Makes users from a CSV file with the header name,full_name,tel,email,group,password.",
            mixinStandardHelpOptions = true)
    int importUsers(@Parameters(paramLabel = "FILE.csv") Path file) {
        return new UserImport(session).run(file);
    }
}
