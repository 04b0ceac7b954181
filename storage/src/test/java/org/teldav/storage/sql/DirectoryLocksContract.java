package org.teldav.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.teldav.storage.sql.Fixture.NOW;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.teldav.storage.BookId;
import org.teldav.storage.CardPut;

/** The directories of groups under many hands: docs/decisions/directory.md. */
interface DirectoryLocksContract extends DirectoryEngine {
    /**
     * Everybody edits their own card in two directories, one of them comes and goes in the one and takes it back in the other: in the end the directories are as the own cards are, and no
     * two have waited for each other for good.
     */
    @Test
    default void directories_follow_whoever_edits_joins_and_leaves_at_the_same_time() throws Exception {
        List<BookId> people = new ArrayList<>();
        for (String name : List.of("alice", "bob", "carol")) {
            people.add(person(name, name + " 0"));
        }
        long family = group("family", people.stream().mapToLong(BookId::home).toArray());
        long club = group("club", people.stream().mapToLong(BookId::home).toArray());
        people.forEach(book -> {
            show(family, book.home(), true);
            show(club, book.home(), true);
        });
        long carol = people.get(2).home();
        List<Callable<Boolean>> works = new ArrayList<>();
        for (BookId book : people) {
            works.add(() -> {
                for (int i = 1; i <= 15; i++) {
                    edit(book, book.home() + " " + i);
                }
                return true;
            });
        }
        works.add(() -> {
            for (int i = 0; i < 8; i++) {
                leave(family, carol);
                join(family, carol);
                show(family, carol, true);
                show(club, carol, false);
                show(club, carol, true);
            }
            return leave(family, carol);
        });
        atOnce(works);
        long alice = people.get(0).home();
        long bob = people.get(1).home();
        assertThat(cards(family)).isEqualTo(Map.of("alice.vcf", alice + " 15", "bob.vcf", bob + " 15"));
        assertThat(cards(club))
                .isEqualTo(Map.of("alice.vcf", alice + " 15", "bob.vcf", bob + " 15", "carol.vcf", carol + " 15"));
    }

    /** Works that come together are in one commit, but none is behind one that has locked a directory: its locks would be out of order. */
    @Test
    default void a_work_that_has_locked_a_directory_is_committed_before_the_next_of_its_line_begins() throws Exception {
        BookId alice = person("alice", "a");
        long family = group("family", alice.home());
        show(family, alice.home(), true);
        CountDownLatch edited = new CountDownLatch(1);
        CountDownLatch queued = new CountDownLatch(1);
        List<Long> seen = new CopyOnWriteArrayList<>();
        Thread first = new Thread(() -> fixture().write(alice.home(), tx -> {
            CardPut put =
                    new CardPut(alice, "me.vcf", Fixture.bytes("b"), "uid " + alice.home(), List.of(), CardPut.ALWAYS);
            tx.cards().put(put, NOW);
            edited.countDown();
            awaited(queued);
            return true;
        }));
        Thread second = new Thread(() ->
                fixture().write(alice.home(), tx -> seen.add(fixture().number(directory(family)))));
        first.start();
        edited.await();
        second.start();
        while (second.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        queued.countDown();
        first.join();
        second.join();
        assertThat(seen).containsExactly(2L);
    }

    private static void awaited(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void atOnce(List<Callable<Boolean>> works) throws Exception {
        CyclicBarrier start = new CyclicBarrier(works.size());
        ExecutorService pool = Executors.newFixedThreadPool(works.size());
        try {
            List<Future<Boolean>> running = new ArrayList<>();
            for (Callable<Boolean> work : works) {
                running.add(pool.submit(() -> {
                    start.await();
                    return work.call();
                }));
            }
            for (Future<Boolean> each : running) {
                assertThat(each.get()).isTrue();
            }
        } finally {
            pool.shutdownNow();
        }
    }
}
