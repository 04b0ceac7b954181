package org.teldav.vcard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.teldav.vcard.Rewritten.Changed;
import org.teldav.vcard.Rewritten.Entry;

/** Rule 5: where the new number is in the card already, the old entry is removed instead of making a twin. */
class TwinTest extends RewriteCase {
    @Test
    void instead_of_a_twin_the_old_entry_goes_with_its_label() {
        byte[] card = card("item1.TEL:(415) 555-0100|ITEM1.X-ABLabel:old|TEL;TYPE=CELL:+44 7700 900123|NOTE:n");
        Changed changed = changed(card, MOVE, "US");
        assertThat(new String(changed.card(), UTF_8))
                .isEqualTo(new String(card("TEL;TYPE=CELL:+44 7700 900123|NOTE:n"), UTF_8));
        assertThat(changed.entries()).containsExactly(new Entry(0, "(415) 555-0100", "+44 7700 900123", true));
    }

    @Test
    void a_group_that_holds_more_keeps_its_label() {
        assertRewrites(
                "item1.TEL:(415) 555-0100|item1.X-ABLabel:x|item1.EMAIL:a@b.c|TEL:tel:+447700900123",
                "item1.X-ABLabel:x|item1.EMAIL:a@b.c|TEL:tel:+447700900123",
                MOVE,
                "US");
    }

    @Test
    void two_old_numbers_that_become_one_leave_one_entry() {
        Changed changed = changed(
                card("TEL:(415) 555-0100|a.TEL:415-555-0123|a.X-ABLabel:x"),
                Map.of(OLD, NEW, "+14155550123", NEW),
                "US");
        assertThat(new String(changed.card(), UTF_8)).isEqualTo(new String(card("TEL:+44 7700 900123"), UTF_8));
        assertThat(changed.entries())
                .containsExactly(
                        new Entry(0, "(415) 555-0100", "+44 7700 900123", false),
                        new Entry(1, "415-555-0123", "+44 7700 900123", true));
    }

    @Test
    void an_entry_may_go_before_one_that_gets_another_number() {
        assertRewrites(
                "TEL:(415) 555-0100|TEL:415-555-0123|TEL:+447700900123",
                "TEL:212-555-0142|TEL:+447700900123",
                Map.of(OLD, NEW, "+14155550123", "+12125550142"),
                "US");
    }

    @Test
    void an_entry_with_a_pause_is_no_twin() {
        assertRewrites(
                "TEL:(415) 555-0100|TEL:+447700900123,,9#", "TEL:+44 7700 900123|TEL:+447700900123,,9#", MOVE, "US");
    }

    @Test
    void a_number_that_swaps_away_is_no_twin() {
        assertRewrites(
                "TEL:415-555-0100|TEL:tel:+447700900123",
                "TEL:+44-7700-900123|TEL:tel:+12125550142",
                Map.of(OLD, NEW, NEW, "+12125550142"),
                "US");
    }

    @Test
    void a_number_that_is_only_kept_as_an_old_one_is_no_twin_and_goes_where_it_comes_back() {
        Changed changed = changed(
                card("TEL;TYPE=CELL:(415) 555-0100|Item1.TEL:+44 7700 900123|item1.X-ABLabel:Old|NOTE:n"), MOVE, "US");
        assertThat(new String(changed.card(), UTF_8))
                .isEqualTo(new String(card("TEL;TYPE=CELL:+44 7700 900123|NOTE:n"), UTF_8));
        assertThat(changed.entries())
                .containsExactly(
                        new Entry(0, "(415) 555-0100", "+44 7700 900123", false),
                        new Entry(1, "+44 7700 900123", "+44 7700 900123", true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "|a.X-ABLabel:Boat", "|a.NOTE:old", "|b.X-ABLabel:old"})
    void an_entry_in_a_group_that_is_not_labelled_as_old_is_a_twin(String more) {
        assertRewrites("TEL:(415) 555-0100|a.TEL:+44 7700 900123" + more, "a.TEL:+44 7700 900123" + more, MOVE, "US");
    }

    @Test
    void beside_another_twin_it_stays() {
        assertRewrites(
                "TEL:(415) 555-0100|TEL:+447700900123|old1.TEL:+447700900123|old1.X-ABLabel:old",
                "TEL:+447700900123|old1.TEL:+447700900123|old1.X-ABLabel:old",
                MOVE,
                "US");
    }
}
