package org.teldav.bench;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** GET of one card after the other (RFC 9110 §9.3.1): its ETag must be there, and it must be the card that was asked for. */
final class GetCard implements Operation {

    private final int connections;
    private final List<byte[]> requests;

    GetCard(Book book, int connections) {
        Cards cards = book.cards();
        this.connections = connections;
        this.requests = IntStream.range(0, cards.count())
                .mapToObj(i -> book.requests().get(book.cardPath(i)))
                .toList();
    }

    @Override
    public String name() {
        return Operations.GET;
    }

    @Override
    public byte[] request(int connection, long n) {
        return requests.get(index(connection, n));
    }

    @Override
    public Optional<String> fault(Answer answer, int connection, long n) {
        if (answer.status() != 200) {
            return Optional.of("status " + answer.status());
        }
        if (!answer.hasETag()) {
            return Optional.of("no ETag");
        }
        return Cards.isCard(index(connection, n), answer)
                ? Optional.empty()
                : Optional.of("not the card that was asked for");
    }

    private int index(int connection, long n) {
        return (int) ((n * connections + connection) % requests.size());
    }
}
