package org.teldav.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;
import org.teldav.http.BackupHandler;
import org.teldav.web.ApiAnswer;
import org.teldav.web.ApiEndpoint;
import org.teldav.web.ApiException;
import org.teldav.web.Json;

/** To the server that runs on the data folder. */
final class ServerDoor implements Door {
    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final Duration ANSWER = Duration.ofMinutes(5);

    /** What a server says that is there, and can't do it now; any other answer is another program's at an address that was ours. */
    private static final Set<Integer> BUSY = Set.of(429, 503);

    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .proxy(HttpClient.Builder.NO_PROXY)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    private final ApiEndpoint endpoint;

    private ServerDoor(ApiEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    /** Empty where no server answers there. @throws CliException where its token can't be read */
    static Optional<Door> find(Path data) {
        Optional<ApiEndpoint> endpoint;
        try {
            endpoint = ApiEndpoint.read(data);
        } catch (AccessDeniedException e) {
            throw new CliException(
                    "this user may not read " + e.getFile() + ": run it as the user that the data belong to", e);
        } catch (IOException e) {
            String why = Files.isRegularFile(data) ? "it is a file, not a folder" : Session.why(e);
            throw new CliException("the data folder " + data + " can't be used: " + why, e);
        }
        return endpoint.map(ServerDoor::new).filter(ServerDoor::answers).map(door -> door);
    }

    private boolean answers() {
        try {
            HttpResponse<byte[]> response = send("GET", "/api/status", Json.object());
            return BUSY.contains(response.statusCode())
                    || response.statusCode() == 200 && answer(response).body().has("version");
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public ApiAnswer ask(String method, String pathAndQuery, JsonNode body) {
        try {
            return answer(send(method, pathAndQuery, body));
        } catch (IOException e) {
            throw new CliException("the server at " + endpoint.address() + " does not answer any more", e);
        }
    }

    /** @throws IOException where it is no JSON: it is another program's, or a server's that is at its end */
    private static ApiAnswer answer(HttpResponse<byte[]> response) throws IOException {
        try {
            return new ApiAnswer(response.statusCode(), Json.parse(response.body()), Optional.empty());
        } catch (ApiException e) {
            throw new IOException("the answer is no JSON", e);
        }
    }

    private HttpResponse<byte[]> send(String method, String pathAndQuery, JsonNode body) throws IOException {
        HttpRequest request = request(pathAndQuery)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body)))
                .build();
        return send(request, HttpResponse.BodyHandlers.ofByteArray());
    }

    private HttpRequest.Builder request(String pathAndQuery) {
        return HttpRequest.newBuilder(URI.create(endpoint.address()).resolve(pathAndQuery))
                .timeout(ANSWER)
                .header("Authorization", endpoint.bearer());
    }

    private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> body) throws IOException {
        try {
            return client.send(request, body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliException("interrupted", e);
        }
    }

    @Override
    public void backup(LongFunction<OutputStream> target) {
        try {
            HttpResponse<InputStream> response =
                    send(request(Door.path("backup")).build(), HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream in = response.body()) {
                if (response.statusCode() != 200) {
                    JsonNode answer = Json.parse(in.readAllBytes());
                    throw new CliException(answer.path("error").asText("the server answered " + response.statusCode()));
                }
                long files =
                        response.headers().firstValueAsLong(BackupHandler.FILES).orElse(0);
                in.transferTo(target.apply(files));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        // the JDK's client ends with the process
    }
}
