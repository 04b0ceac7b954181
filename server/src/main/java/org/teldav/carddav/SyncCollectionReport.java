package org.teldav.carddav;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.xml.namespace.QName;
import org.teldav.dav.DavRequest;
import org.teldav.dav.DavResource;
import org.teldav.dav.DavResponse;
import org.teldav.dav.MultistatusWriter;
import org.teldav.dav.PropertyRequest;
import org.teldav.dav.Report;
import org.teldav.dav.XmlElement;
import org.teldav.storage.Card;
import org.teldav.storage.SyncItem;
import org.teldav.storage.SyncToken;

/** RFC 6578: what changed since a token, in the order of the changes, and a token that goes on exactly where the answer ends. */
final class SyncCollectionReport implements Report {
    private static final int PAGE = 500;

    @Override
    public QName name() {
        return Reports.SYNC;
    }

    @Override
    public void answer(DavResource resource, XmlElement body, DavRequest request, DavResponse response) {
        if (resource instanceof HomeResource home) {
            HomeDelta.answer(home, body, request, response);
        } else {
            answer((BookResource) resource, body, request, response);
        }
    }

    /** A book has no collections in it, so both levels mean the same. */
    private static void answer(BookResource book, XmlElement body, DavRequest request, DavResponse response) {
        SyncRequest asked = SyncRequest.of(
                body,
                request,
                book.state(),
                token -> book.requester().read(tx -> tx.books().remembers(book.id(), token)));
        CardReport report = CardReport.of(body, PropertyRequest.minimal(request));
        response.multistatus(multistatus -> {
            SyncToken reached = delta(book, asked, report, multistatus);
            if (reached.number() < book.book().token().number()) {
                multistatus.truncated(book.href());
            }
            multistatus.syncToken(reached.toString());
        });
    }

    /** Writes at most that many events, and tells up to where. */
    private static SyncToken delta(
            BookResource book, SyncRequest asked, CardReport report, MultistatusWriter multistatus) {
        SyncToken newest = book.book().token();
        boolean initial = asked.since().isEmpty();
        if (initial && asked.limit() == Integer.MAX_VALUE) {
            Optional<Collection<Card>> all = book.books().all(book.book());
            if (all.isPresent()) {
                report.write(book, List.copyOf(all.get()), multistatus, card -> {});
                return newest;
            }
        }
        long after = asked.after();
        int left = asked.limit();
        while (true) {
            int ask = Math.min(left, PAGE) + 1;
            List<SyncItem> items = events(book, after, newest, ask, !initial);
            List<SyncItem> page = items.subList(0, Math.min(items.size(), ask - 1));
            write(book, page, report, multistatus);
            left -= page.size();
            if (items.size() < ask) {
                return newest;
            }
            after = page.get(page.size() - 1).number();
            if (left == 0) {
                return newest.at(after);
            }
        }
    }

    /** What one change has brought came with the book. */
    private static List<SyncItem> events(
            BookResource book, long after, SyncToken newest, int ask, boolean withRemoved) {
        Optional<Card> last =
                book.requester().visit().newestOf(book.book()).filter(card -> after == newest.number() - 1);
        return last.<List<SyncItem>>map(card -> List.of(new SyncItem.Changed(card)))
                .orElseGet(() -> book.requester()
                        .read(tx -> tx.cards().events(book.id(), after, newest.number(), ask, withRemoved)));
    }

    private static void write(
            BookResource book, List<SyncItem> items, CardReport report, MultistatusWriter multistatus) {
        List<Card> changed = new ArrayList<>();
        for (SyncItem item : items) {
            if (item instanceof SyncItem.Changed change) {
                changed.add(change.card());
            } else {
                multistatus.status(book.memberHref(item.name()), 404);
            }
        }
        report.write(book, changed, multistatus, card -> {});
    }
}
