package org.teldav.carddav;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import javax.xml.namespace.QName;
import org.teldav.dav.DavRequest;
import org.teldav.dav.DavResource;
import org.teldav.dav.DavResponse;
import org.teldav.dav.MultistatusWriter;
import org.teldav.dav.PropertyRequest;
import org.teldav.dav.Report;
import org.teldav.dav.XmlElement;
import org.teldav.dav.XmlOutput;
import org.teldav.storage.StoredCard;
import org.teldav.vcard.VCardText;

/** RFC 6352 §8.6: candidates from the index where the filter allows, else every card; the filter itself has the last word. Of a card (§8), that one. */
final class AddressBookQueryReport implements Report {
    @Override
    public QName name() {
        return Reports.QUERY;
    }

    @Override
    public void answer(DavResource resource, XmlElement body, DavRequest request, DavResponse response) {
        AddressbookQuery query = AddressbookQuery.parse(body);
        CardReport report = CardReport.of(body, PropertyRequest.minimal(request));
        response.xml(207, out -> {
            if (resource instanceof CardResource card) {
                write(card, query, report, out);
            } else {
                write((BookResource) resource, query, report, CandidateQuery.of(query.filter()), out);
            }
        });
    }

    private static void write(CardResource card, AddressbookQuery query, CardReport report, XmlOutput out) {
        MultistatusWriter multistatus = new MultistatusWriter(out);
        Answer answer = new Answer(card.book(), query, report, multistatus);
        write(card.href(), multistatus, () -> card.book().books().eachContent(card.card(), answer));
    }

    /** @param indexed questions that find all that match; none where each card has to be looked at */
    static void write(
            BookResource book, AddressbookQuery query, CardReport report, List<CandidateQuery> indexed, XmlOutput out) {
        MultistatusWriter multistatus = new MultistatusWriter(out);
        Answer answer = new Answer(book, query, report, multistatus);
        write(book.href(), multistatus, () -> candidates(book, indexed, answer));
    }

    private static void write(String asked, MultistatusWriter multistatus, Runnable answers) {
        try {
            answers.run();
        } catch (LimitReached e) {
            multistatus.truncated(asked);
        }
        multistatus.end();
    }

    private static void candidates(BookResource book, List<CandidateQuery> indexed, Consumer<StoredCard> answer) {
        if (indexed.isEmpty()) {
            book.books().eachContent(book.book(), answer);
            return;
        }
        Set<Long> seen = new HashSet<>();
        for (CandidateQuery candidate : indexed) {
            book.books().candidates(book.book(), candidate, stored -> {
                if (indexed.size() == 1 || seen.add(stored.card().id().number())) {
                    answer.accept(stored);
                }
            });
        }
    }

    /** Writes those that match, up to the limit. */
    private static final class Answer implements Consumer<StoredCard> {
        private final BookResource book;
        private final AddressbookQuery query;
        private final CardReport report;
        private final MultistatusWriter multistatus;
        private int matches;

        Answer(BookResource book, AddressbookQuery query, CardReport report, MultistatusWriter multistatus) {
            this.book = book;
            this.query = query;
            this.report = report;
            this.multistatus = multistatus;
        }

        @Override
        public void accept(StoredCard stored) {
            if (!query.filter().matches(VCardText.parse(stored.content()))) {
                return;
            }
            if (query.limit().isPresent() && matches == query.limit().getAsInt()) {
                throw new LimitReached();
            }
            matches++;
            report.write(book, stored, multistatus);
        }
    }

    private static final class LimitReached extends RuntimeException {
        LimitReached() {
            super("limit", null, false, false);
        }
    }
}
