package org.teldav.propagation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rule 2 of propagation.md. A number is written {@code KEY:TYPE+TYPE/group/label}, a list with spaces, position by position. */
class PairingTest {
    @ParameterizedTest(name = "{0}: {1} became {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            the same TYPE set                      | A:CELL B:HOME                | C:HOME D:CELL              | A>D B>C     |      |
            also beside one without a partner      | A:CELL B:WORK                | C:WORK                     | B>C         | A    |
            also with PREF on another              | A:CELL+PREF B:CELL           | C:CELL D:CELL+PREF         | A>D B>C     |      |
            the TYPE set less PREF                 | A:CELL+PREF B:HOME           | C:CELL D:FAX               | A>C B>D     |      |
            the TYPE set less VOICE                | A:CELL+VOICE B:HOME+VOICE    | C:HOME D:CELL              | A>D B>C     |      |
            the TYPE set less INTERNET             | A:CELL B:HOME+INTERNET       | C:HOME D:CELL+INTERNET     | A>D B>C     |      |
            types without their case               | A:cell B:Home                | C:HOME D:CELL              | A>D B>C     |      |
            HOME FAX is not HOME                   | A:HOME B:HOME+FAX            | C:HOME+FAX                 | B>C         | A    |
            the only one left on each side         | A:CELL                       | B:WORK                     | A>B         |      |
            the only one left after the sure ones  | A:CELL B:HOME                | C:CELL D:WORK              | A>C B>D     |      |
            two left on one side are not the only  | A:CELL B:HOME                | C:WORK                     |             | A B  | C
            two left on the other side neither     | A:CELL                       | B:HOME C:WORK              |             | A    | B C
            nothing in its place                   | A:CELL                       |                            |             | A    |
            nothing was there                      |                              | A:CELL                     |             |      | A
            the same label                         | A:/item1/Boat B:/item2/Car   | C:/item3/Car D:/item4/Boat | A>D B>C     |      |
            another label is another number        | A:/item1/Boat B:/item2/Car   | C:/item1/Sea D:/item2/Sky  |             | A B  | C D
            but the only one left is left          | A:/item1/Boat                | B:/item1/Car               | A>B         |      |
            a label that came with the edit        | A:CELL B:HOME                | C:CELL/item1/Mine          | A>C         | B    |
            the group, where the rest is the same  | A:CELL/item1 B:CELL/item2    | C:CELL/item2 D:CELL/item1  | A>D B>C     |      |
            the TYPE set with PREF before the rest | A:CELL+PREF/i B:CELL/j       | C:CELL/k D:CELL+PREF/l     | A>D B>C     |      |
            the position, where all is the same    | A:CELL B:CELL                | X:HOME C:CELL              | B>C A>X     |      |
            the order, where nothing tells         | A:CELL B:CELL                | C:CELL D:CELL              | A>C B>D     |      |
            two entries of one number are one      | A:CELL A:WORK                | B:WORK B:CELL              | A>B         |      |
            one number to one number               | A:CELL A:WORK                | B:CELL C:WORK              | A>B         |      | C
            no TYPE at all                         | A: B:CELL                    | C: D:CELL                  | A>C B>D     |      |
            """)
    void rule_2_removed_and_added_numbers_are_paired_by_what_tells_them_apart(
            String why, String removed, String added, String pairs, String withdrawn, String alone) {
        Pairing pairing = Pairing.of(numbers(removed), numbers(added));

        assertThat(pairing.replaced().stream()
                        .map(pair -> pair.before().key() + ">" + pair.after().key()))
                .as(why)
                .containsExactlyInAnyOrderElementsOf(words(pairs));
        assertThat(pairing.withdrawn()).extracting(OwnNumber::key).containsExactlyElementsOf(words(withdrawn));
        assertThat(pairing.added()).extracting(OwnNumber::key).containsExactlyElementsOf(words(alone));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            one of the same kind            | A:CELL                  | C:CELL+PREF            | A>C
            never one of another kind       | A:CELL                  | C:WORK                 |
            the newest of several           | B:CELL A:CELL           | C:CELL                 | B>C
            the label before the time       | B:CELL A:CELL/g/Mine    | C:CELL/h/Mine          | A>C
            not one of another label        | A:CELL/g/Boat           | C:CELL/g/Car           |
            one without a label             | A:CELL                  | C:CELL/g/Car           | A>C
            several, as they were           | A:CELL B:CELL           | C:CELL D:CELL          | A>C B>D
            the surest of all comes first   | A:CELL/g/Mine           | C:CELL D:CELL/g/Mine   | A>D
            one number to one number        | A:CELL A:WORK           | C:WORK D:CELL          | A>D
            """)
    void rule_2_a_later_edit_takes_up_withdrawn_numbers_of_the_same_kind(
            String why, String withdrawn, String added, String taken) {
        assertThat(Pairing.later(numbers(withdrawn), numbers(added)).replaced().stream()
                        .map(pair -> pair.before().key() + ">" + pair.after().key()))
                .as(why)
                .containsExactlyElementsOf(words(taken));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            two swapped                       | A:CELL B:WORK             | A:WORK B:CELL             | A>B B>A
            three in a circle                 | A:CELL B:WORK C:HOME      | B:CELL C:WORK A:HOME      | A>B B>C C>A
            two swapped, one changed          | A:CELL B:WORK C:HOME      | A:WORK B:CELL D:HOME      | A>B B>A
            only the order of the lines       | A:CELL B:WORK             | B:WORK A:CELL             |
            only PREF                         | A:CELL+PREF B:CELL        | A:CELL B:CELL+PREF        |
            a place that is not alone         | A:CELL B:WORK C:WORK      | A:WORK B:CELL C:WORK      |
            a number in two places            | A:CELL A:HOME B:WORK      | B:CELL A:HOME A:WORK      |
            one that only moved               | A:CELL B:WORK             | A:HOME B:WORK             |
            one that moved to a lost one's    | A:CELL B:WORK             | B:CELL                    |
            one that moved for a new one      | A:CELL B:WORK             | B:CELL C:WORK             |
            """)
    void rule_9_kept_numbers_that_took_each_other_s_place_were_exchanged(
            String why, String before, String after, String exchanged) {
        assertThat(NumberEdit.of(numbers(before), numbers(after)).exchanged().stream()
                        .map(pair -> pair.before().key() + ">" + pair.after().key()))
                .as(why)
                .containsExactlyInAnyOrderElementsOf(words(exchanged));
    }

    @Test
    void rule_1_only_the_set_of_keys_counts() {
        assertThat(NumberEdit.of(numbers("A:CELL B:HOME"), numbers("B:HOME+PREF A:CELL B:WORK"))
                        .isNone())
                .isTrue();
        NumberEdit edit = NumberEdit.of(numbers("A:CELL B:HOME"), numbers("B:HOME C:CELL"));
        assertThat(edit.removed()).extracting(OwnNumber::key).containsExactly("A");
        assertThat(edit.added()).extracting(OwnNumber::key).containsExactly("C");
    }

    /** A number that others come before is there still. */
    @Test
    void rule_1_of_very_many_numbers_some_count_and_none_that_stayed() {
        String many = IntStream.range(0, 5000).mapToObj(i -> "K" + i + ":WORK").collect(Collectors.joining(" "));
        NumberEdit one = NumberEdit.of(numbers(many), numbers("A:CELL " + many));
        assertThat(one.removed()).isEmpty();
        assertThat(one.added()).extracting(OwnNumber::key).containsExactly("A");
        NumberEdit all = NumberEdit.of(numbers(many), numbers(many.replace('K', 'L')));
        assertThat(all.removed()).hasSize(NumberEdit.MOST);
        assertThat(all.added()).hasSize(NumberEdit.MOST);
    }

    private static List<OwnNumber> numbers(String text) {
        List<String> words = words(text);
        return IntStream.range(0, words.size())
                .mapToObj(i -> number(words.get(i), i))
                .toList();
    }

    private static OwnNumber number(String text, int position) {
        String[] parts = (text.substring(text.indexOf(':') + 1) + "//").split("/", -1);
        Set<String> types = Arrays.stream(parts[0].split("\\+"))
                .filter(type -> !type.isEmpty())
                .collect(Collectors.toSet());
        return new OwnNumber(text.substring(0, text.indexOf(':')), position, parts[1], parts[2], types);
    }

    private static List<String> words(String text) {
        return text == null ? List.of() : Arrays.asList(text.trim().split("\\s+"));
    }
}
