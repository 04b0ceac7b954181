package org.teldav.propagation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.teldav.storage.Change;
import org.teldav.storage.Claim;

/** Rule 2 of propagation.md: people edit phones in two steps. A number that is back within the grace time is as if it had never been away. */
class TwoStepEditTest extends FamilyStory {
    private static final String A1 = A;
    private static final String A2 = V;
    private static final String D = X;

    @BeforeEach
    void alice_has_two_numbers_of_one_type_and_each_is_in_cards() {
        village.own("alice", "CELL:" + A1, "CELL:" + A2);
        village.verify("alice", A2);
        village.contact("bob", "first", "HOME:" + A1);
        village.contact("bob", "second", "HOME:" + A2);
        village.contact("bob", "both", "HOME:" + A1, "HOME:" + A2);
    }

    private void edit(String... tels) {
        village.own("alice", tels);
        village.propagate();
    }

    /** Empty for no number; with spaces between. */
    private void edits(String cards) {
        for (String card : cards.split("/", -1)) {
            String numbers = card.strip()
                    .replace("A1", A1)
                    .replace("A2", A2)
                    .replace("B", B)
                    .replace("C", C)
                    .replace("D", D)
                    .replace("c:", "CELL:")
                    .replace("w:", "WORK:")
                    .replace("h:", "HOME:");
            edit(numbers.isEmpty() ? new String[0] : numbers.split(" "));
        }
    }

