package org.teldav.bench.torture;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

/** Requests, each sent once: a PUT is never tried again behind its writer's back. Thread-safe. */
final class Wire {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final JsonMapper json = JsonMapper.builder().build();

    /**
     * As a phone of this user.
     *
     * @param body each character is a byte
     * @param headers name, value, name, value…
     */
    Reply dav(Node.Running node, String user, String method, String path, String body, String... headers)
            throws InterruptedException {
        String login = user + ":" + People.PASSWORD;
        return send(
                request(node, method, path, body)
                        .header(
                                "Authorization",
                                "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8))),
                headers);
    }

    Reply get(Node.Running node, String user, String path) throws InterruptedException {
        return dav(node, user, "GET", path, "");
    }

    /**
     * GET of the JSON API, with the token of the node's data folder.
     *
     * @throws NoAnswerException where the node doesn't answer with 200
     */
    JsonNode api(Node.Running node, String path) throws InterruptedException {
        Reply reply = send(request(node, "GET", "/api/" + path, "").header("Authorization", "Bearer " + node.token()));
        if (reply.status() != 200) {
            throw new NoAnswerException("GET /api/" + path + " was answered with " + reply.status());
        }
        try {
            return json.readTree(reply.text());
        } catch (JsonProcessingException e) {
            throw new NoAnswerException("GET /api/" + path + " was not answered with JSON: " + e.getOriginalMessage());
        }
    }

    /** The API didn't answer: the node is gone, or something is wrong with it. */
    static final class NoAnswerException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NoAnswerException(String sentence) {
            super(sentence);
        }
    }

    private static HttpRequest.Builder request(Node.Running node, String method, String path, String body) {
        return HttpRequest.newBuilder(node.address().resolve(path))
                .timeout(PATIENCE)
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private Reply send(HttpRequest.Builder request, String... headers) throws InterruptedException {
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        try {
            HttpResponse<byte[]> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            return new Reply(
                    answer.statusCode(),
                    answer.headers().firstValue("ETag").orElse(""),
                    new String(answer.body(), StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            return Reply.NONE;
        }
    }
}
