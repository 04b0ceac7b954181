package org.teldav.propagation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.teldav.propagation.CodeSender.Delivery;
import org.teldav.propagation.NumberCodes.Asked;
import org.teldav.propagation.NumberCodes.Entered;
import org.teldav.storage.Codes;

/** Rules 3 and 8 of propagation.md: how the codes come to their numbers. */
class CodeDeliveryTest extends CodesStory {
    @Test
    void rule_3_a_number_gets_three_codes_an_hour_whoever_asks() {
        village.own("alice", "CELL:" + B);
        village.own("bob", "CELL:" + BOBS, "HOME:" + B);
        ask("bob", B);
        ask("alice", B);
        Asked fourth = ask("bob", B);
        assertThat(fourth).isInstanceOf(Asked.TooMany.class);
        Duration wait = Duration.between(village.tick(), ((Asked.TooMany) fourth).again());
        assertThat(wait).isBetween(Duration.ofMinutes(59), Duration.ofHours(1));
        village.pass(Duration.ofHours(1));
        assertThat(ask("bob", B)).isEqualTo(new Asked.Wanted());
    }

    @Test
    void rule_3_a_user_gets_ten_codes_a_day_whatever_they_type() {
        String[] all = IntStream.range(0, 11)
                .mapToObj(i -> "HOME:+141555502" + (10 + i))
                .toArray(String[]::new);
        village.own("bob", all);
        List<Asked> asked = new ArrayList<>();
        for (String tel : all) {
            asked.add(ask("bob", tel.substring(5)));
        }
        assertThat(asked.subList(0, 10)).containsOnly(new Asked.Wanted());
        assertThat(asked.get(10)).isInstanceOf(Asked.TooMany.class);
        village.pass(Duration.ofDays(1));
        assertThat(ask("bob", all[10].substring(5))).isEqualTo(new Asked.Wanted());
    }

    @Test
    void rule_3_a_change_past_the_limits_is_stored_and_waits_without_a_code() {
        for (int i = 0; i < 3; i++) {
            village.own("alice", "CELL:" + B);
            deliver();
            village.pass(NumberCodes.VALID);
            village.own("alice", "CELL:" + A);
        }
        village.own("alice", "CELL:" + B);
        deliver();
        assertThat(sent).hasSize(3);
        assertThat(waitsFor("alice")).contains(Verification.WaitsFor.CODE);
    }

    @Test
    void rule_8_a_server_killed_between_the_commit_and_the_message_sends_it_after_its_start() {
        village.own("alice", "CELL:" + B);
        CodeSender dies = (number, text) -> {
            throw new FaultyStore.Killed();
        };
        try {
            courier(dies).drain();
        } catch (FaultyStore.Killed killed) {
            deliver();
            assertThat(sent).as("its lease holds still").isEmpty();
        }
        village.pass(CodeCourier.LEASE);
        deliver();
        assertThat(enter("alice", B, lastCode())).isEqualTo(new Entered.Verified());
    }

    @Test
    void rule_8_a_gateway_that_is_away_gets_the_code_when_it_is_back_and_a_new_one_each_time() {
        delivery = Delivery.LATER;
        village.own("alice", "CELL:" + B);
        deliver();
        deliver();
        assertThat(state("alice", B)).isEqualTo(Codes.State.WANTED);
        village.pass(Duration.ofSeconds(10));
        delivery = Delivery.SENT;
        deliver();
        assertThat(sent).hasSize(1);
        assertThat(enter("alice", B, lastCode())).isEqualTo(new Entered.Verified());
    }

    @Test
    void a_code_is_given_up_after_the_retries_and_at_once_where_the_gateway_says_never() {
        delivery = Delivery.LATER;
        village.own("alice", "CELL:" + B);
        for (int i = 0; i < 3; i++) {
            deliver();
            village.pass(Duration.ofHours(1));
        }
        assertThat(state("alice", B)).isEqualTo(Codes.State.FAILED);
        delivery = Delivery.NEVER;
        ask("alice", B);
        deliver();
        assertThat(state("alice", B)).isEqualTo(Codes.State.FAILED);
    }

    @Test
    void a_code_is_not_sent_where_the_number_is_not_in_the_card_any_more() {
        village.own("alice", "CELL:" + B);
        village.own("alice", "CELL:" + A);
        deliver();
        assertThat(sent).isEmpty();
    }

    @Test
    void an_edit_of_a_change_that_waits_sends_no_second_code_for_what_has_one() {
        village.own("alice", "CELL:" + A, "HOME:" + FamilyStory.V);
        village.verify("alice", FamilyStory.V);
        village.contact("bob", "alice", "CELL:" + A, "HOME:" + FamilyStory.V);
        village.own("alice", "CELL:" + B, "HOME:" + FamilyStory.X);
        deliver();
        village.own("alice", "CELL:" + B, "HOME:" + C);
        deliver();
        assertThat(sent).extracting(message -> message.split(" ")[0]).containsExactlyInAnyOrder(B, FamilyStory.X, C);

        enter("alice", C, lastCode());
        village.propagate();
        assertThat(village.tels("bob", "alice")).as("one is missing").isEqualTo(A + "," + FamilyStory.V);
        String first =
                sent.stream().filter(text -> text.startsWith(B)).findFirst().orElseThrow();
        enter("alice", B, first.split(" ")[1]);
        village.propagate();
        assertThat(village.tels("bob", "alice")).isEqualTo(B + "," + C);
    }

    @Test
    void the_message_fits_into_one_of_160_characters_and_names_the_server() {
        String text = new CodeText(Optional.of("dav.example.org")).of("012345");
        assertThat(text).startsWith("012345 ").contains("dav.example.org", "10 minutes");
        assertThat(new CodeText(Optional.of("d".repeat(60))).of("012345")).hasSizeLessThanOrEqualTo(160);
        assertThat(new CodeText(Optional.of("d".repeat(61))).of("012345")).contains("TelDAV");
        assertThat(new CodeText(Optional.empty()).of("012345")).contains("TelDAV");
    }
}
