package org.teldav.plain;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.teldav.config.ConfigReader;
import org.teldav.config.InvalidConfigException;
import org.teldav.dav.DavTree;
import org.teldav.dav.LargeBodies;
import org.teldav.dav.Methods;
import org.teldav.dav.RequestLimits;
import org.teldav.http.DavHandler;
import org.teldav.http.HttpServer;
import org.teldav.http.MiltonDispatch;
import org.teldav.http.Occupancy;
import org.teldav.http.Routes;
import org.teldav.metrics.Registry;
import org.teldav.storage.Errand;
import org.teldav.storage.Principal;
import org.teldav.storage.Visit;

/** A {@link PlainTree} behind the real HTTP server and handlers, on a free port; any name and password will do. */
public final class PlainServer implements AutoCloseable {
    private final HttpServer http;

    private PlainServer(HttpServer http) {
        this.http = http;
    }

    /**
     * @param folder for its configuration; nothing else is on disk
     * @param lines of the configuration beside the port
     */
    public static PlainServer start(Path folder, String... lines)
            throws IOException, InvalidConfigException, GeneralSecurityException {
        return start(folder, new PlainTree(), lines);
    }

    static PlainServer start(Path folder, DavTree tree, String... lines)
            throws IOException, InvalidConfigException, GeneralSecurityException {
        Path file = Files.writeString(
                folder.resolve("plain.conf"), "listen = \"127.0.0.1:0\"\n" + String.join("\n", lines));
        DavHandler dav = new DavHandler(
                MiltonDispatch.of(tree, Methods.of(tree, List.of())),
                (authorization, address, errand) -> Optional.of(Visit.of(user())),
                tree.classes(),
                (method, path) -> Errand.NONE,
                new RequestLimits(10 << 20, 1 << 20, LargeBodies.ofHeap(10)),
                new Occupancy<>(64));
        HttpServer http = new HttpServer(
                ConfigReader.read(Optional.of(file), Map.of(), Optional.of(folder)),
                new Routes(() -> true, dav, dav, dav),
                new Registry());
        http.start();
        return new PlainServer(http);
    }

    private static Principal.User user() {
        return new Principal.User(1, "litmus", "litmus", "", Optional.empty(), false, false, false, Instant.EPOCH);
    }

    public String address() {
        return http.address();
    }

    @Override
    public void close() {
        http.close();
    }
}
