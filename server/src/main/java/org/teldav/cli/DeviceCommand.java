package org.teldav.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.teldav.web.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Devices. */
@Command(
        name = "device",
        description = "Gives each device of a user a password of its own.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class DeviceCommand extends Commands {
    private final Session session;

    DeviceCommand(Session session) {
        this.session = session;
    }

    @Command(description = "The devices of a user.", mixinStandardHelpOptions = true)
    int list(@Parameters(paramLabel = "USER") String user) {
        return session.show(
                Door.path("users", user, "devices"),
                answer -> new Table("no devices", "ID", "LABEL", "CREATED", "LAST USED", "EXPIRES")
                        .rows(
                                answer.path("devices"),
                                device -> List.of(
                                        Table.text(device, "id"),
                                        Table.text(device, "label"),
                                        Table.time(device, "created"),
                                        Table.time(device, "last_used"),
                                        Table.time(device, "expires"))));
    }

    @Command(description = "Makes a password for a device, and shows it this once.", mixinStandardHelpOptions = true)
    int add(
            @Parameters(paramLabel = "USER") String user,
            @Parameters(paramLabel = "LABEL", description = "what the user calls the device") String label,
            @Option(
                            names = "--expires",
                            paramLabel = "TIME",
                            description = "as 2026-12-24 or 2026-12-24T08:00; else never")
                    @Nullable
                    String expires) {
        ObjectNode device = Json.object().put("label", label);
        Times.put(device, "expires", expires);
        return session.say(
                "POST",
                Door.path("users", user, "devices"),
                device,
                made -> made.path("password").asText());
    }

    @Command(description = "Takes a device's password away; it is out at once.", mixinStandardHelpOptions = true)
    int remove(@Parameters(paramLabel = "USER") String user, @Parameters(paramLabel = "ID") long id) {
        return session.say(
                "DELETE",
                Door.path("users", user, "devices", Long.toString(id)),
                answer -> "device " + id + " of " + user + " is removed");
    }
}
