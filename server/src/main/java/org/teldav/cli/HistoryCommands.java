package org.teldav.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.teldav.web.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The versions of one card. A path is BOOK/CARD; a name alone is of the book 'contacts'. */
abstract class HistoryCommands extends Commands {
    private final Session session;

    HistoryCommands(Session session) {
        this.session = session;
    }

    private static String path(String user, String path, String... more) {
        int slash = path.indexOf('/');
        String book = slash < 0 ? "contacts" : path.substring(0, slash);
        StringBuilder all =
                new StringBuilder(Door.path("users", user, "books", book, "history", path.substring(slash + 1)));
        for (String segment : more) {
            all.append('/').append(Door.encoded(segment));
        }
        return all.toString();
    }

    @Command(
            description = "The versions of a card, newest first; those that ended are kept 'history.days' days.",
            mixinStandardHelpOptions = true)
    int history(@Parameters(paramLabel = "USER") String user, @Parameters(paramLabel = "PATH") String path) {
        return session.show(
                path(user, path),
                answer -> new Table("no versions", "VERSION", "STORED", "ENDED", "BYTES")
                        .rows(
                                answer.path("versions"),
                                version -> List.of(
                                        Table.text(version, "version"),
                                        Table.time(version, "stored"),
                                        version.path("ended").isNull() ? "is there" : Table.time(version, "ended"),
                                        Table.text(version, "bytes"))));
    }

    @Command(
            description = "In what properties a version differs from what is there now, or from another version.",
            mixinStandardHelpOptions = true)
    int diff(
            @Parameters(paramLabel = "USER") String user,
            @Parameters(paramLabel = "PATH") String path,
            @Parameters(paramLabel = "VERSION") long version,
            @Option(names = "--to", paramLabel = "VERSION", description = "the other version") @Nullable Long to) {
        try (Door door = session.door()) {
            String query = to == null ? "" : "?to=" + to;
            JsonNode answer = door.get(path(user, path, Long.toString(version)) + query);
            if (session.json()) {
                session.out().println(Json.pretty(answer));
            } else if (answer.path("differences").isEmpty()) {
                session.out().println("no property differs");
            } else {
                answer.path("differences").forEach(this::tell);
            }
        }
        return 0;
    }

    private void tell(JsonNode difference) {
        line("- ", Table.text(difference, "before"));
        line("+ ", Table.text(difference, "after"));
    }

    private void line(String sign, String text) {
        if (!text.isEmpty()) {
            session.out().println(sign + text.replaceAll("\\R", "\\\\n"));
        }
    }

    @Command(description = "Brings a version of a card back, byte for byte.", mixinStandardHelpOptions = true)
    int restore(
            @Parameters(paramLabel = "USER") String user,
            @Parameters(paramLabel = "PATH") String path,
            @Parameters(paramLabel = "VERSION") long version) {
        return session.say(
                "POST",
                path(user, path, Long.toString(version), "restore"),
                answer -> Table.text(answer, "result").equals("unchanged")
                        ? path + " is that version already"
                        : path + " is version " + version + " again");
    }
}
