package org.teldav.carddav;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.xml.namespace.QName;
import org.teldav.dav.DavException;
import org.teldav.dav.DavRequest;
import org.teldav.dav.DavResource;
import org.teldav.dav.DavResponse;
import org.teldav.dav.MultistatusWriter;
import org.teldav.dav.Precondition;
import org.teldav.dav.PropertyRequest;
import org.teldav.dav.Report;
import org.teldav.dav.Xml;
import org.teldav.dav.XmlElement;
import org.teldav.storage.AddressBook;
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
        BookResource book = (BookResource) resource;
        Optional<SyncToken> since = since(book.book(), body, request);
        level(body);
        long limit = limit(body);
        CardReport report = CardReport.of(body, PropertyRequest.minimal(request));
        response.xml(207, out -> {
            MultistatusWriter multistatus = new MultistatusWriter(out);
            SyncToken reached = delta(book, since, limit, report, multistatus);
            if (reached.number() < book.book().token().number()) {
                multistatus.truncated(book.href());
            }
            multistatus.syncToken(reached.toString());
            multistatus.end();
        });
    }

    /** Writes at most that many events, and tells up to where. */
    private static SyncToken delta(
            BookResource book,
            Optional<SyncToken> since,
            long limit,
            CardReport report,
            MultistatusWriter multistatus) {
        SyncToken newest = book.book().token();
        if (since.isEmpty() && limit == Long.MAX_VALUE) {
            Optional<Collection<Card>> all = book.books().all(book.book());
            if (all.isPresent()) {
                report.write(book, List.copyOf(all.get()), multistatus, card -> {});
                return newest;
            }
        }
        long after = since.map(SyncToken::number).orElse(0L);
        long left = limit;
        while (true) {
            int ask = (int) Math.min(left, PAGE) + 1;
            long from = after;
            List<SyncItem> items = book.requester()
                    .read(tx -> tx.cards().events(book.id(), from, newest.number(), ask, since.isPresent()));
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

    /** RFC 6578 §3.2: an empty element asks for everything. */
    private static Optional<SyncToken> since(AddressBook book, XmlElement body, DavRequest request) {
        String text = body.child(Xml.dav("sync-token"))
                .orElseThrow(() -> DavException.badRequest("DAV:sync-token is missing"))
                .text()
                .strip();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Optional<SyncToken> token = SyncToken.parse(text).filter(book::knows);
        if (token.isEmpty()) {
            throw new DavException(
                    isThunderbird(request) ? 400 : Precondition.VALID_SYNC_TOKEN.status(),
                    Optional.of(Precondition.VALID_SYNC_TOKEN),
                    "this sync-token is not known here (any more): ask again with an empty one",
                    List.of());
        }
        return token;
    }

    /** It recovers from 400 only, and is stuck for good at the 403 of RFC 6578 (clients.md, point 1). */
    private static boolean isThunderbird(DavRequest request) {
        return request.header("User-Agent")
                .map(agent -> agent.contains("Thunderbird/"))
                .orElse(false);
    }

    /** A book has no collections in it, so both levels mean the same; clients that leave it out mean 1. */
    private static void level(XmlElement body) {
        String level = body.child(Xml.dav("sync-level"))
                .map(XmlElement::text)
                .orElse("1")
                .strip();
        if (!level.equals("1") && !level.equals("infinite")) {
            throw DavException.badRequest("DAV:sync-level is 1 or infinite");
        }
    }

    private static long limit(XmlElement body) {
        Optional<String> results = body.child(Xml.dav("limit"))
                .flatMap(limit -> limit.child(Xml.dav("nresults")))
                .map(XmlElement::text);
        if (results.isEmpty()) {
            return Long.MAX_VALUE;
        }
        try {
            long limit = Long.parseLong(results.get().strip());
            if (limit > 0) {
                return limit;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw DavException.badRequest("DAV:nresults is a number above 0");
    }
}
