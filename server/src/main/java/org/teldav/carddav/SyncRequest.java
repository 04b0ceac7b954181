package org.teldav.carddav;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.teldav.dav.DavException;
import org.teldav.dav.DavRequest;
import org.teldav.dav.Precondition;
import org.teldav.dav.Xml;
import org.teldav.dav.XmlElement;
import org.teldav.storage.SyncState;
import org.teldav.storage.SyncToken;

/**
 * The body of a sync-collection report (RFC 6578 §6.1).
 *
 * @param since empty for an initial sync
 * @param infinite whether all levels below are wanted
 * @param limit of results; Integer.MAX_VALUE where there is none
 */
record SyncRequest(Optional<SyncToken> since, boolean infinite, int limit) {
    /**
     * @param state of the collection that the report is asked of
     * @param former whether a token is one of before a restore that holds on
     * @throws DavException 403 valid-sync-token (400 to Thunderbird), 507 number-of-matches-within-limits, 400 for what is malformed
     */
    static SyncRequest of(XmlElement body, DavRequest request, SyncState state, Predicate<SyncToken> former) {
        SyncRequest asked = new SyncRequest(
                since(body, request, state, former),
                infinite(body),
                ResultLimit.of(body, Xml.dav("limit")).orElse(Integer.MAX_VALUE));
        boolean anything =
                asked.since.map(SyncToken::number).orElse(0L) < state.token().number();
        if (asked.limit == 0 && anything) {
            // RFC 6578 §3.7: no page is that small, and a client that goes on would go on for ever.
            throw new DavException(Precondition.NUMBER_OF_MATCHES_WITHIN_LIMITS, "nresults is 0, and there are some");
        }
        return asked;
    }

    /** The number after which events are told. */
    long after() {
        return since.map(SyncToken::number).orElse(0L);
    }

    /** RFC 6578 §3.2: an empty element asks for everything. */
    private static Optional<SyncToken> since(
            XmlElement body, DavRequest request, SyncState state, Predicate<SyncToken> former) {
        String text = body.child(Xml.dav("sync-token"))
                .orElseThrow(() -> DavException.badRequest("DAV:sync-token is missing"))
                .text()
                .strip();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Optional<SyncToken> token = SyncToken.parse(text)
                .filter(told -> state.knows(told) || told.number() >= state.oldest() && former.test(told));
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

    /** Clients that leave it out mean 1. */
    private static boolean infinite(XmlElement body) {
        String level = body.child(Xml.dav("sync-level"))
                .map(XmlElement::text)
                .orElse("1")
                .strip();
        if (!level.equals("1") && !level.equals("infinite")) {
            throw DavException.badRequest("DAV:sync-level is 1 or infinite");
        }
        return level.equals("infinite");
    }
}
