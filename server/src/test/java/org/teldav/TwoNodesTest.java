package org.teldav;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teldav.cards.CardWriting;
import org.teldav.storage.AddressBook;
import org.teldav.storage.CardPut;
import org.teldav.storage.Change;
import org.teldav.storage.Principal;
import org.teldav.storage.Rewrite;
import org.teldav.storage.Store;
import org.teldav.storage.Transaction;
import org.teldav.vcard.InvalidCardException;
import org.teldav.vcard.PhoneNumbers;
import org.teldav.web.Json;

/** Two servers on one PostgreSQL. A request may come to either. */
@OneEngine("about PostgreSQL: HSQLDB serves one process")
class TwoNodesTest {
    private static final int HOLDERS = 500;
    private static final String BOOK = "/dav/addressbooks/alice/contacts/";

    @TempDir
    Path folder;

    private TestServer one;
    private TestServer other;

    @BeforeEach
    void start() {
        one = node("one");
        other = node("other");
    }

    private TestServer node(String name) {
        return TestServer.start(
                folder.resolve(name), TestDatabase.postgresLines(folder).toArray(String[]::new));
    }

    @AfterEach
    void close() {
        one.close();
        other.close();
    }

    @Test
    void a_password_changed_and_a_user_disabled_on_one_are_refused_on_the_other_at_once() {
        one.user("alice", "+1 415 555 0100");
        one.as("alice").get(BOOK + "me.vcf").expect(200);
        other.as("alice").get(BOOK + "me.vcf").expect(200);
        one.users().setPassword("alice", "another-password");
        other.as("alice").get(BOOK + "me.vcf").expect(401);
        DavClient again = other.client().as("alice", "another-password");
        again.get(BOOK + "me.vcf").expect(200);
        one.users().setDisabled("alice", true);
        again.get(BOOK + "me.vcf").expect(401);
    }

    @Test
    void a_device_that_is_removed_on_one_is_refused_on_the_other_at_once() {
        one.user("alice", "+1 415 555 0100");
        JsonNode made = Json.parse(
                DeviceTest.json(one.as("alice"), "POST", "/api/users/alice/devices", "{\"label\": \"phone\"}")
                        .expect(201)
                        .body());
        DavClient phone = other.client().as("alice", made.path("password").asText());
        phone.get(BOOK + "me.vcf").expect(200);
        phone.get(BOOK + "me.vcf").expect(200);
        DeviceTest.json(
                        one.as("alice"),
                        "DELETE",
                        "/api/users/alice/devices/" + made.path("id").asText(),
                        "{}")
                .expect(200);
        phone.get(BOOK + "me.vcf").expect(401);
    }

    @Test
    void a_lock_that_was_taken_on_one_holds_on_the_other() {
        DavClient here = one.user("alice", "+1 415 555 0100");
        DavClient there = other.as("alice");
        String path = BOOK + "bob.vcf";
        String card = TestServer.card("bob", "Bob", "+1 212 555 0100");
        here.put(path, card).expect(201);
        String token = here.with("Depth: 0")
                .with("Timeout: Second-600")
                .xml("LOCK", path, LockStory.EXCLUSIVE)
                .expect(200)
                .header("Lock-Token");
        there.put(path, card.replace("0100", "0101")).expect(423);
        there.with("If: (" + token + ")")
                .put(path, card.replace("0100", "0102"))
                .expect(204);
        there.with("Lock-Token: " + token).send("UNLOCK", path).expect(204);
        here.put(path, card).expect(204);
    }

    @Test
    void a_sync_token_and_an_etag_of_one_are_good_on_the_other() {
        DavClient here = one.user("alice", "+1 415 555 0100");
        DavClient there = other.as("alice");
        SyncReader reader = new SyncReader(BOOK, 0);
        for (int i = 0; i < 6; i++) {
            DavClient writer = i % 2 == 0 ? here : there;
            DavClient next = i % 2 == 0 ? there : here;
            String card = TestServer.card("c" + i, "C", "+1 212 555 010" + i);
            String etag = writer.put(BOOK + "c" + i + ".vcf", card).expect(201).etag();
            reader.drain(next);
            assertThat(reader.members()).isEqualTo(SyncReader.expected(writer, BOOK));
            next.with("If-Match: " + etag)
                    .put(BOOK + "c" + i + ".vcf", card.replace("FN:C", "FN:D"))
                    .expect(204);
            assertThat(writer.get(BOOK + "c" + i + ".vcf").expect(200).text()).contains("FN:D");
        }
        here.delete(BOOK + "c0.vcf").expect(204);
        reader.drain(there);
        assertThat(reader.members()).isEqualTo(SyncReader.expected(here, BOOK));
    }

