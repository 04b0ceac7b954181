package org.teldav.propagation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.teldav.BothEngines;
import org.teldav.propagation.PhoneEdits.Acknowledged;
import org.teldav.storage.Change;
import org.teldav.storage.Rewrite;
import org.teldav.storage.StoredCard;
import org.teldav.storage.Transaction;

/**
 * Rule 7: holders edit at the very moment of the rewrite, 1,000 times in all: before, within and after each transaction of the worker. No acknowledged edit is lost, and nothing is
 * written that the journal doesn't tell.
 */
@Timeout(300)
@BothEngines
class InterleavingTest {
    private static final int ROUNDS = 50;
    private static final int HOLDERS = 3;
    /** Lease, a batch for each holder, the end: with one to spare. */
    private static final int WRITES = HOLDERS + 3;

    @TempDir
    Path folder;

    private Village village;
    private Random random;
    private String where = "";
    private int editsBefore;
    private int editsAfter;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void rule_7_no_edit_is_lost_whenever_it_comes(long seed) throws InterruptedException {
        random = new Random(seed);
        try (Village opened = new Village(folder)) {
            village = opened;
            village.user("alice", "CELL:" + number(0));
            village.user("h0");
            village.user("h1");
            village.user("h2");
            village.group("club", "alice", "h0", "h1", "h2");
            for (int round = 0; round < ROUNDS; round++) {
                where = "seed " + seed + ", round " + round;
                round(round);
            }
        }
        assertThat(editsBefore).as("edits that a rewrite came after").isGreaterThan(10);
        assertThat(editsAfter).as("edits that came after a rewrite").isGreaterThan(10);
    }

    private static String number(int round) {
        return "+1415555" + (2000 + round);
    }

    private void round(int round) throws InterruptedException {
        String old = number(round);
        String now = number(round + 1);
        List<PhoneEdits> phones = village.write(tx -> phones(tx, round, old));
        village.own("alice", "CELL:" + now);
        Between between = new Between(phones, old);
        village.store.around(between);
        assertThat(village.worker(Village.settings(1 + random.nextInt(HOLDERS))).drain(Duration.ofSeconds(60)))
                .as(where)
                .isTrue();
        village.store.around(new FaultyStore.Around() {});
        between.join();
        check(phones, old, now);
        village.write(tx -> cleared(tx, phones, now));
    }

    private List<PhoneEdits> phones(Transaction tx, int round, String old) {
        List<PhoneEdits> phones = new ArrayList<>();
        for (int i = 0; i < HOLDERS; i++) {
            String vcard = Village.vcard("u" + round, "Alice", "HOME:+1415666" + (1000 + round), "CELL:" + old);
            phones.add(new PhoneEdits(village, tx, "h" + i, "r" + round, vcard, new Random(random.nextLong())));
        }
        return phones;
    }

    /** The next round begins with a proved number, and without the cards of this one. */
    private boolean cleared(Transaction tx, List<PhoneEdits> phones, String now) {
        village.verification()
                .verify(tx, village.id("alice"), now, village.clock().instant());
        for (PhoneEdits phone : phones) {
            phone.stored()
                    .map(StoredCard::card)
                    .ifPresent(card -> tx.cards()
                            .delete(
                                    card.id().book(),
                                    card.name(),
                                    any -> true,
                                    village.clock().instant()));
        }
        return true;
    }

    /** Who edits when. What comes within a transaction of the worker comes from another thread, and waits or not, as it must. */
    private final class Between implements FaultyStore.Around {
        private final Map<String, List<PhoneEdits>> plan = new HashMap<>();
        private final List<Thread> threads = new CopyOnWriteArrayList<>();
        private final String old;

        Between(List<PhoneEdits> phones, String old) {
            this.old = old;
            for (int i = 1 + random.nextInt(4); i > 0; i--) {
                String when =
                        List.of("before", "inside", "after").get(random.nextInt(3)) + (1 + random.nextInt(WRITES));
                plan.computeIfAbsent(when, none -> new ArrayList<>()).add(phones.get(random.nextInt(HOLDERS)));
            }
        }

