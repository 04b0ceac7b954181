package org.teldav.web;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongConsumer;

/**
 * A request to the API, whatever carried it.
 *
 * @param path the segments below {@code /api/}, decoded
 * @param query parameters, decoded
 * @param body an empty object where there was none
 * @param room as {@link ApiCaller#room}
 */
public record ApiRequest(
        String method, List<String> path, Map<String, String> query, JsonNode body, LongConsumer room) {
    private static final int USUAL_LIMIT = 50;
    private static final int MOST_LIMIT = 10_000;

    /**
     * The request as it is on the wire.
     *
     * @param rawPath as {@code /api/users/alice}
     * @param rawQuery null for none
     */
    static ApiRequest of(
            String method,
            String rawPath,
            @org.jspecify.annotations.Nullable String rawQuery,
            byte[] body,
            LongConsumer room) {
        List<String> path = Arrays.stream(rawPath.substring("/api".length()).split("/"))
                .filter(segment -> !segment.isEmpty())
                // A plus sign stands for itself in a path.
                .map(segment -> decoded(segment.replace("+", "%2B")))
                .toList();
        Map<String, String> query = new HashMap<>();
        if (rawQuery != null) {
            for (String parameter : rawQuery.split("&")) {
                int equals = parameter.indexOf('=');
                if (equals > 0) {
                    query.put(decoded(parameter.substring(0, equals)), decoded(parameter.substring(equals + 1)));
                }
            }
        }
        return new ApiRequest(method, path, Map.copyOf(query), Json.request(body), room);
    }

    private static String decoded(String encoded) {
        try {
            return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new ApiException(400, "a percent sign in the path is not followed by two hex digits", e);
        }
    }

    /** @throws ApiException 400 where the body has another field */
    void only(List<String> fields) {
        body.fieldNames().forEachRemaining(field -> {
            if (!fields.contains(field)) {
                String known =
                        fields.isEmpty() ? "this request has no fields" : "there is " + String.join(", ", fields);
                throw new ApiException(400, "'" + field + "' is unknown here: " + known);
            }
        });
    }

    /** @throws ApiException 400 where it is not there, or no text */
    String text(String field) {
        return optionalText(field).orElseThrow(() -> new ApiException(400, "the text '" + field + "' is missing"));
    }

    Optional<String> optionalText(String field) {
        JsonNode value = body.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            throw new ApiException(400, "'" + field + "' has to be a text");
        }
        return Optional.of(value.textValue());
    }

    /** A number of the body; empty where it is not there, or no whole one. */
    OptionalLong whole(String field) {
        JsonNode value = body.path(field);
        return value.isIntegralNumber() && value.canConvertToLong()
                ? OptionalLong.of(value.longValue())
                : OptionalLong.empty();
    }

    /** Empty where it is not there. */
    List<String> texts(String field) {
        JsonNode value = body.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode element : value) {
            if (!element.isTextual()) {
                throw new ApiException(400, "'" + field + "' has to be a list of texts");
            }
            texts.add(element.textValue());
        }
        if (!value.isArray()) {
            throw new ApiException(400, "'" + field + "' has to be a list of texts");
        }
        return texts;
    }

    /** @throws ApiException 400 where it is no time with its offset */
    Optional<Instant> time(String field) {
        return optionalText(field).map(text -> instant(field, text));
    }

    private static Instant instant(String field, String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new ApiException(400, "'" + field + "' has to be a time like 2026-12-24T08:00:00Z", e);
        }
    }

    /** @throws ApiException 400 where it is not said */
    boolean saidFlag(String field) {
        if (body.path(field).isMissingNode()) {
            throw new ApiException(400, "'" + field + "' is missing: true or false");
        }
        return flag(field);
    }

    boolean flag(String field) {
        JsonNode value = body.path(field);
        if (!value.isMissingNode() && !value.isBoolean()) {
            throw new ApiException(400, "'" + field + "' has to be true or false");
        }
        return value.booleanValue();
    }

    /** How long a list may be that was asked for. @throws ApiException 400 where it is none; a database may take 0 for all there is */
    int limit() {
        long limit = number("limit", USUAL_LIMIT, MOST_LIMIT);
        if (limit == 0) {
            throw new ApiException(400, "'limit' has to be a number from 1 on");
        }
        return (int) limit;
    }

    /** A number of the query. */
    long number(String parameter, long otherwise, long most) {
        String text = query.get(parameter);
        if (text == null) {
            return otherwise;
        }
        if (!text.matches("\\d{1,18}")) {
            throw new ApiException(400, "'" + parameter + "' has to be a number");
        }
        return Math.min(most, Long.parseLong(text));
    }
}
