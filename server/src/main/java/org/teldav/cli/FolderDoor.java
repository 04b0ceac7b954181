package org.teldav.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.OutputStream;
import java.time.Duration;
import java.util.function.LongFunction;
import org.teldav.Teldav;
import org.teldav.web.ApiAnswer;
import org.teldav.web.ApiCaller;
import org.teldav.web.Json;

/** To a data folder that no server runs on: what a command sets going is at its end before the command is. */
final class FolderDoor implements Door {
    private static final Duration MOST = Duration.ofMinutes(10);

    private final Teldav teldav;

    FolderDoor(Teldav teldav) {
        this.teldav = teldav;
    }

    @Override
    public ApiAnswer ask(String method, String pathAndQuery, JsonNode body) {
        int question = pathAndQuery.indexOf('?');
        String path = question < 0 ? pathAndQuery : pathAndQuery.substring(0, question);
        String query = question < 0 ? "" : pathAndQuery.substring(question + 1);
        ApiAnswer answer = teldav.api().answer(ApiCaller.OPERATOR, method, path, query, Json.bytes(body));
        if (!method.equals("GET")) {
            teldav.drain(MOST);
        }
        return answer;
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