        @Override
        public void before(int write) {
            edit("before" + write);
        }

        @Override
        public void inside(int write, Transaction tx) {
            if (plan.containsKey("inside" + write)) {
                Thread thread = new Thread(() -> edit("inside" + write));
                threads.add(thread);
                thread.start();
            }
        }

        @Override
        public void after(int write) {
            join();
            edit("after" + write);
        }

        private void edit(String when) {
            plan.getOrDefault(when, List.of()).forEach(phone -> phone.edit(old));
        }

        void join() {
            for (Thread thread : threads) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
            threads.clear();
        }
    }

    private void check(List<PhoneEdits> phones, String old, String now) {
        Change change = village.change("alice");
        assertThat(change.state()).as(where).isEqualTo(Change.State.DONE);
        List<Rewrite> all = village.store.read(tx -> tx.changes().rewrites(change.id(), 100));
        assertThat(all.stream().map(Rewrite::card)).as(where).doesNotHaveDuplicates();
        assertThat(village.tally(change).rewritten())
                .as(where)
                .isEqualTo(all.stream().filter(Rewrite::done).count());
        for (PhoneEdits phone : phones) {
            List<Rewrite> rows = all.stream()
                    .filter(row -> row.card().book().home() == village.id(phone.holder()))
                    .toList();
            Map<Long, String> versions = phone.versions();
            nothingAcknowledgedIsLost(phone, versions);
            theJournalTellsAllThatIsNotTheHolders(phone, versions, rows, old, now);
            theHolderHasTheLastWord(phone, versions, rows, now);
        }
    }

    private void nothingAcknowledgedIsLost(PhoneEdits phone, Map<Long, String> versions) {
        for (Acknowledged edit : phone.acknowledged()) {
            edit.content()
                    .ifPresent(content -> assertThat(versions.get(edit.sync()))
                            .as("%s, %s, %s", where, phone.holder(), edit)
                            .isEqualTo(content));
        }
    }

    private void theJournalTellsAllThatIsNotTheHolders(
            PhoneEdits phone, Map<Long, String> versions, List<Rewrite> rows, String old, String now) {
        Set<Long> explained = new HashSet<>();
        phone.acknowledged().forEach(edit -> explained.add(edit.sync()));
        for (Rewrite row : rows) {
            assertThat(row.done()).as("%s, %s", where, row).isTrue();
            assertThat(versions.get(row.after()))
                    .as("%s, %s", where, row)
                    .isEqualTo(versions.get(row.before()).replace(old, now));
            assertThat(versions.get(row.before())).as(where).contains(old);
            explained.add(row.after());
        }
        assertThat(versions.keySet()).as("%s, %s", where, phone.holder()).isSubsetOf(explained);
    }

    private void theHolderHasTheLastWord(PhoneEdits phone, Map<Long, String> versions, List<Rewrite> rows, String now) {
        Acknowledged last = phone.acknowledged().get(phone.acknowledged().size() - 1);
        Optional<StoredCard> stored = phone.stored();
        assertThat(stored.isEmpty())
                .as("%s, %s deleted", where, phone.holder())
                .isEqualTo(last.content().isEmpty());
        if (stored.isPresent()) {
            long current = stored.get().card().syncNumber();
            Optional<Rewrite> since =
                    rows.stream().filter(row -> row.before() == last.sync()).findFirst();
            assertThat(current)
                    .as("%s, %s", where, phone.holder())
                    .isEqualTo(since.map(Rewrite::after).orElse(last.sync()));
            if (phone.edits() == 0) {
                assertThat(versions.get(current)).as(where).contains(now);
            }
            editsBefore += phone.edits() > 0 && since.isPresent() ? 1 : 0;
            editsAfter += since.isEmpty() && !rows.isEmpty() ? 1 : 0;
        }
    }
}
