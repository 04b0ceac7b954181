package org.teldav.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.teldav.Checkup;
import org.teldav.Finding;
import org.teldav.RunningServer;
import org.teldav.config.TeldavConfig;
import org.teldav.web.Json;
import picocli.CommandLine.Command;

/** Whether all is there that a server needs. */
@Command(
        name = "doctor",
        description =
                "Looks at configuration, database, TLS, disk, names and clock: each is ok, or it says what to do (!!), or may be (!).",
        mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
    private static final Map<Finding.Level, String> MARKS =
            Map.of(Finding.Level.WELL, "ok", Finding.Level.DOUBTFUL, "!", Finding.Level.ILL, "!!");

    private final Session session;

    DoctorCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        List<Finding> findings = findings();
        Table table = new Table("", "", "CHECK", "FINDING");
        ArrayNode all = Json.array();
        for (Finding finding : findings) {
            table.row(MARKS.get(finding.level()), finding.check(), finding.said());
            all.addObject()
                    .put("check", finding.check())
                    .put("ok", finding.well())
                    .put("doubtful", finding.level() == Finding.Level.DOUBTFUL)
                    .put("message", finding.said());
        }
        boolean well = findings.stream().allMatch(Finding::well);
        ObjectNode answer = Json.object().put("ok", well);
        answer.set("checks", all);
        session.print(table, answer);
        return well ? 0 : 1;
    }

    private List<Finding> findings() {
        TeldavConfig config;
        try {
            config = session.config();
        } catch (CliException e) {
            return String.valueOf(e.getMessage())
                    .lines()
                    .map(error -> Finding.ill("configuration", error))
                    .toList();
        }
        List<Finding> findings = new ArrayList<>();
        findings.add(session.file()
                .flatMap(Checkup::readableSecrets)
                .orElseGet(() -> Finding.well("configuration", "every key is known, and every value can be used")));
        Optional<RunningServer> running;
        try (Door server = ServerDoor.find(config.data()).orElse(null)) {
            running = Optional.ofNullable(server).map(door -> running(door.get(Door.path("status"))));
        } catch (CliException e) {
            findings.add(Finding.ill("server", String.valueOf(e.getMessage())));
            return findings;
        }
        findings.addAll(new Checkup(config, Clock.systemUTC()).run(running));
        return findings;
    }

    private static RunningServer running(JsonNode status) {
        return new RunningServer(
                Table.text(status, "engine"),
                Table.text(status, "address"),
                Optional.of(Table.text(status, "region")).filter(region -> !region.isEmpty()));
    }
}
