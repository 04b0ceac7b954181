package org.teldav.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.teldav.cards.Csv;
import org.teldav.web.ApiAnswer;
import org.teldav.web.Json;

/** Makes many users: a report a line, bad lines named, the good ones done. */
final class UserImport {
    private static final List<String> COLUMNS = List.of("name", "full_name", "tel", "email", "group", "password");

    private final Session session;
    private final ArrayNode report = Json.array();
    private int made;
    private int refused;

    UserImport(Session session) {
        this.session = session;
    }

    int run(Path file) {
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            Csv csv = new Csv(reader);
            List<String> header = header(file, csv);
            try (Door door = session.door(true)) {
                for (var row = csv.next(); row.isPresent(); row = csv.next()) {
                    add(door, header, row.get());
                }
            } finally {
                tell();
            }
        } catch (NoSuchFileException e) {
            throw new CliException("there is no file " + file, e);
        } catch (CharacterCodingException e) {
            throw new CliException(file + " is not in UTF-8: save it so, and import it again", e);
        } catch (IOException e) {
            throw new CliException(file + " can't be read: " + Session.why(e), e);
        }
        return refused == 0 ? 0 : 1;
    }

    /** Also where it ends in the middle. */
    private void tell() {
        if (session.json()) {
            session.out().println(Json.pretty(report));
        } else {
            session.out().println(made + " made, " + refused + " not");
        }
    }

    private static List<String> header(Path file, Csv csv) throws IOException {
        List<String> header = csv.next().orElseThrow(() -> new CliException(file + " is empty")).cells().stream()
                .map(cell -> cell.replace("\uFEFF", "").strip().toLowerCase(Locale.ROOT))
                .toList();
        Set<String> once = new HashSet<>(header);
        if (!COLUMNS.containsAll(header)
                || once.size() < header.size()
                || !once.containsAll(List.of("name", "password"))) {
            throw new CliException("the first line of " + file + " has to be " + String.join(",", COLUMNS)
                    + ", of which only name and password must be there");
        }
        return header;
    }

    private void add(Door door, List<String> header, Csv.Row row) {
        if (row.cells().size() != header.size()) {
            report(row, "", "there are " + row.cells().size() + " values, not " + header.size(), Json.object());
            return;
        }
        ObjectNode user = Json.object();
        for (int i = 0; i < header.size(); i++) {
            set(user, header.get(i), row.cells().get(i));
        }
        String name = user.path("name").asText();
        ApiAnswer answer = door.ask("POST", Door.path("users"), user);
        boolean good = answer.status() < 400;
        report(row, name, good ? "" : answer.body().path("error").asText(), answer.body());
    }

    private static void set(ObjectNode user, String column, String cell) {
        switch (column) {
            case "tel", "email" -> user.set(column, Json.texts(values(cell)));
            case "group" -> user.set("groups", Json.texts(values(cell)));
            case "full_name" -> user.put(column, cell.isBlank() ? null : cell.strip());
            // Blanks in quotes are of the password.
            case "password" -> user.put(column, cell);
            default -> user.put(column, cell.strip());
        }
    }

    private static List<String> values(String cell) {
        return Stream.of(cell.split(";"))
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .toList();
    }

    /** @param answer has what is to be told besides */
    private void report(Csv.Row row, String name, String error, JsonNode answer) {
        boolean good = error.isEmpty();
        made += good ? 1 : 0;
        refused += good ? 0 : 1;
        String waits = UserCommand.waits(answer);
        ObjectNode line = Json.object()
                .put("line", row.line())
                .put("name", name)
                .put("made", good)
                .put("error", good ? null : error)
                .put("waits", waits.isEmpty() ? null : waits.strip());
        report.add(line.set("new_groups", Json.list(answer.path("new_groups"), group -> group)));
        if (!session.json()) {
            String besides = UserCommand.newGroups(answer) + waits;
            session.out()
                    .println("line " + row.line() + ": " + (good ? name + " is made" + besides : label(name) + error));
        }
    }

    private static String label(String name) {
        return name.isEmpty() ? "" : name + ": ";
    }
}
