package org.teldav;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.teldav.storage.BookId;
import org.teldav.storage.CardPut;
import org.teldav.storage.IndexRow;
import org.teldav.storage.PutResult;

/** How many rounds to a PostgreSQL the writers of one book make who come together. */
@OneEngine("about rounds to PostgreSQL: HSQLDB is in the same process")
class GroupCommitRoundsTest extends RoundsStory {
    private static final int TOGETHER = 4;

    /** The reads of each go with the writes of the one before, and the last writes with the commit. */
    @Test
    void puts_to_a_book_that_come_together_are_a_round_each_and_one_for_all() throws InterruptedException {
        assertThat(roundsTogether(0)).isEqualTo(TOGETHER + 1);
    }

    /** A text of so many statements is of no use to another round. */
    @Test
    void what_a_put_writes_in_many_statements_does_not_wait_for_the_next() throws InterruptedException {
        assertThat(roundsTogether(25)).isEqualTo(TOGETHER + 2);
    }

    /** @param numbers in the first of the cards, all of which change each time */
    private long roundsTogether(int numbers) throws InterruptedException {
        BookId book = server.store().read(tx -> {
            long home = tx.principals().user("alice").orElseThrow().id();
            return tx.books().find(home, "contacts").orElseThrow().id();
        });
        List<Long> rounds = new ArrayList<>();
        for (int i = 0; i < TIMES; i++) {
            long before = counter.rounds();
            putTogether(book, "+1212555" + (1000 + i), numbers);
            rounds.add(counter.rounds() - before);
        }
        for (int i = 0; i < TOGETHER; i++) {
            assertThat(alice.get(name(i)).text()).contains("+1212555" + (999 + TIMES));
        }
        return rounds.stream().sorted().toList().get(TIMES / 2);
    }

    /** While the first is under way, the others come into the line. */
    private void putTogether(BookId book, String tel, int numbers) throws InterruptedException {
        List<Thread> line = IntStream.range(1, TOGETHER)
                .mapToObj(i -> new Thread(() -> put(book, i, tel, 0, List.of())))
                .toList();
        put(book, 0, tel, numbers, line);
        for (Thread each : line) {
            each.join();
        }
    }

    private void put(BookId book, int i, String tel, int numbers, List<Thread> line) {
        List<IndexRow> index = IntStream.range(0, numbers)
                .mapToObj(at -> new IndexRow(IndexRow.Kind.TEL, at, Optional.of(tel), tel, OptionalLong.empty()))
                .toList();
        byte[] content = card(i, tel).getBytes(UTF_8);
        server.store().write(book.home(), tx -> {
            PutResult result = tx.cards()
                    .put(
                            new CardPut(book, "card" + i + ".vcf", content, "card" + i, index, CardPut.ALWAYS),
                            Instant.now());
            line.forEach(GroupCommitRoundsTest::stand);
            return result;
        });
    }

    private static void stand(Thread writer) {
        writer.start();
        while (writer.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
    }
}
