package org.teldav;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teldav.storage.BookId;
import org.teldav.vcard.Fixtures;

/** What people do with their address books, done by the program itself. Alice and bob both use it. */
@OneEngine("about clients, whatever the store is")
abstract class DesktopContract {
    private static final String BOOK = "/dav/addressbooks/bob/contacts/";
    private static final String OLD = "555-0100";
    private static final String NEW = "555-0188";
    private static final List<String> OTHERS = List.of("group.vcf", "group-v4.vcf", "everything-3.vcf");

    @TempDir
    Path folder;

    private TestServer server;
    private DavClient bob;
    private Desktop desktop;

    abstract Desktop desktop(Path home) throws IOException;

    /** Whether the program can read this card. */
    abstract boolean reads(String file);

    @BeforeEach
    void start() throws IOException {
        server = TestServer.start(folder.resolve("data"));
        server.user("alice", "+1 415 555 0100", "family");
        bob = server.user("bob", "+1 415 555 0101", "family");
        desktop = desktop(folder.resolve("home"));
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        desktop.close();
    }

    @Test
    void rfc6764_6_the_server_s_address_is_enough_to_find_the_books_and_the_directory_is_only_read()
            throws IOException {
        String home = server.uri() + "dav/addressbooks/bob/";
        assertThat(desktop.connect(server.uri(), "bob"))
                .containsExactlyInAnyOrder(
                        new Desktop.Found(home + "contacts/", true), new Desktop.Found(home + "group-family/", false));
    }

    @Test
    void rule_5_a_number_changed_in_it_arrives_in_it_and_all_else_of_the_cards_stays() throws IOException {
        Map<String, String> before = put(Fixtures.CONTACTS);
        int all = 1 + before.size() + put(OTHERS).size();
        desktop.connect(server.uri(), "bob");
        desktop.connect(server.uri(), "alice");
        until("bob", cards -> cards.size() == all);

        changeNumber();
        until("bob", cards -> cards.stream().filter(DesktopContract::isNew).count() >= before.size());
        before.forEach((name, card) -> {
            String after = bob.get(BOOK + name).text();
            assertThat(withoutNumbers(after)).as(name).isEqualTo(withoutNumbers(card));
            assertThat(isNew(after)).as(after).isTrue();
        });
        assertThat(names()).hasSize(all);
    }

    @Test
    void a_card_is_made_edited_and_deleted_in_it_and_is_there_once() throws IOException {
        desktop.connect(server.uri(), "bob");
        until("bob", cards -> cards.size() == 1);

        desktop.add("bob", "Jörg Ünal", "+1 415 555 0142");
        String name = theOther();
        assertThat(bob.get(BOOK + name).text()).contains("FN:Jörg Ünal", "+1 415 555 0142");
        String uid = bob.get(BOOK + name).text().replaceFirst("(?s).*\nUID:(.*?)\r?\n.*", "$1");

        desktop.replace("bob", uid, "Jörg Ünal", "Jörg Ünal-Weiß");
        waitFor(() -> bob.get(BOOK + name).text().contains("FN:Jörg Ünal-Weiß"));
        String token = token();
        until("bob", cards -> cards.size() == 2);
        assertThat(token()).as("a sync of nothing writes nothing").isEqualTo(token);

        desktop.delete("bob", uid);
        waitFor(() -> names().size() == 1);
        until("bob", cards -> cards.size() == 1);
    }

    @Test
    void what_is_written_and_deleted_elsewhere_arrives() throws IOException {
        put(List.of("lf.vcf", "google.vcf"));
        desktop.connect(server.uri(), "bob");
        until("bob", cards -> cards.size() == 3);

        bob.delete(BOOK + "lf.vcf").expect(204);
        bob.put(BOOK + "new.vcf", TestServer.card("n-uid", "Elsewhere", "1")).expect(201);
        until(
                "bob",
                cards -> cards.size() == 3
                        && cards.stream().noneMatch(card -> card.contains("carol-has-alice"))
                        && cards.stream().anyMatch(card -> card.contains("FN:Elsewhere")));
    }

