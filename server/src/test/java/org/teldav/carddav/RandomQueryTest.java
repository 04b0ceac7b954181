package org.teldav.carddav;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.teldav.BothEngines;
import org.teldav.TestDatabase;
import org.teldav.cards.CardWriting;
import org.teldav.dav.LargeBodies;
import org.teldav.dav.RequestLimits;
import org.teldav.dav.XmlElement;
import org.teldav.dav.XmlOutput;
import org.teldav.storage.AddressBook;
import org.teldav.storage.CardPut;
import org.teldav.storage.IndexRow;
import org.teldav.storage.Principal;
import org.teldav.storage.Store;
import org.teldav.storage.Visit;
import org.teldav.storage.sql.SqlStore;
import org.teldav.vcard.InvalidCardException;
import org.teldav.vcard.PhoneNumbers;

/** The whole of an addressbook-query over a real store: by the index in the heap, by the index in the database and by looking at each card the answer is one. */
@BothEngines
class RandomQueryTest {
    private static final int ROUNDS = 5_000;
    private static final int CARDS = 40;
    private static final Pattern HREF = Pattern.compile("<D:href>[^<]*/(c\\d+\\.vcf)</D:href>");

    private final CardWriting writing = new CardWriting(new PhoneNumbers(), Optional.of("US"));

    @TempDir
    Path data;

    private Store store;
    private Principal.User alice;
    private BookCache listed;
    private BookCache unlisted;

    @BeforeEach
    void open() {
        store = SqlStore.open(TestDatabase.settings(data), (tx, edit) -> {});
        alice = store.write(tx -> {
            Principal.User user =
                    tx.principals().addUser("alice", "Alice", "none", Optional.empty(), false, Instant.now());
            tx.books().create(user.id(), "contacts", "Contacts", Optional.empty(), Instant.now());
            return user;
        });
        listed = new BookCache(store, LargeBodies.ofHeap(10));
        unlisted = new BookCache(store, LargeBodies.ofHeap(10), 0);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {6352, 20261123})
    void the_index_and_a_look_at_each_card_give_the_same_answer_ten_thousand_times(long seed) {
        Random random = new Random(seed);
        Map<String, RandomCard> book = new HashMap<>();
        int indexed = 0;
        int found = 0;
        for (int round = 0; round < ROUNDS; round++) {
            edit(random, book, round == 0 ? CARDS : round % 20 == 0 ? 4 : 0);
            RandomFilter asked = RandomFilter.next(random, book.get("c" + random.nextInt(CARDS) + ".vcf"));
            List<CandidateQuery> queries = CandidateQuery.of(Requests.filter(asked.xml()));
            Set<String> expected = new TreeSet<>();
            book.forEach((name, card) -> {
                if (asked.meaning().test(card)) {
                    expected.add(name);
                }
            });
            String what = "seed " + seed + " round " + round + ": " + asked.xml();
            assertThat(answer(unlisted, asked.xml(), List.of()))
                    .as("streamed, %s", what)
                    .isEqualTo(expected);
            assertThat(answer(listed, asked.xml(), List.of()))
                    .as("from the heap, %s", what)
                    .isEqualTo(expected);
            if (!queries.isEmpty()) {
                indexed++;
                found += expected.isEmpty() ? 0 : 1;
                assertThat(answer(unlisted, asked.xml(), queries))
                        .as("by the database, %s", what)
                        .isEqualTo(expected);
                assertThat(answer(listed, asked.xml(), queries))
                        .as("by the heap's index, %s", what)
                        .isEqualTo(expected);
            }
        }
        assertThat(indexed).as("filters the index knew").isGreaterThan(ROUNDS / 10);
        assertThat(found).as("of them with an answer").isGreaterThan(ROUNDS / 20);
    }

    /** Writes so many cards anew; some have a name that is longer than its row in the index. */
    private void edit(Random random, Map<String, RandomCard> book, int count) {
        store.write(alice.id(), tx -> {
            AddressBook contacts = tx.books().find(alice.id(), "contacts").orElseThrow();
            for (int i = 0; i < count; i++) {
                int number = count == CARDS ? i : random.nextInt(CARDS);
                String name = "c" + number + ".vcf";
                RandomCard card = withLongName(random, RandomCard.next(random));
                book.put(name, card);
                String text = new String(card.write(random), UTF_8).replace("UID:1\r\n", "UID:" + number + "\r\n");
                tx.cards().put(put(contacts, name, text.getBytes(UTF_8)), Instant.now());
            }
            return true;
        });
    }

    private static RandomCard withLongName(Random random, RandomCard card) {
        if (random.nextInt(8) > 0) {
            return card;
        }
        List<RandomCard.Line> lines = new ArrayList<>(card.lines());
        String value = "x".repeat(IndexRow.MAX_TEXT - 2) + RandomCard.text(random, 8);
        lines.add(new RandomCard.Line(Optional.empty(), "FN", List.of(), value));
        return new RandomCard(lines);
    }

    private CardPut put(AddressBook book, String name, byte[] card) {
        try {
            return writing.put(book.id(), name, card, Optional.of("US"), CardPut.ALWAYS);
        } catch (InvalidCardException e) {
            throw new AssertionError(new String(card, UTF_8), e);
        }
    }

    private Set<String> answer(BookCache cache, String filter, List<CandidateQuery> queries) {
        Requester requester = new Requester(
                new Requester.Service(
                        store,
                        cache,
                        writing,
                        new RequestLimits(1 << 20, 1 << 20, LargeBodies.ofHeap(10)),
                        new Options(false, false, Optional.empty(), OptionalLong::empty)),
                Visit.of(alice));
        AddressBook book =
                store.read(tx -> tx.books().find(alice.id(), "contacts")).orElseThrow();
        XmlElement body =
                Requests.xml("<C:addressbook-query><D:prop><D:getetag/></D:prop>" + filter + "</C:addressbook-query>");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        XmlOutput out = new XmlOutput(bytes);
        AddressBookQueryReport.write(
                new BookResource(requester, book),
                AddressbookQuery.parse(body),
                CardReport.of(body, true),
                queries,
                out);
        out.flush();
        Set<String> names = new TreeSet<>();
        Matcher href = HREF.matcher(bytes.toString(UTF_8));
        while (href.find()) {
            assertThat(names.add(href.group(1))).as("%s once", href.group(1)).isTrue();
        }
        return names;
    }
}
