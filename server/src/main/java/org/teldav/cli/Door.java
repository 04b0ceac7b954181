package org.teldav.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.teldav.web.ApiAnswer;
import org.teldav.web.Json;

/** A way to the API of one data folder. */
interface Door extends AutoCloseable {
    /** @param pathAndQuery begins with {@code /api/} */
    ApiAnswer ask(String method, String pathAndQuery, JsonNode body);

    /**
     * Writes a backup into a stream, and returns when it is whole.
     *
     * @param target is told how many versions of cards will come
     */
    void backup(LongFunction<OutputStream> target);

    @Override
    void close();

    /** The body of a good answer. @throws CliException with the API's own words for any other */
    default JsonNode call(String method, String pathAndQuery, JsonNode body) {
        return good(ask(method, pathAndQuery, body));
    }

    /** Its body. @throws CliException with the API's own words where it is no good answer */
    static JsonNode good(ApiAnswer answer) {
        if (answer.status() >= 400) {
            throw new CliException(answer.body().path("error").asText("the server answered " + answer.status()));
        }
        return answer.body();
    }

    default JsonNode get(String pathAndQuery) {
        return call("GET", pathAndQuery, Json.object());
    }

    /** {@code /api/a/b} of its segments. @throws CliException where one is empty: it would name what is above it */
    static String path(String... segments) {
        if (Stream.of(segments).anyMatch(String::isEmpty)) {
            throw new CliException("there is nothing with an empty name");
        }
        return "/api/" + Stream.of(segments).map(Door::encoded).collect(Collectors.joining("/"));
    }

    static String encoded(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