    /** It overwrites without a condition, as if bob had put the old number back. */
    @Test
    void rule_11_an_edit_that_knows_nothing_of_the_rewrite_is_stored_and_the_rewritten_card_can_be_had_again()
            throws IOException {
        put(List.of("evolution.vcf"));
        desktop.connect(server.uri(), "bob");
        until("bob", cards -> cards.size() == 2);
        server.changeOwnNumber("alice", "+1 415 555 0188");
        assertThat(isNew(bob.get(BOOK + "evolution.vcf").text())).isTrue();

        String uid = bob.get(BOOK + "evolution.vcf").text().replaceFirst("(?s).*\nUID:(.*?)\r?\n.*", "$1");
        desktop.replace("bob", uid, "FN:", "FN:Edited ");
        waitFor(() -> bob.get(BOOK + "evolution.vcf").text().contains("FN:Edited"));
        server.drain();
        assertThat(isNew(bob.get(BOOK + "evolution.vcf").text())).isFalse();
        assertThat(overwritten("evolution.vcf")).isEqualTo(2);
    }

    private void changeNumber() throws IOException {
        String own = server.as("alice")
                .get("/dav/addressbooks/alice/contacts/me.vcf")
                .text();
        String uid = own.replaceFirst("(?s).*\nUID:(.*?)\r?\n.*", "$1");
        until("alice", cards -> cards.size() == 1);
        desktop.replace("alice", uid, OLD, NEW);
        waitFor(() -> server.as("alice")
                .get("/dav/addressbooks/alice/contacts/me.vcf")
                .text()
                .contains(NEW));
        server.drain();
    }

    private Map<String, String> put(List<String> files) {
        Map<String, String> cards = new LinkedHashMap<>();
        for (String file : files.stream().filter(this::reads).toList()) {
            byte[] card = Fixtures.bytes(file);
            bob.put(BOOK + file, card).expect(201);
            cards.put(file, bob.get(BOOK + file).text());
        }
        return cards;
    }

    /** Asks, and now and then asks again, until the program has what it should have. */
    private void until(String user, Predicate<List<String>> there) throws IOException {
        List<String> cards = List.of();
        for (int i = 0; i < 600; i++) {
            if (i % 50 == 0) {
                desktop.sync(user);
            }
            cards = desktop.cards(user);
            if (there.test(cards)) {
                return;
            }
            pause();
        }
        throw new AssertionError("it has " + cards);
    }

    private static void waitFor(BooleanSupplier there) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!there.getAsBoolean()) {
            assertThat(System.nanoTime() - end).isNegative();
            pause();
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static boolean isNew(String card) {
        return numbers(card).contains("4155550188") && !numbers(card).contains("4155550100");
    }

    /** The values of its TELs, digits alone. */
    private static String numbers(String card) {
        StringBuilder numbers = new StringBuilder();
        card.replaceAll("\r?\n[ \t]", "")
                .lines()
                .filter(DesktopContract::isNumber)
                .forEach(line -> numbers.append(
                                line.replaceFirst("(\"[^\"]*\"|[^:\"])*:", "").replaceAll("\\D", ""))
                        .append('\n'));
        return numbers.toString();
    }

    private static String withoutNumbers(String card) {
        return card.replaceAll("(?im)^(\\w+\\.)?TEL[;:].*(\r?\n[ \t].*)*", "TEL");
    }

    private static boolean isNumber(String line) {
        return line.matches("(?i)(\\w+\\.)?TEL[;:].*");
    }

    private String theOther() {
        waitFor(() -> names().size() == 2);
        return names().stream()
                .filter(name -> !name.equals("me.vcf"))
                .findFirst()
                .orElseThrow();
    }

    private List<String> names() {
        return bob
                .propfind(BOOK, 1, "<D:propfind xmlns:D='DAV:'><D:prop><D:getetag/></D:prop></D:propfind>")
                .expect(207)
                .hrefs()
                .stream()
                .filter(href -> !href.equals(BOOK))
                .map(href -> href.substring(BOOK.length()))
                .toList();
    }

    private String token() {
        return bob.propfind(BOOK, 0, OneUserTest.prop("D:sync-token")).value(BOOK, "sync-token");
    }

    private long overwritten(String name) {
        return server.store().read(tx -> {
            BookId book = tx.books()
                    .find(tx.principals().user("bob").orElseThrow().id(), "contacts")
                    .orElseThrow()
                    .id();
            return (long) tx.cards().history(book, name).size();
        });
    }
}
