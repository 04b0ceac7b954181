package org.teldav.propagation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.teldav.BothEngines;
import org.teldav.storage.Card;
import org.teldav.storage.CardVersion;
import org.teldav.storage.Change;
import org.teldav.storage.Rewrite;

/** Users who edit, hold, join, leave and type each other's numbers, and servers that are killed: in the end each book is as {@link VillageModel} says. */
@Timeout(300)
@BothEngines
class PropagationRandomTest {
    private static final int USERS = 5;
    private static final int GROUPS = 3;
    private static final int STEPS = 250;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void whatever_happens_the_books_end_as_the_rules_say(long seed) {
        tell(seed, Duration.ZERO);
    }

    /** The same where changes settle: edits of numbers that have not gone out yet are one change with what they touch. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void also_where_changes_settle_before_they_go_out(long seed) {
        tell(seed, Duration.ofHours(1));
    }

    private void tell(long seed, Duration settle) {
        try (Village village =
                new Village(folder, new PropagationRules(Village.GRACE, Duration.ZERO, settle, 0, false))) {
            Story story = new Story(village, seed, settle);
            for (int step = 0; step < STEPS; step++) {
                story.step();
            }
            story.settle();
        }
    }

    private static final class Story {
        private final Village village;
        private final VillageModel model;
        private final Duration settle;
        private final Random random;
        /** How they write, beside what: some edit a card by a deletion and a put, which the model knows nothing of. */
        private final Random clients;

        private final String seed;
        private final List<String> told = new ArrayList<>();
        private final List<Set<String>> had = new ArrayList<>();
        /** HOME numbers, which nobody else types into their own card. */
        private final List<Set<String>> hadAtHome = new ArrayList<>();

        private int fresh;
        private boolean halfway;

        Story(Village village, long seed, Duration settle) {
            this.village = village;
            this.settle = settle;
            this.model = new VillageModel(!settle.isZero());
            this.random = new Random(seed);
            this.clients = new Random(seed);
            this.seed = "seed " + seed;
            for (int user = 0; user < USERS; user++) {
                String cell = fresh();
                String work = fresh();
                List<String> home = List.of(fresh(), fresh());
                model.user(cell, work, home);
                village.user("u" + user, "CELL:" + cell, "WORK:" + work, "HOME:" + home.get(0), "HOME:" + home.get(1));
                had.add(new LinkedHashSet<>(List.of(cell, work)));
                hadAtHome.add(new LinkedHashSet<>(home));
            }
            for (int group = 0; group < GROUPS; group++) {
                village.group("g" + group);
                model.groups.add(new HashSet<>());
                for (int user = 0; user < USERS; user++) {
                    member(group, user, random.nextBoolean());
                }
            }
        }

        void step() {
            int user = random.nextInt(USERS);
            int other = (user + 1 + random.nextInt(USERS - 1)) % USERS;
            switch (random.nextInt(halfway ? 8 : 15)) {
                case 0, 1 -> replace(user, fresh());
                case 2 -> replace(user, halfway ? fresh() : pick(had.get(user)));
                case 3 -> replace(user, halfway ? fresh() : pick(had.get(other)));
                case 4 -> swap(user);
                case 5 -> settle();
                case 6, 7 -> homes(user);
                case 8, 9, 10, 11 -> contact(user, other);
                case 12 -> member(random.nextInt(GROUPS), user, random.nextBoolean());
                case 13 -> halfway();
                default -> delete(user, other);
            }
        }

        private void replace(int user, String key) {
            if (!model.own.get(user).contains(key)) {
                int slot = random.nextInt(2);
                boolean waits = model.isWaiting(user);
                model.replace(user, slot, key);
                had.get(user).add(key);
                own(user, "replaces", waits);
            }
        }

        /** None, one or two come and go, in several steps, and some are back. */
        private void homes(int user) {
            Set<String> now = new LinkedHashSet<>();
            for (int i = random.nextInt(4); i > 0; i--) {
                now.add(random.nextInt(4) == 0 ? fresh() : pick(hadAtHome.get(user)));
            }
            if (!List.copyOf(now).equals(model.homes.get(user))) {
                model.homes(user, List.copyOf(now));
                hadAtHome.get(user).addAll(now);
                own(user, "has at home", false);
                if (!settle.isZero()) {
                    settle();
                }
            }
        }

        private void swap(int user) {
            if (!model.isHeld(user)) {
                model.swap(user);
                own(user, "swaps", false);
                if (!settle.isZero()) {
                    settle();
                }
            }
        }

        /** @param waits whether a change of theirs waited for another's number, which would be weighed anew where it is put again */
        private void own(int user, String verb, boolean waits) {
            boolean anew = clients.nextInt(4) == 0 && !waits && !model.isWaiting(user);
            told.add("u" + user + " " + verb + (anew ? " by deleting and putting" : "") + ": " + numbers(user));
            if (anew) {
                village.write(tx -> tx.cards().delete(village.book("u" + user), "me", there -> true, village.tick()));
            }
            List<String> types = List.of("CELL:", "WORK:", "HOME:", "HOME:", "HOME:");
            List<String> numbers = numbers(user);
            village.own(
                    "u" + user,
                    IntStream.range(0, numbers.size())
                            .mapToObj(i -> types.get(i) + numbers.get(i))
                            .toArray(String[]::new));
        }

