package org.teldav.web;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Consumer;

/** JSON trees to and from bytes, and how they are built. */
public final class Json {
    /** Of any length: a card with a photo is one text, and who reads a body has bounded it. */
    private static final StreamReadConstraints ANY_LENGTH =
            StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build();

    private static final JsonMapper MAPPER = new JsonMapper(
            JsonFactory.builder().streamReadConstraints(ANY_LENGTH).build());

    /** Of a request: each may be an object of a hundred bytes, made of three. */
    private static final int MOST_TOKENS = 200_000;

    private static final JsonMapper OF_REQUESTS = new JsonMapper(JsonFactory.builder()
            .streamReadConstraints(
                    ANY_LENGTH.rebuild().maxTokenCount(MOST_TOKENS).build())
            .build());

    private Json() {}

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    public static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    /** An array of texts. */
    public static ArrayNode texts(Iterable<String> values) {
        ArrayNode array = array();
        values.forEach(array::add);
        return array;
    }

    /** An array of what the function makes of each value. */
    public static <T> ArrayNode list(Iterable<T> values, java.util.function.Function<T, JsonNode> view) {
        ArrayNode array = array();
        Consumer<T> add = value -> array.add(view.apply(value));
        values.forEach(add);
        return array;
    }

    /** UTF-8. */
    public static byte[] bytes(JsonNode json) {
        try {
            return MAPPER.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a JSON tree can always be written", e);
        }
    }

    /** For people to read. */
    public static String pretty(JsonNode json) {
        return json.toPrettyString();
    }

    /** @throws ApiException 400 where the bytes are no JSON */
    public static JsonNode parse(byte[] bytes) {
        return parse(MAPPER, bytes);
    }

    /** What somebody has sent. @throws ApiException 400 where the bytes are no JSON, or have more in them than any request has */
    static JsonNode request(byte[] bytes) {
        return parse(OF_REQUESTS, bytes);
    }

    private static JsonNode parse(JsonMapper mapper, byte[] bytes) {
        try {
            JsonNode json = mapper.readTree(bytes);
            return json == null || json.isMissingNode() ? object() : json;
        } catch (java.io.IOException e) {
            throw new ApiException(400, "the body is no JSON", e);
        }
    }
}
