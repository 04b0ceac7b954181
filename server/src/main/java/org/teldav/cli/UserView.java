package org.teldav.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** A user, a line for each thing there is to know. */
final class UserView {
    private UserView() {}

    static Table of(JsonNode user) {
        Table table = new Table("", "name", Table.text(user, "name"));
        table.row("full name", Table.text(user, "full_name"));
        table.row("region", Table.text(user, "region"));
        table.row("is", is(user));
        table.row("created", Table.time(user, "created"));
        table.row("own card", Table.text(user, "own_card"));
        List<String> groups = new ArrayList<>();
        user.path("groups").forEach(group -> groups.add(group.asText()));
        table.row("groups", String.join(", ", groups));
        user.path("numbers")
                .forEach(claim -> table.row(
                        "number",
                        Table.text(claim, "number") + "  " + Table.text(claim, "state") + " since "
                                + Table.time(claim, "since")));
        user.path("books")
                .forEach(book -> table.row(
                        "book",
                        Table.text(book, "name") + "  "
                                + Table.count(book.path("cards").asLong(), "card") + ", " + Table.text(book, "bytes")
                                + " bytes"));
        return table;
    }

    private static String is(JsonNode user) {
        String role = user.path("admin").asBoolean() ? "administrator" : "user";
        return role
                + (user.path("second_factor").asBoolean() ? ", with a second factor" : "")
                + (user.path("disabled").asBoolean() ? ", disabled" : "");
    }
}
