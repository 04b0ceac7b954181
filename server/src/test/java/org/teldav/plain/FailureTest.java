package org.teldav.plain;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teldav.DavClient;
import org.teldav.dav.DavRequest;
import org.teldav.dav.DavResource;
import org.teldav.dav.DavTree;
import org.teldav.dav.Href;
import org.teldav.dav.LockSpace;

/** What a client is told where the server fails. */
class FailureTest {
    @TempDir
    Path folder;

    /** Looks up no file during a PUT: what fails so has been stored. */
    private static final class Broken implements DavTree {
        private final PlainTree tree = new PlainTree();

        @Override
        public Optional<DavResource> find(DavRequest request, Href href) {
            Optional<DavResource> found = tree.find(request, href);
            if (href.toString().contains("unreadable") || is(request, "PUT") && found.isPresent() && !href.slash()) {
                throw new IllegalStateException("secret");
            }
            return found;
        }

        private static boolean is(DavRequest request, String method) {
            return request.getMethod().code.equals(method);
        }

        @Override
        public LockSpace locks(DavRequest request) {
            return tree.locks(request);
        }
    }

    @Test
    void a_write_that_failed_is_not_told_to_have_stored_nothing() throws Exception {
        try (PlainServer server = PlainServer.start(folder, new Broken())) {
            URI address = URI.create(server.address());
            DavClient client =
                    new DavClient(new InetSocketAddress(address.getHost(), address.getPort())).as("any", "any");
            String said = client.with("Prefer: return=representation")
                    .put("/a.txt", "text")
                    .expect(500)
                    .text();
            assertThat(said)
                    .contains("the server failed; look first whether it was done<")
                    .doesNotContain("secret");
            assertThat(client.get("/a.txt").expect(200).text()).isEqualTo("text");
            assertThat(client.get("/unreadable").expect(500).text())
                    .contains("the server failed<")
                    .doesNotContain("secret");
        }
    }
}
