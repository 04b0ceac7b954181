package org.teldav.bench.torture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** That the crash test sees what it is there to see. */
class OracleTest {
    private static final String PATH = "/dav/addressbooks/writer0/contacts/w0-1.vcf";
    private static final String BOOK = "/dav/addressbooks/writer0/contacts/";
    private static final Optional<String> OLD = Optional.of("old");
    private static final Optional<String> NEW = Optional.of("new");
    private static final Optional<String> NONE = Optional.empty();

    private final Findings findings = new Findings();
    private final Flights flights = new Flights();
    private final Ledger ledger = new Ledger(findings, flights);
    private final Memory memory = new Memory(findings);

    private void finds(String what) {
        assertThat(findings.list()).singleElement().asString().contains(what);
    }

    @Test
    void an_acknowledged_write_that_is_not_there_is_found() {
        ledger.acknowledged(PATH, OLD);
        ledger.acknowledged(PATH, NEW);
        ledger.found(PATH, NEW);
        assertThat(findings.none()).isTrue();
        ledger.found(PATH, OLD);
        finds(PATH + ": 3 bytes");
    }

    @Test
    void an_acknowledged_deletion_that_came_back_is_found() {
        ledger.acknowledged(PATH, OLD);
        ledger.acknowledged(PATH, NONE);
        ledger.found(PATH, OLD);
        finds("what was acknowledged, nothing");
    }

    @Test
    void a_write_without_an_answer_is_there_or_not_but_whole_and_then_it_stays_so() {
        ledger.acknowledged(PATH, OLD);
        ledger.unanswered(PATH, NEW);
        assertThat(ledger.isSettled(PATH)).isFalse();
        ledger.found(PATH, NEW);
        assertThat(ledger.isSettled(PATH)).isTrue();
        ledger.unanswered(PATH, NONE);
        ledger.found(PATH, NEW);
        assertThat(flights.landed()).hasValue(1);
        assertThat(flights.lost()).hasValue(1);
        assertThat(findings.none()).isTrue();
        ledger.found(PATH, Optional.of("ne"));
        finds("2 bytes");
    }

    @Test
    void a_write_in_flight_that_left_half_a_card_is_found() {
        ledger.acknowledged(PATH, OLD);
        ledger.unanswered(PATH, NEW);
        ledger.found(PATH, Optional.of("neold"));
        finds("nor what was in flight");
    }

    @Test
    void a_held_card_comes_on_by_edits_and_numbers_and_never_back() {
        HeldCard card = HeldCard.first("phone0", 1);
        assertThat(found(card, 0, 3)).isPresent();
        card.edited();
        card.unanswered();
        assertThat(found(card, 2, 3)).contains(new HeldCard.State(2, 3));
        assertThat(findings.none()).isTrue();
        found(card, 2, 2);
        finds("went back from number 3 to 2");
    }

    @Test
    void a_held_card_that_lost_an_edit_or_a_byte_is_found() {
        HeldCard card = HeldCard.first("phone0", 1);
        card.edited();
        assertThat(found(card, 0, 0)).isEmpty();
        String text = card.text(new HeldCard.State(1, 0));
        assertThat(card.found(Optional.of(text.replace("kept", "Kept")), findings, flights))
                .isEmpty();
        assertThat(card.found(Optional.empty(), findings, flights)).isEmpty();
        assertThat(findings.list())
                .hasSize(3)
                .satisfiesExactly(
                        first -> assertThat(first).contains("edit 0, after 1"),
                        second -> assertThat(second).contains("other bytes"),
                        third -> assertThat(third).contains("vanished"));
    }

    private Optional<HeldCard.State> found(HeldCard card, int edits, int number) {
        return card.found(Optional.of(card.text(new HeldCard.State(edits, number))), findings, flights);
    }

    @Test
    void a_token_that_stands_for_two_states_is_found() {
        memory.state(BOOK, "urn:teldav:sync:1-5", Map.of("a", "1"));
        memory.state(BOOK, "urn:teldav:sync:1-5", Map.of("a", "1"));
        assertThat(findings.none()).isTrue();
        memory.state(BOOK, "urn:teldav:sync:1-5", Map.of("a", "2"));
        finds("stands for two states");
    }

    @Test
    void a_token_that_goes_back_or_is_of_another_history_is_found() {
        memory.token(BOOK, "urn:teldav:sync:1-5", 0);
        assertThat(memory.highest(BOOK)).isEqualTo(5);
        memory.token(BOOK, "urn:teldav:sync:1-4", 4);
        assertThat(findings.none()).as("an answer that was long on its way").isTrue();
        memory.token(BOOK, "urn:teldav:sync:1-4", memory.highest(BOOK));
        finds("went back from 5 to 4");
        memory.token(BOOK, "urn:teldav:sync:2-6", 0);
        assertThat(findings.list().get(1)).contains("a new history");
    }

    @Test
    void an_etag_that_stands_for_two_cards_is_found() {
        memory.etag(PATH, "\"1\"", "old");
        memory.etag(PATH, "\"1\"", "old");
        memory.etag(PATH, "\"2\"", "new");
        assertThat(findings.none()).isTrue();
        memory.etag(PATH, "\"1\"", "new");
        finds("stands for two cards");
    }

    @Test
    void a_page_of_sync_collection_is_read_with_what_is_gone_and_that_there_is_more() {
        String page = "<d:multistatus xmlns:d=\"DAV:\"><d:response><d:href>" + PATH + "</d:href><d:propstat><d:prop>"
                + "<d:getetag>\"1\"</d:getetag></d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>"
                + "<d:response><d:href>" + BOOK
                + "x.vcf</d:href><d:status>HTTP/1.1 404 Not Found</d:status></d:response>"
                + "<d:response><d:href>" + BOOK + "</d:href><d:status>HTTP/1.1 507 Insufficient Storage</d:status>"
                + "</d:response><d:sync-token>t</d:sync-token></d:multistatus>";
        assertThat(SyncPage.read(BOOK, new Reply(207, "", page)))
                .contains(new SyncPage(Map.of(PATH, "\"1\""), java.util.List.of(BOOK + "x.vcf"), true, "t"));
        assertThat(SyncPage.read(BOOK, new Reply(207, "", page.substring(9)))).isEmpty();
    }
}