    @Test
    void rule_8_holders_are_shared_and_done_once_also_where_one_of_the_two_ends_in_the_midst() {
        makeHolders();
        change(one, "alice", "+1 212 555 0120");
        change(other, "bella", "+1 212 555 0121");
        while (rewritten("alice") == 0 && rewritten("bella") == 0) {
            assertThat(one.store().healthy()).isTrue();
        }
        one.close();
        other.drain();
        everyHolderHasItOnce("alice", "+12125550120");
        everyHolderHasItOnce("bella", "+12125550121");
    }

    private static void change(TestServer node, String user, String number) {
        String path = "/dav/addressbooks/" + user + "/contacts/me.vcf";
        DavClient client = node.as(user);
        DavAnswer own = client.get(path).expect(200);
        client.with("If-Match: " + own.etag())
                .put(path, own.text().replaceFirst("(TEL[^:]*:)[^\r\n]*", "$1" + number))
                .expect(204);
    }

    private void makeHolders() {
        one.user("alice", "+1 415 555 0100", "firm");
        other.user("bella", "+1 415 555 0101", "firm");
        CardWriting writing = new CardWriting(new PhoneNumbers(), Optional.of("US"));
        one.store().write(tx -> {
            long firm = tx.principals().group("firm").orElseThrow().id();
            for (int i = 0; i < HOLDERS; i++) {
                addHolder(tx, firm, "holder" + i, writing);
            }
            return true;
        });
    }

    /** By the store: thousands of passwords would be hashed for minutes, and none of these logs in. */
    private static void addHolder(Transaction tx, long group, String name, CardWriting writing) {
        Instant now = Instant.now();
        Principal.User user = tx.principals().addUser(name, name, "none", Optional.empty(), false, now);
        AddressBook book = tx.books().create(user.id(), "contacts", "Contacts", Optional.empty(), now);
        tx.principals().join(group, user.id(), now);
        put(tx, book, "alice", "(415) 555-0100", writing);
        put(tx, book, "bella", "(415) 555-0101", writing);
    }

    private static void put(Transaction tx, AddressBook book, String name, String tel, CardWriting writing) {
        byte[] card = TestServer.card(name, name, tel).getBytes(StandardCharsets.UTF_8);
        try {
            tx.cards()
                    .put(writing.put(book.id(), name + ".vcf", card, Optional.of("US"), CardPut.ALWAYS), Instant.now());
        } catch (InvalidCardException e) {
            throw new AssertionError(e);
        }
    }

    private int rewritten(String user) {
        return other.store().read(tx -> {
            List<Change> changes =
                    tx.changes().listOf(tx.principals().user(user).orElseThrow().id(), 1);
            return changes.isEmpty()
                    ? 0
                    : tx.changes().rewrites(changes.get(0).id(), HOLDERS + 1).size();
        });
    }

    private void everyHolderHasItOnce(String user, String key) {
        Store store = other.store();
        assertThat(rewritten(user)).isEqualTo(HOLDERS);
        store.read(tx -> {
            for (int i = 0; i < HOLDERS; i++) {
                long home = tx.principals().user("holder" + i).orElseThrow().id();
                AddressBook book = tx.books().find(home, "contacts").orElseThrow();
                var card = tx.cards().find(book.id(), user + ".vcf").orElseThrow();
                assertThat(tx.cards().index(card.id()))
                        .anyMatch(row -> row.key().equals(Optional.of(key)));
                assertThat(tx.cards().history(book.id(), user + ".vcf")).hasSize(1);
                assertThat(tx.changes().journal(home, 100)).hasSize(2).allMatch(Rewrite::done);
            }
            return true;
        });
    }
}
