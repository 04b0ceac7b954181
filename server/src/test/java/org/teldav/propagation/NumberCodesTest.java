package org.teldav.propagation;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.teldav.propagation.NumberCodes.Asked;
import org.teldav.propagation.NumberCodes.Entered;
import org.teldav.storage.Change;
import org.teldav.storage.Claim;
import org.teldav.storage.Codes;

/** Rule 3 of propagation.md with proof {@code sms}: a new number goes out when the code that was sent to it has been entered. */
class NumberCodesTest extends CodesStory {
    @Test
    void rule_3_a_new_number_goes_out_when_its_code_has_been_entered_and_not_before() {
        village.own("alice", "CELL:" + B);
        deliver();
        village.propagate();

        assertThat(village.tels("alice", "me")).as("stored as it was sent").isEqualTo(B);
        assertThat(village.tels("bob", "alice")).isEqualTo(A);
        assertThat(waitsFor("alice")).contains(Verification.WaitsFor.CODE);
        assertThat(sent).singleElement().asString().startsWith(B + " ");
        assertThat(lastCode()).matches("\\d{6}");

        assertThat(enter("alice", B, lastCode())).isEqualTo(new Entered.Verified());
        village.propagate();

        assertThat(village.tels("bob", "alice")).isEqualTo(B);
        assertThat(village.claim("alice", B)).contains(Claim.State.VERIFIED);
        assertThat(village.change("alice").state()).isEqualTo(Change.State.DONE);
    }

    @Test
    void rule_3_no_code_is_sent_for_what_is_only_added_or_withdrawn() {
        village.own("alice", "CELL:" + A, "HOME:" + C);
        village.own("alice", "CELL:" + A);
        deliver();
        assertThat(sent).isEmpty();
    }

    @Test
    void rule_3_an_administrator_s_word_lets_the_change_go_too() {
        village.own("alice", "CELL:" + B);
        village.verify("alice", B);
        village.propagate();
        assertThat(village.tels("bob", "alice")).isEqualTo(B);
        deliver();
        assertThat(sent).as("nothing is left to prove").isEmpty();
    }

    @Test
    void rule_3_a_code_is_dead_after_five_wrong_guesses_also_for_the_right_one() {
        village.own("alice", "CELL:" + B);
        deliver();
        String right = lastCode();
        for (int left = 4; left >= 0; left--) {
            assertThat(enter("alice", B, another(right))).isEqualTo(new Entered.Wrong(left));
        }
        assertThat(enter("alice", B, right)).isEqualTo(new Entered.NoCode());
        assertThat(village.claim("alice", B)).contains(Claim.State.UNVERIFIED);
    }