        /** Of their own card, in its order. */
        private List<String> numbers(int user) {
            return Stream.concat(model.own.get(user).stream(), model.homes.get(user).stream())
                    .toList();
        }

        private void contact(int holder, int subject) {
            Set<String> keys = new LinkedHashSet<>();
            for (int i = random.nextInt(3); i >= 0; i--) {
                List<Set<String>> of = random.nextInt(3) == 0 ? hadAtHome : had;
                keys.add(random.nextInt(8) == 0 ? fresh() : pick(of.get(random.nextInt(5) == 0 ? holder : subject)));
            }
            told.add("u" + holder + " has u" + subject + ": " + keys);
            model.contact(holder, subject, List.copyOf(keys));
            village.contact(
                    "u" + holder,
                    "u" + subject,
                    keys.stream().map(key -> "HOME:" + key).toArray(String[]::new));
        }

        private void delete(int holder, int subject) {
            told.add("u" + holder + " deletes u" + subject);
            model.contacts.remove(List.of(holder, subject));
            village.write(
                    tx -> tx.cards().delete(village.book("u" + holder), "u" + subject, card -> true, village.tick()));
        }

        private void member(int group, int user, boolean in) {
            told.add("u" + user + (in ? " joins g" : " leaves g") + group);
            if (in) {
                model.groups.get(group).add(user);
                village.join("g" + group, "u" + user);
            } else {
                model.groups.get(group).remove(user);
                village.leave("g" + group, "u" + user);
            }
        }

        /** A server is killed somewhere in its work. From then on nobody edits what it may or may not have reached, nor claims a number of which it may have asked whose it is. */
        private void halfway() {
            int writes = 1 + random.nextInt(8);
            told.add("killed at write " + writes);
            goOut();
            village.store.around(new FaultyStore.Around() {
                @Override
                public void after(int write) {
                    if (write >= writes) {
                        throw new FaultyStore.Killed();
                    }
                }
            });
            try {
                village.worker(Village.settings(2)).drain(Duration.ofSeconds(30));
                model.propagate();
            } catch (FaultyStore.Killed e) {
                halfway = true;
            }
            village.store.around(new FaultyStore.Around() {});
            village.pass(Duration.ofMinutes(2));
        }

        /** The time comes of what has settled. */
        private void goOut() {
            village.pass(settle);
            model.goOut();
        }

        void settle() {
            told.add("settles");
            goOut();
            village.worker(Village.settings(3)).drain(Duration.ofSeconds(60));
            model.propagate();
            halfway = false;
            model.contacts.forEach((who, entries) -> assertThat(village.tels("u" + who.get(0), "u" + who.get(1)))
                    .as(() -> seed + ", u" + who.get(0) + " has u" + who.get(1) + "\n" + String.join("\n", told))
                    .isEqualTo(entries.stream().map(VillageModel.Entry::key).collect(Collectors.joining(","))));
            for (int user = 0; user < USERS; user++) {
                assertThat(village.tels("u" + user, "me")).as(seed).isEqualTo(String.join(",", numbers(user)));
                assertThat(village.journal("u" + user).stream().map(row -> List.of(row.change(), row.card())))
                        .as(seed)
                        .doesNotHaveDuplicates();
                assertThat(village.changes("u" + user))
                        .as(seed)
                        .extracting(Change::state)
                        .doesNotContain(Change.State.PENDING);
            }
            theJournalTellsEachVersion();
        }

        /** Every rewrite is in the journal, with the versions before and after it, which are kept, and no version was written by two. */
        private void theJournalTellsEachVersion() {
            for (int user = 0; user < USERS; user++) {
                List<Rewrite> done = village.journal("u" + user).stream()
                        .filter(Rewrite::done)
                        .toList();
                assertThat(done.stream().map(row -> List.of(row.card(), row.after())))
                        .as(seed)
                        .doesNotHaveDuplicates();
                assertThat(done)
                        .as(seed)
                        .allMatch(row -> row.before() < row.after())
                        .allMatch(row -> isKept(row, row.before()) && isKept(row, row.after()));
            }
        }

        /** By the name: a contact that was deleted and put back is another card with the same journal. */
        private boolean isKept(Rewrite row, long version) {
            return village.store.read(tx -> Stream.concat(
                            tx.cards().history(row.card().book(), row.name()).stream()
                                    .map(CardVersion::syncNumber),
                            tx.cards().find(row.card()).map(Card::syncNumber).stream())
                    .anyMatch(number -> number == version));
        }

        private String fresh() {
            fresh++;
            return "+1415555" + String.format("%04d", 2000 + fresh);
        }

        private String pick(Set<String> keys) {
            return List.copyOf(keys).get(random.nextInt(keys.size()));
        }
    }
}
