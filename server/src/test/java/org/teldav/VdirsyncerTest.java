package org.teldav;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.teldav.storage.BookId;

/** Debian's vdirsyncer, a real client, syncs a book both ways and sees a rewritten number. {@code bin/test} installs it. */
@BothEngines
class VdirsyncerTest extends VdirsyncerStory {
    private static final int CARDS = 3000;

    @Test
    void a_book_is_synced_both_ways_and_the_rewritten_number_arrives() throws IOException {
        Files.writeString(cards.resolve("alice.vcf"), TestServer.card("alice-uid", "Alice", "(415) 555-0100"));
        bob.put(BOOK + "from-phone.vcf", TestServer.card("phone-uid", "Phone", "+14155550142"))
                .expect(201);

        vdirsyncer("sync");
        assertThat(contents()).anyMatch(card -> card.contains("UID:phone-uid"));
        assertThat(names()).anyMatch(href -> href.contains("alice"));

        server.changeOwnNumber("alice", "+44 7700 900123");
        vdirsyncer("sync");
        assertThat(contents())
                .anyMatch(card -> card.contains("UID:alice-uid") && card.contains("TEL;TYPE=CELL:+44 7700 900123"))
                .noneMatch(card -> card.contains("555-0100"));

        Files.delete(file("UID:phone-uid"));
        vdirsyncer("sync");
        assertThat(names()).noneMatch(href -> href.contains("from-phone"));

        bob.delete(names().stream()
                        .filter(href -> href.contains("alice"))
                        .findFirst()
                        .orElseThrow())
                .expect(204);
        vdirsyncer("sync");
        assertThat(contents()).noneMatch(card -> card.contains("UID:alice-uid"));
    }

    /** It sends them in ISO 8859-1. */
    @Test
    void a_password_with_letters_beyond_ascii_opens() throws IOException {
        server.users().setPassword("bob", "Gänsefüßchen-99");
        configure("b wins", "Gänsefüßchen-99");
        vdirsyncer("discover", "--no-list");
        vdirsyncer("sync");
        assertThat(contents()).hasSize(1);
    }

    /** A card that both sides know, and both have changed since. */
    private Path conflict() throws IOException {
        bob.put(BOOK + "c.vcf", TestServer.card("c-uid", "Before", "1")).expect(201);
        vdirsyncer("sync");
        bob.put(BOOK + "c.vcf", TestServer.card("c-uid", "Server", "1")).expect(204);
        Path file = file("UID:c-uid");
        Files.writeString(file, TestServer.card("c-uid", "Phone", "1"));
        return file;
    }

    @Test
    void a_conflict_is_told_and_neither_side_loses_its_edit() throws IOException {
        configure("null");
        Path file = conflict();
        Run run = run("sync");
        assertThat(run.exit()).as(run.output()).isNotZero();
        assertThat(run.output()).containsIgnoringCase("conflict");
        assertThat(bob.get(BOOK + "c.vcf").text()).contains("FN:Server");
        assertThat(Files.readString(file)).contains("FN:Phone");
    }

    @ParameterizedTest
    @CsvSource({"a wins, Phone", "b wins, Server"})
    void a_conflict_is_resolved_as_configured_and_what_lost_is_in_the_history(String resolution, String winner)
            throws IOException {
        conflict();
        configure(resolution);
        vdirsyncer("sync");
        assertThat(bob.get(BOOK + "c.vcf").text()).contains("FN:" + winner);
        assertThat(Files.readString(file("UID:c-uid"))).contains("FN:" + winner);
        long overwritten = server.store().read(tx -> {
            BookId book = tx.books()
                    .find(tx.principals().user("bob").orElseThrow().id(), "contacts")
                    .orElseThrow()
                    .id();
            return tx.cards().history(book, "c.vcf").size();
        });
        assertThat(overwritten).isEqualTo(winner.equals("Phone") ? 2 : 1);
    }

    @Test
    void a_card_that_is_renamed_on_either_side_is_neither_lost_nor_doubled() throws IOException {
        bob.put(BOOK + "old.vcf", TestServer.card("r-uid", "Renamed", "1")).expect(201);
        vdirsyncer("sync");
        bob.with("Destination: " + BOOK + "new.vcf")
                .send("MOVE", BOOK + "old.vcf")
                .expect(201);
        vdirsyncer("sync");
        assertThat(contents()).filteredOn(card -> card.contains("UID:r-uid")).hasSize(1);
        assertThat(names()).contains(BOOK + "new.vcf").doesNotContain(BOOK + "old.vcf");

        Files.move(file("UID:r-uid"), cards.resolve("mine.vcf"));
        vdirsyncer("sync");
        assertThat(contents()).filteredOn(card -> card.contains("UID:r-uid")).hasSize(1);
        assertThat(names()).filteredOn(name -> !name.equals(BOOK)).hasSize(2);

        Files.writeString(cards.resolve("mine.vcf"), TestServer.card("r-uid", "Edited after", "1"));
        vdirsyncer("sync");
        assertThat(bob.get(BOOK + "new.vcf").text()).contains("FN:Edited after");
    }

    @Test
    void three_thousand_cards_go_both_ways_and_then_what_changed_alone() throws IOException {
        for (int i = 0; i < CARDS; i++) {
            String card = TestServer.card("uid-" + i, "Name " + i, "+1 415 555 0142");
            if (i % 3 == 0) {
                Files.writeString(cards.resolve("phone" + i + ".vcf"), card);
            } else {
                bob.put(BOOK + "server" + i + ".vcf", card).expect(201);
            }
        }
        vdirsyncer("sync");
        assertThat(names()).hasSize(CARDS + 2);
        assertThat(contents()).hasSize(CARDS + 1).doesNotHaveDuplicates();

        String token = token();
        vdirsyncer("sync");
        assertThat(token()).as("a sync of nothing writes nothing").isEqualTo(token);

        bob.put(BOOK + "server1.vcf", TestServer.card("uid-1", "Edited there", "1"))
                .expect(204);
        bob.delete(BOOK + "server2.vcf").expect(204);
        Files.writeString(file("UID:uid-3\r"), TestServer.card("uid-3", "Edited here", "1"));
        Files.delete(file("UID:uid-6\r"));
        assertThat(transfers()).hasSize(4);
        assertThat(names()).hasSize(CARDS);
        assertThat(contents()).hasSize(CARDS - 1).anyMatch(card -> card.contains("FN:Edited there"));
    }

    private String token() {
        return bob.propfind(BOOK, 0, OneUserTest.prop("D:sync-token")).value(BOOK, "sync-token");
    }
}
