package org.teldav.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * One run against one server; its JSON form is what {@code --json} writes and {@code --compare} reads. Immutable.
 *
 * @param started when, as ISO 8601 in UTC
 * @param members how many members the book had, cards and others
 * @param cardBytes the mean length of a card
 * @param filledPerSecond how many new cards a second were PUT to fill the book; 0 when it was filled before
 */
record Result(
        String label,
        String url,
        String started,
        long seed,
        int cards,
        int members,
        int cardBytes,
        int connections,
        double warmupSeconds,
        double seconds,
        double filledPerSecond,
        Machine machine,
        List<Row> operations) {

    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    String json() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A result is always writable", e);
        }
    }

    /** @throws BenchFailure if the file isn't a result */
    static Result read(Path file) throws IOException {
        try {
            return JSON.readValue(Files.readAllBytes(file), Result.class);
        } catch (NoSuchFileException e) {
            throw new BenchFailure("There is no file " + file + ".", e);
        } catch (JsonProcessingException e) {
            throw new BenchFailure(file + " is not a result of --json: " + e.getOriginalMessage(), e);
        }
    }

    long errors() {
        return operations.stream()
                .mapToLong(row -> row instanceof Row.Measured measured ? measured.errors() : 0)
                .sum();
    }
}
