package org.teldav.carddav;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import javax.xml.namespace.QName;
import org.teldav.dav.DavException;
import org.teldav.dav.DavRequest;
import org.teldav.dav.DavResource;
import org.teldav.dav.DavResponse;
import org.teldav.dav.Href;
import org.teldav.dav.MultistatusWriter;
import org.teldav.dav.PropertyRequest;
import org.teldav.dav.Report;
import org.teldav.dav.Xml;
import org.teldav.dav.XmlElement;
import org.teldav.storage.Card;

/** RFC 6352 §8.7: every href that was asked for is answered, the missing ones with 404. Of a card (§8) none is there but its own. */
final class AddressBookMultigetReport implements Report {
    private static final int PART = 500;

    @Override
    public QName name() {
        return Reports.MULTIGET;
    }

    @Override
    public void answer(DavResource resource, XmlElement body, DavRequest request, DavResponse response) {
        BookResource book = resource instanceof CardResource card ? card.book() : (BookResource) resource;
        List<String> hrefs = hrefs(body);
        CardReport report = CardReport.of(body, PropertyRequest.minimal(request));
        Function<Set<String>, Map<String, Card>> cards = resource instanceof CardResource card
                ? names ->
                        names.contains(card.card().name()) ? Map.of(card.card().name(), card.card()) : Map.of()
                : names -> book.books().find(book.book(), names);
        response.multistatus(multistatus -> {
            for (int from = 0; from < hrefs.size(); from += PART) {
                part(book, cards, hrefs.subList(from, Math.min(hrefs.size(), from + PART)), report, multistatus);
            }
        });
    }

    /** As sent, but for white space around them; at least one. Those that are empty name no card, and a client with one such among its names still gets the others. */
    static List<String> hrefs(XmlElement report) {
        List<String> hrefs = report.children(Xml.dav("href")).stream()
                .map(href -> href.text().strip())
                .filter(href -> !href.isEmpty())
                .toList();
        if (hrefs.isEmpty()) {
            throw DavException.badRequest("addressbook-multiget needs an href that is not empty");
        }
        return hrefs;
    }

    private static void part(
            BookResource book,
            Function<Set<String>, Map<String, Card>> cards,
            List<String> hrefs,
            CardReport report,
            MultistatusWriter multistatus) {
        Map<String, String> hrefByName = new LinkedHashMap<>();
        for (String href : hrefs) {
            Optional<String> name = memberName(book, href);
            name.ifPresentOrElse(member -> hrefByName.putIfAbsent(member, href), () -> multistatus.status(href, 404));
        }
        Map<String, Card> found = cards.apply(hrefByName.keySet());
        List<Card> inOrder = hrefByName.keySet().stream()
                .filter(found::containsKey)
                .map(found::get)
                .toList();
        report.write(book, inOrder, multistatus, card -> hrefByName.remove(card.name()));
        hrefByName.keySet().forEach(name -> multistatus.status(book.memberHref(name), 404));
    }

    /** The name of a member of this book that the href means, however it is spelled. */
    private static Optional<String> memberName(BookResource book, String href) {
        try {
            String path = href.startsWith("/") ? href : URI.create(href).getRawPath();
            Href parsed = Href.parse(path == null ? "" : path);
            boolean member = !parsed.isRoot()
                    && !parsed.slash()
                    && Href.of(true, parsed.parent().segments().toArray(String[]::new))
                            .equals(book.href());
            return member ? Optional.of(parsed.name()) : Optional.empty();
        } catch (IllegalArgumentException | DavException e) {
            return Optional.empty();
        }
    }
}
