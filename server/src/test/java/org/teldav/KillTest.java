package org.teldav;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teldav.cards.CardWriting;
import org.teldav.storage.AddressBook;
import org.teldav.storage.Card;
import org.teldav.storage.CardPut;
import org.teldav.storage.Change;
import org.teldav.storage.Principal;
import org.teldav.storage.Rewrite;
import org.teldav.storage.Store;
import org.teldav.storage.Transaction;
import org.teldav.storage.sql.SqlStore;
import org.teldav.vcard.InvalidCardException;
import org.teldav.vcard.PhoneNumbers;

/**
 * Rule 8: a server that is killed in the midst of a change goes on where it stopped, and loses nothing that it acknowledged. With {@code -Dteldav.kill.holders=10000} there are as many
 * holders.
 */
@BothEngines
class KillTest {
    private static final int HOLDERS = Integer.getInteger("teldav.kill.holders", 2000);
    private static final int TRIES = 8;
    private static final Pattern REWRITTEN = Pattern.compile("\"rewritten\" ?: ?([0-9]+)");
    private static final String ALICES_CARD = "/dav/addressbooks/alice/contacts/me.vcf";
    private static final String WRITERS_BOOK = "/dav/addressbooks/writer/contacts/";

    private final CardWriting writing = new CardWriting(new PhoneNumbers(), Optional.of("US"));

    @TempDir
    Path data;

    @Test
    void rule_8_a_server_killed_twice_in_the_midst_of_its_holders_goes_on_and_does_each_of_them_once()
            throws Exception {
        makeHolders();
        List<String> acknowledged = Collections.synchronizedList(new ArrayList<>());
        int changes = 0;
        boolean twice = false;
        while (changes < TRIES && !twice) {
            changes++;
            twice = killedTwice("+1 212 555 0" + (100 + changes), acknowledged);
        }
        assertThat(twice)
                .as("a change that was killed twice on its way, of %d", changes)
                .isTrue();

        String newest = "+12125550" + (100 + changes);
        try (TestServer server = TestServer.start(data)) {
            server.drain();
            for (String card : acknowledged) {
                server.as("writer").get(WRITERS_BOOK + card).expect(200);
            }
        }
        everyHolderHasItOnce(newest, changes);
    }

    /** @return whether the change was on its way both times, and had come farther the second time */
    private boolean killedTwice(String number, List<String> acknowledged) throws Exception {
        String key = number.replace(" ", "");
        killInTheMidst(number, acknowledged);
        int first = rewritten(key);
        if (first == 0 || first == HOLDERS) {
            return false;
        }
        try (ChildServer server = ChildServer.start(data, "-Xmx256m")) {
            awaitRewritten(server.as("alice"), first + 1);
            server.kill();
        }
        int second = rewritten(key);
        assertThat(second).as("progress is not lost").isGreaterThan(first);
        return second < HOLDERS;
    }

    private void makeHolders() {
        try (TestServer server = TestServer.start(data)) {
            server.user("alice", "+1 415 555 0100", "firm");
            server.user("writer", "+1 415 555 0101");
            server.user("holder0", "+1 415 555 0102", "firm");
            server.store().write(tx -> {
                long firm = tx.principals().group("firm").orElseThrow().id();
                putCard(tx, tx.principals().user("holder0").orElseThrow().id());
                for (int i = 1; i < HOLDERS; i++) {
                    addHolder(tx, firm, "holder" + i);
                }
                return true;
            });
        }
    }

    /** By the store: thousands of passwords would be hashed for minutes, and none of these logs in. */
    private void addHolder(Transaction tx, long group, String name) {
        Instant now = Instant.now();
        Principal.User user = tx.principals().addUser(name, name, "none", Optional.empty(), false, now);
        tx.books().create(user.id(), "contacts", "Contacts", Optional.empty(), now);
        tx.principals().join(group, user.id(), now);
        putCard(tx, user.id());
    }

    private void putCard(Transaction tx, long home) {
        AddressBook book = tx.books().find(home, "contacts").orElseThrow();
        try {
            byte[] card = TestServer.card("alice", "Alice", "(415) 555-0100").getBytes(StandardCharsets.UTF_8);
            tx.cards().put(writing.put(book.id(), "alice.vcf", card, Optional.of("US"), CardPut.ALWAYS), Instant.now());
        } catch (InvalidCardException e) {
            throw new AssertionError(e);
        }
    }

    /** Changes alice's number while another writes cards, and pulls the plug as soon as the first holders have it. */
    private void killInTheMidst(String number, List<String> acknowledged) throws Exception {
        try (ChildServer server = ChildServer.start(data, "-Xmx256m")) {
            DavClient alice = server.as("alice");
            DavClient writer = server.as("writer");
            alice.get(ALICES_CARD).expect(200);
            Thread writing = new Thread(() -> write(writer, acknowledged));
            writing.start();
            DavAnswer own = alice.get(ALICES_CARD).expect(200);
            alice.with("If-Match: " + own.etag())
                    .put(ALICES_CARD, own.text().replaceFirst("(TEL[^:]*:)[^\r\n]*", "$1" + number))
                    .expect(204);
            awaitRewritten(alice, 1);
            server.kill();
            writing.join();
        }
    }

    /** As the changer sees it, of their newest change. */
    private static void awaitRewritten(DavClient changer, int least) {
        int rewritten = 0;
        while (rewritten < least) {
            Matcher newest = REWRITTEN.matcher(
                    changer.get("/api/users/alice/changes?limit=1").expect(200).text());
            rewritten = newest.find() ? Integer.parseInt(newest.group(1)) : 0;
        }
    }

    private static void write(DavClient writer, List<String> acknowledged) {
        for (int i = 0; i < 10_000; i++) {
            String card = "c" + acknowledged.size() + "-" + System.nanoTime() + ".vcf";
            try {
                writer.put(WRITERS_BOOK + card, TestServer.card(card, "Card", "+1 415 555 0142"))
                        .expect(201);
            } catch (RuntimeException e) {
                return;
            }
            acknowledged.add(card);
        }
    }

    /** As it is on disk, without a worker that would go on. */
    private SqlStore files() {
        return SqlStore.open(TestDatabase.settings(data), (tx, edit) -> {});
    }

    private int rewritten(String key) {
        try (Store store = files()) {
            return store.read(tx -> {
                Change newest = tx.changes().list(1).get(0);
                assertThat(newest.numbers().get(0).newKey()).contains(key);
                return tx.changes().rewrites(newest.id(), HOLDERS + 1).size();
            });
        }
    }

    private void everyHolderHasItOnce(String key, int changes) {
        try (Store store = files()) {
            store.read(tx -> {
                for (int i = 0; i < HOLDERS; i++) {
                    long home = tx.principals().user("holder" + i).orElseThrow().id();
                    AddressBook book = tx.books().find(home, "contacts").orElseThrow();
                    Card card = tx.cards().find(book.id(), "alice.vcf").orElseThrow();
                    List<Rewrite> journal = tx.changes().journal(home, 100);
                    assertThat(tx.cards().index(card.id()))
                            .anyMatch(row -> row.key().equals(Optional.of(key)));
                    assertThat(journal)
                            .as("journal of holder %d", i)
                            .hasSize(changes)
                            .allMatch(Rewrite::done);
                    assertThat(journal.stream().map(Rewrite::change)).doesNotHaveDuplicates();
                    assertThat(tx.cards().history(book.id(), "alice.vcf")).hasSize(changes);
                    assertThat(book.token().number()).isEqualTo((i == 0 ? 2 : 1) + changes);
                }
                return true;
            });
        }
    }
}
