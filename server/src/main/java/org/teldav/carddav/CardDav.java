package org.teldav.carddav;

import io.milton.http.Handler;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.teldav.cards.CardWriting;
import org.teldav.dav.AclHandler;
import org.teldav.dav.Authority;
import org.teldav.dav.CopyMoveHandler;
import org.teldav.dav.DavTree;
import org.teldav.dav.DeleteHandler;
import org.teldav.dav.GetHandler;
import org.teldav.dav.LockHandler;
import org.teldav.dav.MkcolHandler;
import org.teldav.dav.OptionsHandler;
import org.teldav.dav.PostHandler;
import org.teldav.dav.PropFindHandler;
import org.teldav.dav.PropPatchHandler;
import org.teldav.dav.PutHandler;
import org.teldav.dav.ReportHandler;
import org.teldav.dav.RequestLimits;
import org.teldav.dav.UnlockHandler;
import org.teldav.storage.Store;

/** The whole of the protocol: the address space and a handler for each method. Immutable, thread-safe. */
public final class CardDav {
    private final AddressBookTree tree;
    private final Set<Handler> handlers;

    /**
     * @param publicAuthority host and port under which clients know the server, where that differs from the Host header
     */
    public CardDav(
            Store store, CardWriting writing, RequestLimits limits, Options options, Optional<String> publicAuthority) {
        tree = new AddressBookTree(
                new Requester.Service(store, new BookCache(store, limits.bodies()), writing, limits, options),
                new Authority(publicAuthority));
        handlers = new LinkedHashSet<>(List.of(
                new OptionsHandler(tree),
                new GetHandler(tree),
                new PutHandler(tree),
                new DeleteHandler(tree),
                new CopyMoveHandler(tree),
                new MkcolHandler(tree),
                new LockHandler(tree),
                new UnlockHandler(tree),
                new AclHandler(tree),
                new PostHandler(tree),
                new PropFindHandler(tree),
                new PropPatchHandler(tree),
                new ReportHandler(tree, Reports.all(tree))));
    }

    public DavTree tree() {
        return tree;
    }

    public Set<Handler> handlers() {
        return handlers;
    }
}
