package org.teldav.bench;

import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.teldav.bench.Discovery.Place;

/** Makes the book or takes the given one, fills it, and leaves nothing behind. */
final class BookSetUp {

    private static final String MEMBERS = "<propfind xmlns=\"DAV:\"><prop><resourcetype/></prop></propfind>";
    private static final String MKCOL = "<mkcol xmlns=\"DAV:\" xmlns:c=\"urn:ietf:params:xml:ns:carddav\"><set><prop>"
            + "<resourcetype><collection/><c:addressbook/></resourcetype>"
            + "<displayname>TelDAV bench</displayname></prop></set></mkcol>";

    private final Endpoint endpoint;
    private final LoadSettings settings;
    private final Requests requests;
    private final Progress progress;

    BookSetUp(Endpoint endpoint, LoadSettings settings, Requests requests, Progress progress) {
        this.endpoint = endpoint;
        this.settings = settings;
        this.requests = requests;
        this.progress = progress;
    }

    /** Finds or makes the book; it holds none of the cards yet, or those of an earlier run. */
    Book open(URI url, Cards cards) throws IOException {
        try (HttpConnection connection = new HttpConnection(endpoint, settings.timeoutMillis())) {
            Place place = new Discovery(connection, requests, url).find();
            if (place instanceof Place.Home home) {
                String path = home.path() + "teldav-bench-" + Long.toString(System.currentTimeMillis(), 36) + "/";
                make(connection, path);
                return new Book(requests, path, cards, 0, true, firstChange());
            }
            String path = ((Place.AddressBook) place).path();
            return new Book(requests, path, cards, others(connection, path, cards), false, firstChange());
        }
    }

    /** Twelve digits, more than any earlier run has counted to. */
    private static long firstChange() {
        return Instant.now().getEpochSecond() % 10_000_000 * 100_000;
    }

    private void make(HttpConnection connection, String path) throws IOException {
        int status = connection.exchange(requests.xml("MKCOL", path, "", MKCOL)).status();
        if (status != 201) {
            throw new BenchFailure("The server answered " + status + " to the extended MKCOL (RFC 5689) of " + path
                    + ": make an address book by its own means and give its URL as --url.");
        }
    }

    private int others(HttpConnection connection, String path, Cards cards) throws IOException {
        AnswerReader answer = connection.exchange(requests.xml("PROPFIND", path, "1", MEMBERS));
        if (answer.status() != 207) {
            throw new BenchFailure(
                    "The server answered " + answer.status() + " to a PROPFIND of the members of " + path + ".");
        }
        Set<String> own =
                IntStream.range(0, cards.count()).mapToObj(cards::name).collect(Collectors.toSet());
        List<String> hrefs = Multistatus.read(answer).hrefs();
        return (int) hrefs.stream()
                .filter(href -> !href.endsWith("/"))
                .filter(href -> !own.contains(href.substring(href.lastIndexOf('/') + 1)))
                .count();
    }

    /** @return how many seconds it took */
    double fill(Book book) throws IOException, InterruptedException {
        long start = System.nanoTime();
        new Bulk(endpoint, settings, progress, 200, "Filling the book with cards")
                .send(book.cards().count(), i -> book.put(i, 0));
        return (System.nanoTime() - start) / 1e9;
    }

    /** Deletes the book that was made, or the cards from the one that was given. */
    void clear(Book book) throws IOException, InterruptedException {
        if (book.made()) {
            new Bulk(endpoint, settings, progress, 404, "Deleting the book").send(1, i -> requests.delete(book.path()));
        } else {
            new Bulk(endpoint, settings, progress, 404, "Deleting the cards")
                    .send(book.cards().count(), i -> requests.delete(book.cardPath(i)));
        }
    }
}
