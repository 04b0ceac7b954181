package org.teldav.carddav;

import io.milton.http.Handler;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import org.teldav.cards.CardWriting;
import org.teldav.dav.Authority;
import org.teldav.dav.DavTree;
import org.teldav.dav.Methods;
import org.teldav.dav.RequestLimits;
import org.teldav.storage.Store;

/** The whole of the protocol: the address space and a handler for each method. Immutable, thread-safe. */
public final class CardDav {
    private final AddressBookTree tree;
    private final Set<Handler> handlers;

    /**
     * @param publicUrl how clients know the server, where that differs from the Host header
     */
    public CardDav(Store store, CardWriting writing, RequestLimits limits, Options options, Optional<URI> publicUrl) {
        tree = new AddressBookTree(
                new Requester.Service(store, new BookCache(store, limits.bodies()), writing, limits, options),
                new Authority(publicUrl));
        handlers = Methods.of(tree, Reports.all(tree));
    }

    public DavTree tree() {
        return tree;
    }

    public Set<Handler> handlers() {
        return handlers;
    }
}