    private void bobHas(String first, String second) {
        assertThat(village.tels("bob", "first")).as("who had A1").isEqualTo(first);
        assertThat(village.tels("bob", "second")).as("who had A2").isEqualTo(second);
        assertThat(village.tels("bob", "both")).as("who had both").isEqualTo(first + "," + second);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            one back and a new one              |                            / c:A1 c:B          | A1 | B
            in another order                    |                            / c:B c:A1          | A1 | B
            the second is back                  |                            / c:A2 c:B          | B  | A2
            the second is back, the new first   |                            / c:B c:A2          | B  | A2
            one back alone                      |                            / c:A1              | A1 | A2
            and the new one later               |                            / c:A1 / c:A1 c:B   | A1 | B
            the new one first                   |                            / c:B / c:B c:A2    | B  | A2
            back with another type              |                            / w:A1 c:B          | A1 | B
            back later with another type        |                            / w:A1 / w:A1 c:B   | A1 | B
            another type than the new one       |                            / c:A1 w:B          | A1 | A2
            first the one, then the other       | c:A2 /                     / c:A1 c:B          | A1 | B
            back while the other is replaced    | c:A2                       / c:A1 c:B          | A1 | B
            the same in the other order         | c:A2                       / c:B c:A1          | A1 | B
            both back                           |                            / c:A1 c:A2         | A1 | A2
            both back in the other order        |                            / c:A2 c:A1         | A1 | A2
            both back one by one                |                            / c:A2 / c:A1 c:A2  | A1 | A2
            two new ones, as they were          |                            / c:B c:C           | B  | C
            two new ones, one by one            |                            / c:B / c:B c:C     | B  | C
            back, gone again, replaced          |                            / c:A1 / / c:B      | B  | A2
            back, and replaced                  |                            / c:A1 / c:B        | B  | A2
            """)
    void rule_2_a_number_that_is_back_takes_no_other_s_place(String why, String edits, String a1, String a2) {
        edits(edits);
        bobHas(number(a1), number(a2));
    }

    private static String number(String name) {
        return switch (name) {
            case "A1" -> A1;
            case "A2" -> A2;
            case "B" -> B;
            default -> C;
        };
    }

    /** As it is told: by the web page, a command, a plan, or typed over it. */
    @Test
    void rule_2_one_put_in_the_place_of_the_one_that_it_took_out_replaces_it_though_it_was_there_before() {
        edits("c:A2 / c:A1");
        assertThat(village.tels("bob", "second")).isEqualTo(A1);
        assertThat(village.tels("bob", "both")).isEqualTo(A1);
    }

    @Test
    void rule_9_a_number_that_is_back_after_another_took_its_place_may_take_a_third_one_s() {
        edits("/ c:B / c:B c:A1");
        bobHas(B, A1);
    }

    @Test
    void rule_2_after_the_grace_time_it_is_a_number_as_any_other() {
        edit();
        village.pass(Village.GRACE.plus(Duration.ofMinutes(1)));
        edit("CELL:" + A1, "CELL:" + B);
        bobHas(A1, A2);
        assertThat(village.claim("alice", A1)).contains(Claim.State.UNVERIFIED);
    }

    @Test
    void rule_3_a_number_that_is_back_is_proved_and_goes_on() {
        edits("/ c:A1 c:B / c:C c:B");
        bobHas(C, B);
    }

    @Test
    void rule_3_what_waited_in_the_grace_time_is_no_more_proved_than_it_was() {
        village.own("alice", "CELL:" + A1, "CELL:" + A2, "CELL:" + C);
        village.contact("bob", "stranger", "HOME:" + C);
        edits("c:A1 c:A2 / c:A1 c:A2 c:B");
        assertThat(village.tels("bob", "stranger")).isEqualTo(C);
        bobHas(A1, A2);
    }

    @Test
    void rule_3_where_it_is_somebody_else_s_by_now_all_waits_and_it_takes_no_other_s_place_then_either() {
        edit();
        village.own("dave", "CELL:" + A1);
        village.verify("dave", A1);
        edit("CELL:" + A1, "CELL:" + B);
        assertThat(village.change("alice").state()).isEqualTo(Change.State.WAITING);
        bobHas(A1, A2);
        village.write(tx -> {
            village.verification().transfer(tx, village.id("alice"), A1, village.tick());
            return 0;
        });
        village.propagate();
        assertThat(village.tels("bob", "second")).isEqualTo(B);
        assertThat(village.tels("bob", "first")).isEqualTo(A1);
    }

    @Test
    void who_tells_added_numbers_tells_one_that_is_back_too() {
        village.tellsAdded("alice");
        edits("c:A2 / c:A1 c:A2");
        assertThat(village.tels("bob", "second")).isEqualTo(A2 + "," + A1);
        assertThat(village.tels("bob", "both")).isEqualTo(A1 + "," + A2);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 2})
    void rule_2_one_that_goes_again_while_its_change_settles_waits_again(long hours) {
        settles("CELL:");
        edits("/ c:A1 c:B");
        village.pass(Duration.ofHours(hours));
        village.propagate();
        edits("c:B / c:B c:C");
        village.pass(Duration.ofHours(2));
        village.propagate();
        bobHas(C, B);
    }

    /** What an edit puts in whose place is asked of the edit, and not of what it comes to with the ones before. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            back for two that went                      | / c:B w:D / c:A2 | A1 | A2
            one gone beside one that is corrected       | c:B c:A2  / c:C  | C  | A2
            """)
    void rule_2_edits_that_settle_come_to_what_they_would_one_by_one(String why, String edits, String a1, String a2) {
        settles("CELL:");
        edits(edits);
        village.pass(Duration.ofHours(2));
        village.propagate();
        bobHas(number(a1), number(a2));
    }

    @Test
    void rule_9_of_two_that_change_places_one_that_is_replaced_before_that_goes_out_is_told_alone() {
        settles("WORK:");
        edits("c:A2 w:A1 / c:B w:A1");
        village.pass(Duration.ofHours(2));
        village.propagate();
        bobHas(A1, B);
    }

    @Test
    void rule_9_two_that_change_places_do_so_though_another_is_added_and_gone_before_that_goes_out() {
        settles("WORK:");
        edits("c:A2 w:A1 h:B / c:A2 w:A1 h:C / c:A2 w:A1");
        village.pass(Duration.ofHours(2));
        village.propagate();
        bobHas(A2, A1);
    }

    private void settles(String second) {
        village.close();
        village = new Village(
                folder.resolve("settles"),
                new PropagationRules(Village.GRACE, Village.FORWARDING, Duration.ofHours(1), 0, false));
        village.user("alice", "CELL:" + A1, second + A2);
        village.user("bob");
        village.group("family", "alice", "bob");
        village.contact("bob", "first", "HOME:" + A1);
        village.contact("bob", "second", "HOME:" + A2);
        village.contact("bob", "both", "HOME:" + A1, "HOME:" + A2);
    }
}
