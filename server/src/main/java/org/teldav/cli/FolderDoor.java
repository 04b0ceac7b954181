package org.teldav.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongFunction;
import org.teldav.Teldav;
import org.teldav.web.ApiAnswer;
import org.teldav.web.ApiCaller;
import org.teldav.web.Json;

/** To a data folder that no server runs on: what a command sets going is at its end before the command is. */
final class FolderDoor implements Door {
    private static final Duration MOST = Duration.ofMinutes(10);

    private final Teldav teldav;
    private final PrintStream err;
    private final Duration most;

    /** @param err is told where that takes long */
    FolderDoor(Teldav teldav, PrintStream err) {
        this(teldav, err, MOST);
    }

    /** @param most how long another process that is at some of it is waited for */
    FolderDoor(Teldav teldav, PrintStream err, Duration most) {
        this.teldav = teldav;
        this.err = err;
        this.most = most;
    }

    @Override
    public ApiAnswer ask(String method, String pathAndQuery, JsonNode body) {
        int question = pathAndQuery.indexOf('?');
        String path = question < 0 ? pathAndQuery : pathAndQuery.substring(0, question);
        String query = question < 0 ? "" : pathAndQuery.substring(question + 1);
        ApiAnswer answer = teldav.api().answer(ApiCaller.OPERATOR, method, path, query, Json.bytes(body));
        if (!method.equals("GET")) {
            carry();
        }
        return answer;
    }

    @SuppressWarnings("try") // the heartbeat tells by itself
    private void carry() {
        try (Heartbeat told = new Heartbeat(err, Progress.QUIET, this::carried)) {
            if (!teldav.drain(most)) {
                err.println("another process is still at some of it: " + carried());
            }
        }
    }

    private String carried() {
        JsonNode counted = get("/api/status").path("metrics");
        return String.format(
                Locale.ROOT,
                "%,d cards rewritten; %,d that came late are still to be looked at",
                counted.path("cards_rewritten").asLong(),
                counted.path("late_comers").asLong());
    }

    @Override
    public void backup(LongFunction<OutputStream> target) {
        teldav.backup(target);
    }

    @Override
    public void close() {
        teldav.close();
    }
}
