package org.teldav.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teldav.Teldav;
import org.teldav.config.ConfigReader;
import org.teldav.storage.AddressBook;
import org.teldav.storage.Card;
import org.teldav.storage.StoredCard;
import org.teldav.storage.Transaction;
import org.teldav.vcard.PhoneNumbers;
import picocli.CommandLine;

class PopulationTest {
    private static final int USERS = 60;

    @TempDir
    Path folder;

    private record Ended(int code, String out, String err) {}

    private static Ended bench(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line =
                Bench.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return new Ended(line.execute(arguments), out.toString(), err.toString());
    }

    private static Population people(long seed, int count) {
        Population people = new Population(seed, 10);
        IntStream.range(0, count).forEach(i -> people.arrive());
        return people;
    }

    @Test
    void a_few_know_very_many_and_the_same_seed_makes_the_same_people() {
        int[] known = people(7, 5_000).acquaintances();
        assertThat(known[0]).isEqualTo(10);
        assertThat(IntStream.of(known).average().orElseThrow()).isBetween(19.0, 20.0);
        assertThat(known[2_500]).isLessThan(20);
        assertThat(known[4_999]).isGreaterThan(200);
        assertThat(people(7, 5_000).acquaintances()).isEqualTo(known);
        assertThat(people(8, 5_000).acquaintances()).isNotEqualTo(known);
    }

    @Test
    void everybody_has_a_number_of_their_own_that_can_be_told_from_others() {
        PhoneNumbers numbers = new PhoneNumbers();
        Set<String> keys = new HashSet<>();
        for (int i = 0; i < Population.MOST; i += 7) {
            keys.add(numbers.key(Population.number(i), Optional.empty()).orElseThrow());
        }
        assertThat(keys).hasSize((Population.MOST + 6) / 7);
    }

    @Test
    void populate_makes_people_who_hold_each_others_cards_and_fills_nothing_twice() throws Exception {
        String[] arguments = {
            "populate", "--users", "" + USERS, "--contacts", "8", "--data", folder.toString(), "--json"
        };
        Ended ended = bench(arguments);
        assertThat(ended.code()).as(ended.err()).isZero();
        JsonNode result = JsonMapper.builder().build().readTree(ended.out());
        int cards = 0;
        try (Teldav teldav = Teldav.open(ConfigReader.read(Optional.empty(), Map.of(), Optional.of(folder)))) {
            for (int i = 0; i < USERS; i++) {
                int person = i;
                cards += teldav.store().read(tx -> mutual(tx, person));
            }
        }
        assertThat(result.get("cards").asInt()).isEqualTo(cards).isGreaterThan(USERS * 8);
        assertThat(bench(arguments).err()).contains("only an empty server is filled");
    }

    /** @return how many cards are in the book */
    private static int mutual(Transaction tx, int person) {
        List<String> names = names(tx, person);
        assertThat(names).contains("me.vcf").hasSizeGreaterThan(4);
        for (String name : names) {
            if (!name.equals("me.vcf")) {
                int other = Integer.parseInt(name.replaceAll("\\D", ""));
                assertThat(names(tx, other)).contains(Population.name(person) + ".vcf");
                assertThat(text(tx, person, name)).contains("TEL;TYPE=CELL:" + Population.number(other) + "\r\n");
            }
        }
        return names.size();
    }

    private static AddressBook book(Transaction tx, int person) {
        long home = tx.principals().user(Population.name(person)).orElseThrow().id();
        return tx.books().find(home, AddressBook.DEFAULT_NAME).orElseThrow();
    }

    private static String text(Transaction tx, int person, String name) {
        StoredCard stored = tx.cards().read(book(tx, person).id(), name).orElseThrow();
        return new String(stored.content(), StandardCharsets.UTF_8);
    }

    private static List<String> names(Transaction tx, int person) {
        return tx.cards().page(book(tx, person).id(), 0, 500).stream()
                .map(Card::name)
                .toList();
    }

    @Test
    void growth_measures_each_operation_beside_each_number_of_cards() throws IOException {
        Ended ended = bench(
                "growth --cards 100,300 --contacts 8 --book 20 --seconds 0.05 --warmup 0.01 --holders 3 --rounds 1 --json --dir "
                        .concat(folder.toString())
                        .split(" "));
        assertThat(ended.code()).as(ended.err()).isZero();
        JsonNode steps = JsonMapper.builder().build().readTree(ended.out());
        assertThat(steps).hasSize(2);
        for (JsonNode step : steps) {
            assertThat(step.get("operations")).hasSize(Operations.ALL.size()).allSatisfy(row -> {
                assertThat(row.get("errors").asInt()).as("%s", row).isZero();
                assertThat(row.get("requests").asInt()).isPositive();
            });
            assertThat(step.get("changeMillis").asDouble()).isPositive();
        }
        assertThat(steps.get(1).get("cards").asInt()).isGreaterThanOrEqualTo(300);
        assertThat(folder).isEmptyDirectory();
    }
}
