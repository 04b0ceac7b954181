package org.teldav.bench;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * PUT of a changed card (RFC 9110 §9.3.4): each with another text than any before. A connection changes cards of its own, as
 * different phones would. Afterwards the last card of each connection is read back.
 */
final class PutCard implements Operation {

    private static final int MOST_CARDS = 20_000;

    private final Book book;
    private final int connections;
    private final List<byte[]> requests;
    private final int[] counterAt;
    private final long[] answered;

    PutCard(Book book, int connections) {
        int cards = Math.min(MOST_CARDS, book.cards().count());
        this.book = book;
        this.connections = connections;
        // A multiple of the connections, so that a card, and the bytes of its request, belong to one thread.
        this.requests = IntStream.range(0, cards - cards % connections)
                .mapToObj(i -> book.put(i, 0))
                .toList();
        this.counterAt = requests.stream().mapToInt(Cards::counterAt).toArray();
        this.answered = IntStream.range(0, connections).mapToLong(i -> -1).toArray();
    }

    @Override
    public String name() {
        return Operations.PUT;
    }

    @Override
    public byte[] request(int connection, long n) {
        int index = index(connection, n);
        Cards.count(requests.get(index), counterAt[index], change(n));
        return requests.get(index);
    }

    @Override
    public Optional<String> fault(Answer answer, int connection, long n) {
        if (answer.status() != 204 && answer.status() != 200 && answer.status() != 201) {
            return Optional.of("status " + answer.status());
        }
        answered[connection] = n;
        return Optional.empty();
    }

    @Override
    public Optional<String> afterwards(HttpConnection connection) throws IOException {
        for (int i = 0; i < connections; i++) {
            if (answered[i] >= 0) {
                String path = book.cardPath(index(i, answered[i]));
                Answer answer = connection.exchange(book.requests().get(path));
                if (answer.status() != 200 || !new Scan(Cards.note(change(answered[i]))).in(answer)) {
                    return Optional.of("a card that was acknowledged could not be read back");
                }
            }
        }
        return Optional.empty();
    }

    private long change(long n) {
        return book.firstChange() + 1 + n;
    }

    private int index(int connection, long n) {
        return (int) ((n * connections + connection) % requests.size());
    }
}