    @Test
    void rule_3_guesses_at_the_same_time_are_no_more_than_five_either() {
        village.own("alice", "CELL:" + B);
        deliver();
        String wrong = another(lastCode());
        List<CompletableFuture<Entered>> guesses = IntStream.range(0, 12)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> village.write(
                        tx -> codes.enter(tx, village.id("alice"), B, wrong, Village.START.plusSeconds(60)))))
                .toList();
        assertThat(guesses.stream().map(CompletableFuture::join).filter(Entered.Wrong.class::isInstance))
                .hasSize(5);
    }

    @Test
    void rule_3_a_code_proves_only_the_number_it_was_sent_to_and_only_its_user_s() {
        village.own("alice", "CELL:" + B, "HOME:" + C);
        village.own("bob", "CELL:" + BOBS, "HOME:" + B);
        ask("bob", B);
        ask("alice", C);
        deliver();
        String alices = sent.stream()
                .filter(text -> text.startsWith(B))
                .findFirst()
                .orElseThrow()
                .split(" ")[1];
        for (String guess : List.of(alices)) {
            Entered bobs = enter("bob", B, guess);
            Entered home = enter("alice", C, guess);
            // One in a million is the same by chance.
            assertThat(List.of(bobs, home)).noneMatch(Entered.Verified.class::isInstance);
        }
        assertThat(enter("alice", B, alices)).isEqualTo(new Entered.Verified());
    }

    @Test
    void rule_3_a_code_is_none_after_ten_minutes() {
        village.own("alice", "CELL:" + B);
        deliver();
        village.pass(NumberCodes.VALID);
        assertThat(enter("alice", B, lastCode())).isEqualTo(new Entered.NoCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"wide", "grouped", "dashed"})
    void rule_3_a_code_may_be_typed_as_people_type(String manner) {
        village.own("alice", "CELL:" + B);
        deliver();
        String code = lastCode();
        String typed = switch (manner) {
            case "wide" ->
                code.chars().mapToObj(c -> Character.toString(c - '0' + 0xFF10)).collect(joining());
            case "grouped" -> code.substring(0, 3) + " " + code.substring(3);
            default -> code.substring(0, 3) + "-" + code.substring(3);
        };
        assertThat(enter("alice", B, typed)).isEqualTo(new Entered.Verified());
    }

    @Test
    void rule_3_a_code_is_used_once() {
        village.own("alice", "CELL:" + B);
        deliver();
        String code = lastCode();
        enter("alice", B, code);
        village.own("alice", "CELL:" + C);
        village.own("alice", "CELL:" + B);
        assertThat(enter("alice", B, code)).isEqualTo(new Entered.NoCode());
    }

    @Test
    void rule_3_an_earlier_code_is_none_once_another_was_asked_for() {
        village.own("alice", "CELL:" + B);
        deliver();
        String first = lastCode();
        assertThat(ask("alice", B)).isEqualTo(new Asked.Wanted());
        assertThat(enter("alice", B, first)).isEqualTo(new Entered.NoCode());
        deliver();
        assertThat(sent).hasSize(2);
        assertThat(enter("alice", B, lastCode())).isEqualTo(new Entered.Verified());
    }

    @Test
    void rule_3_nobody_has_codes_sent_to_numbers_that_are_not_in_their_card() {
        assertThat(ask("alice", C)).isEqualTo(new Asked.NotOwn());
        assertThat(ask("alice", BOBS)).isEqualTo(new Asked.NotOwn());
        assertThat(ask("alice", A)).isEqualTo(new Asked.VerifiedAlready());
        village.own("alice", "CELL:" + A, "WORK:" + C + ";ext=12");
        assertThat(ask("alice", C + ";ext=12")).isEqualTo(new Asked.ForAdministrator());
        deliver();
        assertThat(sent).isEmpty();
    }

    @Test
    void rule_3_a_number_that_another_holds_waits_for_the_administrator_and_gets_no_code() {
        village.own("alice", "CELL:" + BOBS);
        assertThat(ask("alice", BOBS)).isEqualTo(new Asked.ForAdministrator());
        deliver();
        assertThat(sent).isEmpty();
        assertThat(waitsFor("alice")).contains(Verification.WaitsFor.ADMINISTRATOR);
    }

    @Test
    void rule_3_a_code_decides_nothing_where_another_was_verified_meanwhile() {
        village.own("alice", "CELL:" + B);
        deliver();
        village.own("bob", "CELL:" + BOBS, "HOME:" + B);
        village.verify("bob", B);
        assertThat(enter("alice", B, lastCode())).isEqualTo(new Entered.ForAdministrator());
        assertThat(village.claim("alice", B)).contains(Claim.State.WAITING);
        village.propagate();
        assertThat(village.tels("bob", "alice")).isEqualTo(A);
    }

    /** Rule 9: the chain goes past the number that was never proved. */
    @Test
    void rule_9_a_new_number_that_is_replaced_before_it_is_proved_is_skipped() {
        village.own("alice", "CELL:" + B);
        deliver();
        village.own("alice", "CELL:" + C);
        deliver();
        assertThat(enter("alice", C, lastCode())).isEqualTo(new Entered.Verified());
        village.propagate();
        assertThat(village.tels("bob", "alice")).isEqualTo(C);
    }

    @Test
    void what_is_kept_of_a_code_is_of_no_use_without_the_key() {
        village.own("alice", "CELL:" + B);
        deliver();
        Codes.Code code = village.store
                .read(tx -> tx.codes().newest(village.id("alice"), B))
                .orElseThrow();
        assertThat(KEY.matches(code, lastCode())).isTrue();
        CodeKey other = new CodeKey("another key another key another ".getBytes(StandardCharsets.US_ASCII));
        assertThat(other.matches(code, lastCode())).isFalse();
        assertThat(code.hash().orElseThrow()).hasSize(32);
    }
}
