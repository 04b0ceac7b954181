package org.teldav.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/**
 * What the API says.
 *
 * @param status of HTTP
 * @param body an object or array; for an error {@code {"error": "…"}}
 * @param allow the methods there are, where the one asked for is none of them
 */
public record ApiAnswer(int status, JsonNode body, Optional<String> allow) {
    public static ApiAnswer ok(JsonNode body) {
        return new ApiAnswer(200, body, Optional.empty());
    }

    public static ApiAnswer created(JsonNode body) {
        return new ApiAnswer(201, body, Optional.empty());
    }

    public static ApiAnswer error(int status, String message) {
        return new ApiAnswer(status, Json.object().put("error", message), Optional.empty());
    }

    /** @param code a name that stays; empty for none @param arguments what the message speaks of */
    static ApiAnswer error(int status, String message, String code, List<String> arguments) {
        ObjectNode body = Json.object().put("error", message);
        if (!code.isEmpty()) {
            body.put("code", code).set("arguments", Json.texts(arguments));
        }
        return new ApiAnswer(status, body, Optional.empty());
    }

    /** The body in UTF-8. */
    public byte[] bytes() {
        return Json.bytes(body);
    }
}
