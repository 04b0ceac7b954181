package org.teldav.http;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.server.Handler;
import org.junit.jupiter.api.io.TempDir;
import org.teldav.config.ConfigReader;
import org.teldav.config.TeldavConfig;
import org.teldav.metrics.Registry;

/** An HTTP server whose handlers say what reached them. */
abstract class HttpStory {
    @TempDir
    Path folder;

    final AtomicBoolean healthy = new AtomicBoolean(true);

    HttpServer started(String lines) throws Exception {
        String listen = lines.contains("listen") ? "" : "listen = \"127.0.0.1:0\"\n";
        HttpServer server = server(config(listen + lines), new Echo("dav"));
        server.start();
        return server;
    }

    HttpServer server(TeldavConfig config, Handler dav) throws Exception {
        return new HttpServer(
                config, new Routes(healthy::get, new Echo("api"), new Echo("metrics"), dav), new Registry());
    }

    TeldavConfig config(String text) throws Exception {
        Path file = Files.writeString(folder.resolve("teldav.conf"), text);
        return ConfigReader.read(Optional.of(file), Map.of(), Optional.empty());
    }

    static HttpResponse<String> get(String address, String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(address).resolve(path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    static String raw(HttpServer server, String request) throws IOException {
        URI address = URI.create(server.address());
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
