package org.teldav.dav;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 4918 §10.4: the grammar. */
class IfHeaderTest {
    private static final String A = "urn:uuid:181d4fae-7d8c-11d0-a765-00a0c91e6bf2";
    private static final String B = "urn:uuid:58f202ac-22cf-11d1-b12d-002035b29092";

    /** What was understood, in a spelling of its own. */
    private static String read(String header) {
        StringBuilder read = new StringBuilder();
        for (IfHeader.StateList list : IfHeader.parse(header).lists()) {
            read.append(list.resource().map(URI::toString).orElse("-")).append(':');
            for (IfHeader.Condition condition : list.conditions()) {
                read.append(condition.negated() ? " !" : " ");
                if (condition instanceof IfHeader.StateToken state) {
                    read.append(state.token());
                } else if (condition instanceof IfHeader.StateTag tag) {
                    read.append(tag.tag());
                }
            }
            read.append(';');
        }
        return read.toString();
    }

    @Test
    void rfc4918_10_4_6_no_tag_lists() {
        assertThat(read("(<" + A + "> [\"I am an ETag\"])")).isEqualTo("-: " + A + " \"I am an ETag\";");
        assertThat(read("(<" + A + "> [\"1\"]) ([\"2\"])")).isEqualTo("-: " + A + " \"1\";-: \"2\";");
    }

    @Test
    void rfc4918_10_4_7_not_and_10_4_8_no_lock() {
        assertThat(read("(Not <" + A + "> <" + B + ">)")).isEqualTo("-: !" + A + " " + B + ";");
        assertThat(read("(<" + A + ">) (Not <DAV:no-lock>)")).isEqualTo("-: " + A + ";-: !DAV:no-lock;");
        assertThat(read("(not[\"x\"]NOT<DAV:no-lock>)")).isEqualTo("-: !\"x\" !DAV:no-lock;");
    }

    @Test
    void rfc4918_10_4_9_tagged_lists() {
        assertThat(read("</resource1> (<" + A + "> [W/\"A weak ETag\"]) ([\"strong\"])"))
                .isEqualTo("/resource1: " + A + " W/\"A weak ETag\";/resource1: \"strong\";");
        assertThat(read("<http://www.example.com/users/f%20y?q> (Not<" + A + ">)  </b/>([\"\"])\t"))
                .isEqualTo("http://www.example.com/users/f%20y?q: !" + A + ";/b/: \"\";");
    }

    @Test
    void blanks_are_needed_nowhere_and_allowed_everywhere() {
        String packed = "<http://h/a>(<" + A + ">[\"1\"])([\"2\"])<http://h/b>(Not[\"3\"])";
        String wide = " <http://h/a>\t( <" + A + ">  [ \"1\" ] ) ( [\"2\"] )  <http://h/b>  ( Not  [\"3\"] ) ";
        assertThat(read(wide)).isEqualTo(read(packed));
    }

    @Test
    void rfc4918_10_4_1_a_token_is_submitted_wherever_it_stands() {
        IfHeader header = IfHeader.parse("</a> (<" + A + "> [\"1\"]) </b> (Not <" + B.toUpperCase() + ">)");
        assertThat(header.submitted()).containsExactly(new LockToken(A), new LockToken(B));
    }

    @Test
    void rfc9562_4_a_uuid_is_the_same_in_any_case_and_another_token_is_not() {
        assertThat(new LockToken("URN:UUID:" + A.substring(9).toUpperCase())).isEqualTo(new LockToken(A));
        assertThat(new LockToken("opaquelocktoken:A")).isNotEqualTo(new LockToken("opaquelocktoken:a"));
        assertThat(LockToken.random()).isNotEqualTo(LockToken.random());
        assertThat(LockToken.random().coded()).matches("<urn:uuid:[0-9a-f-]{36}>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "()",
                "( )",
                "(",
                ")",
                "(<urn:a>",
                "(<urn:a)",
                "(<>)",
                "(<a>)",
                "(</a>)",
                "(<urn:a b>)",
                "([])",
                "([\"a)",
                "([\"a\")",
                "([a])",
                "([a\"])",
                "[\"a\"])",
                "(\"a\"])",
                "([\"a\u007Fb\"])",
                "([\"a\u0001b\"])",
                "([w/\"a\"])",
                "(\"a\")",
                "(Not)",
                "(Not Not <urn:a>)",
                "Not (<urn:a>)",
                "<urn:a>",
                "(<urn:a>), (<urn:b>)",
                "(<urn:a>) x",
                "(<urn:a>) </b> (<urn:b>)",
                "</a>",
                "</a> </b> (<urn:a>)",
                "<a> (<urn:a>)",
                "<> (<urn:a>)",
                "<urn:a> (<urn:a>)",
                "<//host/a> (<urn:a>)",
                "<http://host> (<urn:a>)",
                "</a%> (<urn:a>)",
                "((<urn:a>))"
            })
    void what_does_not_follow_the_grammar_is_a_400(String header) {
        assertThatThrownBy(() -> IfHeader.parse(header))
                .isInstanceOfSatisfying(
                        DavException.class,
                        refused -> assertThat(refused.status()).isEqualTo(400));
    }

    @Test
    void the_lists_of_a_header_are_bounded() {
        String list = "(<urn:a>)";
        assertThat(IfHeader.parse(list.repeat(IfHeader.MAX_LISTS)).lists()).hasSize(IfHeader.MAX_LISTS);
        assertThatThrownBy(() -> IfHeader.parse(list.repeat(IfHeader.MAX_LISTS + 1)))
                .isInstanceOfSatisfying(
                        DavException.class,
                        refused -> assertThat(refused.status()).isEqualTo(400));
        assertThat(IfHeader.parse("</a> " + list).lists().get(0).resource()).isEqualTo(Optional.of(URI.create("/a")));
    }
}
