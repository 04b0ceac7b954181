package org.teldav.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.teldav.Checkup;
import org.teldav.Finding;
import org.teldav.config.TeldavConfig;
import org.teldav.web.Json;
import picocli.CommandLine.Command;

/** Whether all is there that a server needs. */
@Command(
        name = "doctor",
        description =
                "Looks at configuration, database, TLS, disk, names and clock: each is ok, or it says what to do.",
        mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
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
            table.row(finding.well() ? "ok" : "!!", finding.check(), finding.said());
            all.addObject()
                    .put("check", finding.check())
                    .put("ok", finding.well())
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
            return List.of(new Finding("configuration", false, String.valueOf(e.getMessage())));
        }
        List<Finding> findings = new ArrayList<>();
        findings.add(new Finding("configuration", true, "every key is known, and every value can be used"));
        Optional<String> engine;
        try (Door server = ServerDoor.find(config.data()).orElse(null)) {
            engine = Optional.ofNullable(server).map(door -> Table.text(door.get(Door.path("status")), "engine"));
        } catch (CliException e) {
            findings.add(new Finding("server", false, String.valueOf(e.getMessage())));
            return findings;
        }
        findings.addAll(new Checkup(config, Clock.systemUTC()).run(engine));
        return findings;
    }
}
