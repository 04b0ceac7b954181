package org.teldav.propagation;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.teldav.BothEngines;
import org.teldav.storage.BookId;
import org.teldav.storage.CardId;
import org.teldav.storage.CardPut;
import org.teldav.storage.StoredCard;

/**
 * Cards as phones write them – labels, preferred numbers, extensions, several spellings of a number, contact groups – while the people on them edit their own
 * numbers, and their holders move, copy and edit the cards, or put back old ones: each rewrite changes the values that it is about, and not another byte.
 */
@Timeout(300)
@BothEngines
class CardsRandomTest {
    private static final int PEOPLE = 3;
    private static final int STEPS = 80;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void rule_5_a_rewrite_changes_the_values_that_it_is_about_and_not_another_byte(long seed) {
        PropagationRules rules = new PropagationRules(Village.GRACE, Duration.ZERO, Duration.ZERO, 0, false);
        try (Village village = new Village(folder, rules)) {
            Story story = new Story(village, seed);
            for (int step = 0; step < STEPS; step++) {
                story.step();
            }
        }
    }

    /** A card of the holder's: where it is, and its lines. */
    private record Held(BookId book, String name) {}

    private static final class Story {
        private final Village village;
        private final Random random;
        private final List<String> told = new ArrayList<>();
        private final List<List<String>> own = new ArrayList<>();
        /** By person; nobody gets a number that was another's (rule 10). */
        private final List<List<String>> had = new ArrayList<>();

        private final Map<Held, List<String>> cards = new LinkedHashMap<>();
        private final Map<Held, List<List<String>>> versions = new HashMap<>();
        private final List<BookId> books;
        private int fresh;

        Story(Village village, long seed) {
            this.village = village;
            this.random = new Random(seed);
            told.add("seed " + seed);
            village.user("holder");
            for (int person = 0; person < PEOPLE; person++) {
                own.add(new ArrayList<>(List.of(fresh(), fresh())));
                had.add(new ArrayList<>(own.get(person)));
                village.user(
                        "u" + person,
                        "CELL:" + own.get(person).get(0),
                        "WORK:" + own.get(person).get(1));
            }
            village.group("all", "holder", "u0", "u1", "u2");
            BookId second = village.write(tx -> tx.books()
                            .create(village.id("holder"), "second", "Second", Optional.empty(), village.tick()))
                    .id();
            books = List.of(village.book("holder"), second);
            for (int i = 0; i < 5; i++) {
                contact();
            }
        }

        void step() {
            int person = random.nextInt(PEOPLE);
            switch (random.nextInt(11)) {
                case 0, 1, 2 -> replace(person);
                case 3 -> swap(person);
                case 4 -> sameNumbers(person);
                case 5 -> anew(person);
                case 6 -> contact();
                case 7 -> old();
                case 8 -> moveOrCopy();
                default -> note();
            }
        }

        private void replace(int person) {
            int slot = random.nextInt(2);
            String now = random.nextInt(4) == 0 ? any(had.get(person)) : fresh();
            if (own.get(person).contains(now)) {
                return;
            }
            had.get(person).add(now);
            String old = own.get(person).set(slot, now);
            put(person, "CELL", "WORK", "replaces " + old + " by " + now);
            goesOut(Map.of(old, now));
            village.verify("u" + person, now);
        }

        private void swap(int person) {
            List<String> numbers = own.get(person);
            String cell = numbers.get(0);
            String work = numbers.set(1, cell);
            numbers.set(0, work);
            put(person, "CELL", "WORK", "swaps " + numbers);
            goesOut(Map.of(cell, work, work, cell));
        }

        /** Preferred, under other types, or written in another way: no change. */
        private void sameNumbers(int person) {
            put(person, "CELL;TYPE=PREF", "FAX", "has other types");
            goesOut(Map.of());
            put(person, "CELL", "WORK", "has the types of before");
            goesOut(Map.of());
        }

        private void anew(int person) {
            village.write(tx -> tx.cards().delete(village.book("u" + person), "me", there -> true, village.tick()));
            put(person, "CELL", "WORK", "deletes and puts the own card");
            goesOut(Map.of());
        }

        private void put(int person, String first, String second, String what) {
            told.add("u" + person + " " + what);
            village.own(
                    "u" + person,
                    first + ":" + spelled(own.get(person).get(0)),
                    second + ":" + spelled(own.get(person).get(1)));
        }

