package org.teldav.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.teldav.storage.BookId;
import org.teldav.storage.CardId;
import org.teldav.storage.Snapshot;

/** {@link org.teldav.storage.Store#snapshot}. */
interface BackupContract extends Engine {
    @Test
    default void each_table_is_backed_up_or_left_out_for_a_reason() {
        Set<String> known = new HashSet<>(BackupTables.KEPT);
        known.add(BackupTables.CONTENTS);
        known.addAll(BackupTables.LEFT_OUT);
        assertThat(known).hasSize(BackupTables.KEPT.size() + 1 + BackupTables.LEFT_OUT.size());
        assertThat(fixture().catalog().tables()).hasSameElementsAs(known);
        List<String> read = fixture()
                .store()
                .snapshot(snapshot ->
                        snapshot.tables().stream().map(Snapshot.Table::name).toList());
        assertThat(read).isEqualTo(BackupTables.KEPT);
    }

    @Test
    default void more_rows_than_a_page_are_read_in_the_order_of_the_key() {
        BookId small = fixture().book("alice");
        BookId large = fixture().book(fixture().user("bob").id(), "large");
        BookId last = fixture().book(large.home(), "last");
        fixture().write(tx -> {
            for (int i = 0; i < 1100; i++) {
                fixture().stored(tx, large, i + ".vcf", "" + i);
            }
            return true;
        });
        fixture().put(small, "a.vcf", "1");
        fixture().put(last, "b.vcf", "1");
        List<CardId> cards = rows("cards").stream().map(BackupContract::card).toList();
        assertThat(cards).hasSize(1102).doesNotHaveDuplicates();
        assertThat(cards.get(0).book()).isEqualTo(small);
        assertThat(cards.get(1)).isEqualTo(new CardId(large, 1));
        assertThat(cards.get(1101).book()).isEqualTo(last);
        for (int i = 2; i < 1101; i++) {
            assertThat(cards.get(i).number()).isGreaterThan(cards.get(i - 1).number());
        }
    }

    private List<Map<String, Object>> rows(String name) {
        return fixture().store().snapshot(snapshot -> rows(snapshot, name));
    }

    private static List<Map<String, Object>> rows(Snapshot snapshot, String name) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Snapshot.Table table : snapshot.tables()) {
            if (table.name().equals(name)) {
                snapshot.each(table, rows::add);
                assertThat(snapshot.count(table)).isEqualTo(rows.size());
            }
        }
        return rows;
    }

    private static CardId card(Map<String, Object> row) {
        return new CardId(book(row), (Long) row.get("card"));
    }

    private static BookId book(Map<String, Object> row) {
        return new BookId((Long) row.get("home"), (Long) row.get("book"));
    }

    /** Two homes are written in one transaction; others put, overwrite and delete; and the tables are read while they do. */
    @Test
    default void a_snapshot_is_of_one_moment_whoever_writes_meanwhile() throws Exception {
        BookId here = fixture().book("alice");
        BookId there = fixture().book("bob");
        BookId busy = fixture().book("carol");
        AtomicBoolean over = new AtomicBoolean();
        Semaphore written = new Semaphore(0);
        ExecutorService writers = Executors.newFixedThreadPool(2);
        List<Future<?>> running = new ArrayList<>();
        running.add(writers.submit(() -> {
            for (int i = 0; !over.get(); i++) {
                String content = "both " + i;
                fixture().write(tx -> {
                    fixture().putIn(tx, here, "a.vcf", content);
                    return fixture().putIn(tx, there, "a.vcf", content);
                });
                written.release();
            }
        }));
        running.add(writers.submit(() -> {
            for (int i = 0; !over.get(); i++) {
                if (i % 3 == 2) {
                    fixture().delete(busy, "c" + i % 7 + ".vcf");
                } else {
                    fixture().put(busy, "c" + i % 7 + ".vcf", "busy " + i);
                }
                written.release();
            }
        }));
        try {
            for (int i = 0; i < 4; i++) {
                fixture().snapshot(snapshot -> {
                    checkOneMoment(snapshot, written, List.of(here, there));
                    return true;
                });
            }
        } finally {
            over.set(true);
        }
        for (Future<?> writer : running) {
            writer.get();
        }
        writers.shutdown();
    }

    private static void checkOneMoment(Snapshot snapshot, Semaphore written, List<BookId> alike) {
        Map<BookId, Long> newest = new HashMap<>();
        Map<BookId, Long> used = new HashMap<>();
        Map<String, List<Map<String, Object>>> tables = new HashMap<>();
        for (String table : List.of("cards", "tombstones", "books", "history")) {
            tables.put(table, rows(snapshot, table));
            written.drainPermits();
            written.acquireUninterruptibly(5);
        }
        for (String table : List.of("cards", "tombstones")) {
            tables.getOrDefault(table, List.of())
                    .forEach(row -> newest.merge(book(row), (Long) row.get("sync_number"), Math::max));
        }
        for (String table : List.of("cards", "history")) {
            for (Map<String, Object> row : tables.getOrDefault(table, List.of())) {
                long bytes = snapshot.content(card(row), (Long) row.get("sync_number")).length;
                assertThat(bytes).isEqualTo(row.get("bytes"));
                if (table.equals("cards")) {
                    used.merge(book(row), bytes, Long::sum);
                }
            }
        }
        Map<BookId, Long> numbers = new HashMap<>();
        for (Map<String, Object> row : tables.getOrDefault("books", List.of())) {
            numbers.put(book(row), (Long) row.get("sync_number"));
            assertThat(row.get("sync_number")).isEqualTo(newest.getOrDefault(book(row), 0L));
            assertThat(row.get("used_bytes")).isEqualTo(used.getOrDefault(book(row), 0L));
        }
        assertThat(numbers.get(alike.get(0))).isEqualTo(numbers.get(alike.get(1)));
    }
}
