package org.teldav.carddav;

import java.util.List;
import org.teldav.dav.DavRequest;
import org.teldav.dav.DavResponse;
import org.teldav.dav.MultistatusWriter;
import org.teldav.dav.Precondition;
import org.teldav.dav.PropertyRequest;
import org.teldav.dav.XmlElement;
import org.teldav.storage.BookEvent;
import org.teldav.storage.SyncState;
import org.teldav.storage.SyncToken;

/**
 * The sync-collection report of a home: books that were made, renamed, deleted or described anew (RFC 6578 §3.5; docs/decisions/home-sync.md). What is in
 * them each book tells itself.
 */
final class HomeDelta {
    private HomeDelta() {}

    static void answer(HomeResource home, XmlElement body, DavRequest request, DavResponse response) {
        SyncState state = home.state();
        SyncRequest asked = SyncRequest.of(
                body,
                request,
                state,
                token -> home.requester().read(tx -> tx.books().remembers(home.id(), token)));
        boolean minimal = PropertyRequest.minimal(request);
        PropertyRequest properties =
                PropertyRequest.of(body, minimal).orElseGet(() -> PropertyRequest.allprop(minimal));
        int oneMore = asked.limit() == Integer.MAX_VALUE ? asked.limit() : asked.limit() + 1;
        List<BookEvent> events = home.requester()
                .read(tx -> tx.books()
                        .events(
                                home.id(),
                                asked.after(),
                                state.token().number(),
                                oneMore,
                                asked.since().isPresent()));
        List<BookEvent> page = events.subList(0, Math.min(events.size(), asked.limit()));
        boolean truncated = page.size() < events.size();
        SyncToken reached =
                truncated ? state.token().at(page.get(page.size() - 1).number()) : state.token();
        response.multistatus(multistatus -> {
            page.forEach(event -> write(home, event, asked, properties, multistatus));
            if (truncated) {
                multistatus.truncated(home.href());
            }
            multistatus.syncToken(reached.toString());
        });
    }

    private static void write(
            HomeResource home,
            BookEvent event,
            SyncRequest asked,
            PropertyRequest properties,
            MultistatusWriter multistatus) {
        if (event instanceof BookEvent.Changed changed) {
            BookResource book = BookResource.of(home.requester(), changed.book());
            boolean isNew = asked.since().isEmpty() || changed.listed() > asked.after();
            if (asked.infinite() && isNew) {
                // RFC 6578 §3.3: said once, when the client first hears of the collection; then it asks the book
                // itself.
                multistatus.status(book.href(), 403, Precondition.SYNC_TRAVERSAL_SUPPORTED);
            } else {
                multistatus.resource(book, properties);
            }
        } else {
            multistatus.status(Paths.book(home.requester().user().name(), event.name()), 404);
        }
    }
}
