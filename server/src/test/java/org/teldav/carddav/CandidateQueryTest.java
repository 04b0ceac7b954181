package org.teldav.carddav;

import static org.assertj.core.api.Assertions.assertThat;
import static org.teldav.carddav.Requests.filter;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the index is asked. */
class CandidateQueryTest {
    private static final String FN = "<C:prop-filter name='FN'><C:text-match>ann</C:text-match></C:prop-filter>";
    private static final String TEL =
            "<C:prop-filter name='item1.tel'><C:text-match match-type='ends-with'>0100</C:text-match></C:prop-filter>";
    private static final String EMAIL = "<C:prop-filter name='EMAIL'><C:text-match collation='i;octet'"
            + " match-type='equals'>É@x</C:text-match></C:prop-filter>";
    private static final String NOTE = "<C:prop-filter name='NOTE'><C:text-match>x</C:text-match></C:prop-filter>";
    private static final String NO_TEL = "<C:prop-filter name='TEL'><C:is-not-defined/></C:prop-filter>";
    private static final String NOT_ANN =
            "<C:prop-filter name='FN'><C:text-match negate-condition='yes'>ann</C:text-match></C:prop-filter>";
    private static final String ANY_TEXT = "<C:prop-filter name='FN'><C:text-match></C:text-match></C:prop-filter>";
    private static final String SPACES =
            "<C:prop-filter name='FN'><C:text-match match-type='ends-with'>\u00A0a b </C:text-match></C:prop-filter>";
    private static final String SPACE = "<C:prop-filter name='FN'><C:text-match>\u2003 </C:text-match></C:prop-filter>";
    private static final String HAS_FN = "<C:prop-filter name='FN'/>";
    private static final String OR_CELL = "<C:prop-filter name='TEL'><C:text-match>1</C:text-match>"
            + "<C:param-filter name='TYPE'/></C:prop-filter>";
    private static final String AND_CELL = "<C:prop-filter name='TEL' test='allof'><C:text-match>1</C:text-match>"
            + "<C:text-match negate-condition='yes'>2</C:text-match><C:text-match>345</C:text-match>"
            + "<C:param-filter name='TYPE'/></C:prop-filter>";

    @ParameterizedTest
    @CsvSource({
        // of alternatives all must be known to the index
        "anyof, FN, FN CONTAINS ANN",
        "anyof, TEL, TEL ENDS_WITH 0100",
        "anyof, EMAIL, EMAIL EQUALS E\u0301@X",
        "anyof, FN TEL, FN CONTAINS ANN | TEL ENDS_WITH 0100",
        "anyof, FN FN, FN CONTAINS ANN",
        "anyof, SPACES, FN CONTAINS A B",
        "anyof, SPACE, ''",
        "anyof, FN NOTE, ''",
        "anyof, FN NO_TEL, ''",
        "anyof, NOTE, ''",
        "anyof, NO_TEL, ''",
        "anyof, NOT_ANN, ''",
        "anyof, ANY_TEXT, ''",
        "anyof, HAS_FN, ''",
        "anyof, OR_CELL, ''",
        "anyof, AND_CELL, TEL CONTAINS 345",
        "anyof, '', ''",
        // of what holds together the narrowest
        "allof, FN, FN CONTAINS ANN",
        "allof, FN NOTE, FN CONTAINS ANN",
        "allof, FN EMAIL, EMAIL EQUALS E\u0301@X",
        "allof, TEL FN, TEL ENDS_WITH 0100",
        "allof, LONG EMAIL, EMAIL EQUALS E\u0301@X",
        "allof, LONG AND_CELL, FN CONTAINS ANNABEL",
        "allof, NO_TEL NOT_ANN FN ANY_TEXT HAS_FN, FN CONTAINS ANN",
        "allof, NO_TEL NOT_ANN ANY_TEXT HAS_FN NOTE OR_CELL, ''",
        "allof, '', ''",
    })
    void the_index_is_asked_what_must_hold_for_any_card_that_matches(String test, String parts, String expected) {
        StringBuilder content = new StringBuilder();
        for (String part : parts.split(" ")) {
            content.append(part(part));
        }
        String asked = String.join(
                " | ",
                CandidateQuery.of(filter("<C:filter test='" + test + "'>" + content + "</C:filter>")).stream()
                        .map(query -> query.kind() + " " + query.match() + " " + query.folded())
                        .toList());
        assertThat(asked).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"8, 8", "9, 0"})
    void too_many_alternatives_are_cheaper_looked_for_in_each_card(int alternatives, int queries) {
        StringBuilder content = new StringBuilder();
        for (int i = 0; i < alternatives; i++) {
            content.append("<C:prop-filter name='FN'><C:text-match>" + i + "</C:text-match></C:prop-filter>");
        }
        assertThat(CandidateQuery.of(filter("<C:filter>" + content + "</C:filter>")))
                .hasSize(queries);
    }

    private static String part(String name) {
        return switch (name) {
            case "FN" -> FN;
            case "TEL" -> TEL;
            case "EMAIL" -> EMAIL;
            case "LONG" -> FN.replace("ann", "annabel");
            case "NOTE" -> NOTE;
            case "SPACES" -> SPACES;
            case "SPACE" -> SPACE;
            case "NO_TEL" -> NO_TEL;
            case "NOT_ANN" -> NOT_ANN;
            case "ANY_TEXT" -> ANY_TEXT;
            case "HAS_FN" -> HAS_FN;
            case "OR_CELL" -> OR_CELL;
            case "AND_CELL" -> AND_CELL;
            default -> "";
        };
    }
}
