package org.teldav.http;

import io.milton.http.Handler;
import io.milton.http.HttpExtension;
import io.milton.http.HttpManager;
import io.milton.http.ProtocolHandlers;
import io.milton.http.Response;
import io.milton.http.entity.EntityTransport;
import io.milton.http.http11.CustomPostHandler;
import java.util.List;
import java.util.Set;
import org.teldav.dav.DavFilter;
import org.teldav.dav.DavTree;

/** Milton's manager with nothing but our handlers in it (docs/decisions/milton.md). */
public final class MiltonDispatch {
    private MiltonDispatch() {}

    public static HttpManager of(DavTree tree, Set<Handler> handlers) {
        HttpExtension protocol = new HttpExtension() {
            @Override
            public Set<Handler> getHandlers() {
                return handlers;
            }

            @Override
            public List<CustomPostHandler> getCustomPostHandlers() {
                return List.of();
            }
        };
        return new HttpManager(
                tree,
                null,
                new ProtocolHandlers(List.of(protocol)),
                new NoEntities(),
                List.of(new DavFilter()),
                null,
                List.of());
    }

    /** Our handlers write their bodies themselves. */
    private static final class NoEntities implements EntityTransport {
        @Override
        public void sendResponseEntity(Response response) {
            throw new IllegalStateException("no handler of ours sets an entity");
        }

        @Override
        public void closeResponse(Response response) {
            // nothing is open
        }
    }
}