        private void contact() {
            Held held = new Held(books.get(0), "c" + fresh++);
            List<String> lines = new ArrayList<>(List.of("BEGIN:VCARD", "VERSION:3.0", "UID:" + held.name(), "FN:x"));
            lines.addAll(random.nextInt(6) == 0 ? List.of("X-ADDRESSBOOKSERVER-KIND:group") : List.of());
            for (int i = 0; i <= random.nextInt(4); i++) {
                lines.addAll(entry(i, random.nextInt(6) == 0 ? fresh() : any(any(had))));
            }
            lines.addAll(List.of("NOTE:a line that is fol", " ded\\, and goes on", "END:VCARD"));
            store(held, lines);
        }

        private List<String> entry(int i, String number) {
            return switch (random.nextInt(6)) {
                case 0 -> List.of("item" + i + ".TEL:" + spelled(number), "item" + i + ".X-ABLabel:_$!<Boat>!$_");
                case 1 -> List.of("TEL;TYPE=CELL;TYPE=pref:" + spelled(number));
                case 2 -> List.of("tel;type=\"HOME,VOICE\";X-A=b:" + spelled(number));
                case 3 -> List.of("TEL;TYPE=WORK:" + spelled(number) + " x12");
                case 4 -> List.of("TEL:" + spelled(number), "EMAIL:a@example.com", "TEL;TYPE=HOME:" + spelled(number));
                default -> List.of("TEL;HOME:" + spelled(number) + " (home)");
            };
        }

        private String spelled(String number) {
            String a = number.substring(2, 5);
            String b = number.substring(5, 8);
            String c = number.substring(8);
            return List.of(number, "(" + a + ") " + b + "-" + c, "+1 " + a + "-" + b + "-" + c, a + "." + b + "." + c)
                    .get(random.nextInt(4));
        }

        /** A phone that slept puts a version of before. */
        private void old() {
            Held held = any(List.copyOf(cards.keySet()));
            store(held, any(versions.get(held)));
        }

        private void note() {
            Held held = any(List.copyOf(cards.keySet()));
            List<String> lines = new ArrayList<>(cards.get(held));
            lines.add(lines.size() - 1, "X-NOTE:" + fresh++);
            store(held, lines);
        }

        private void store(Held held, List<String> lines) {
            told.add(held + " is put: " + lines);
            CardPut put = village.request("holder", held.name(), CardLines.bytes(lines), CardPut.ALWAYS);
            village.write(tx -> tx.cards()
                    .put(
                            new CardPut(
                                    held.book(), held.name(), put.content(), put.uid(), put.index(), put.condition()),
                            village.tick()));
            cards.put(held, lines);
            versions.computeIfAbsent(held, none -> new ArrayList<>()).add(lines);
            goesOut(Map.of());
        }

        private void moveOrCopy() {
            Held from = any(List.copyOf(cards.keySet()));
            Held to = new Held(books.get(1), "m" + fresh++);
            if (from.book().equals(to.book())) {
                return;
            }
            boolean move = random.nextBoolean();
            told.add(from + (move ? " is moved to " : " is copied to ") + to);
            CardId id = village.store
                    .read(tx -> tx.cards().find(from.book(), from.name()))
                    .orElseThrow()
                    .id();
            village.write(tx -> move
                    ? tx.cards().move(id, card -> true, to.book(), to.name(), CardPut.ALWAYS, village.tick())
                    : tx.cards().copy(id, to.book(), to.name(), CardPut.ALWAYS, village.tick()));
            if (village.store.read(tx -> tx.cards().find(to.book(), to.name())).isPresent()) {
                cards.put(to, move ? cards.remove(from) : cards.get(from));
                versions.put(to, new ArrayList<>(List.of(cards.get(to))));
            }
            goesOut(Map.of());
        }

        private void goesOut(Map<String, String> replaced) {
            village.propagate();
            for (Held held : List.copyOf(cards.keySet())) {
                byte[] now = village.store
                        .read(tx -> tx.cards().read(held.book(), held.name()))
                        .map(StoredCard::content)
                        .orElseThrow();
                String as = held + "\n" + String.join("\n", told) + "\n" + cards.get(held) + "\n" + replaced;
                cards.put(held, CardLines.rewritten(village.writing, cards.get(held), now, replaced, as));
            }
        }

        private String fresh() {
            fresh++;
            return "+1415555" + String.format("%04d", 2000 + fresh);
        }

        private <T> T any(List<T> all) {
            return all.get(random.nextInt(all.size()));
        }
    }
}
