package org.teldav.web.page;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.teldav.DavAnswer;
import org.teldav.DavClient;
import org.teldav.TestServer;
import org.teldav.oidc.TestProvider;

/** A server beside a provider, and browsers that go there and back. */
abstract class ProviderStory {
    @TempDir
    Path data;

    TestProvider provider;
    TestServer server;

    @BeforeEach
    void start() {
        provider = TestProvider.start();
        server = serve(data.resolve("known"));
        server.user("alice", "+1 415 555 0100");
    }

    @AfterEach
    void close() {
        server.close();
        provider.close();
    }

    TestServer serve(Path folder, String... more) {
        List<String> lines = new ArrayList<>(List.of(
                "oidc.issuer = \"" + provider.issuer() + "\"",
                "oidc.client-id = \"" + TestProvider.CLIENT + "\"",
                "oidc.client-secret = \"" + TestProvider.SECRET + "\""));
        lines.addAll(List.of(more));
        return TestServer.start(folder, lines.toArray(String[]::new));
    }

    /** Keeps all cookies that it is given. */
    static final class Visitor {
        private final DavClient client;
        final Map<String, String> cookies = new LinkedHashMap<>();

        Visitor(DavClient client) {
            this.client = client;
        }

        DavAnswer get(String path) {
            String sent = cookies.entrySet().stream()
                    .map(one -> one.getKey() + "=" + one.getValue())
                    .collect(Collectors.joining("; "));
            DavAnswer answer = (sent.isEmpty() ? client : client.with("Cookie: " + sent)).send("GET", path);
            if (answer.headers().containsKey("Set-Cookie")) {
                for (String one : answer.header("Set-Cookie").split(", ")) {
                    String[] pair = one.split(";", 2)[0].split("=", 2);
                    if (one.contains("Max-Age=0")) {
                        cookies.remove(pair[0]);
                    } else {
                        cookies.put(pair[0], pair[1]);
                    }
                }
            }
            return answer;
        }

        boolean isSignedIn() {
            return get("/account").status() == 200;
        }
    }

    Visitor visitor() {
        return new Visitor(server.client());
    }

    String leave(Visitor visitor, String path) {
        return visitor.get(path).expect(303).header("Location");
    }

    /** As far as the answer to coming back. */
    DavAnswer signIn(Visitor visitor) {
        return visitor.get(provider.signIn(leave(visitor, "/sign-in/provider")));
    }
}
