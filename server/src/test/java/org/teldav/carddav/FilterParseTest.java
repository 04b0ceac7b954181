package org.teldav.carddav;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.teldav.carddav.Requests.filter;
import static org.teldav.carddav.Requests.propFilter;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.teldav.dav.DavException;
import org.teldav.dav.Precondition;

/** What a filter may say: RFC 6352 §§8.3, 8.6, 10.5. */
class FilterParseTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<C:comp-filter name='VCARD'/>                                            | comp-filter",
                "<D:prop-filter name='FN'/>                                               | {DAV:}prop-filter",
                "<x:near xmlns:x='urn:x'/>                                                | {urn:x}near",
                "<C:prop-filter name='FN'><C:time-range/></C:prop-filter>                 | time-range",
                "<C:prop-filter name='FN' test='noneof'/>                                 | noneof",
                "<C:prop-filter name='FN'><C:text-match match-type='like'>a</C:text-match></C:prop-filter> | like",
                "<C:prop-filter name='FN'><C:text-match negate-condition='1'>a</C:text-match></C:prop-filter> | '1'",
                "<C:prop-filter name='FN'><C:text-match>a<b/></C:text-match></C:prop-filter> | 'b'",
                "<C:prop-filter name='FN'><C:is-not-defined/><C:text-match>a</C:text-match></C:prop-filter> | is-not-defined",
                "<C:prop-filter name='FN'><C:param-filter name='X'><C:is-defined/></C:param-filter></C:prop-filter> | is-defined",
                "<C:prop-filter name='FN'><C:param-filter name='X'><C:is-not-defined/><C:is-not-defined/></C:param-filter></C:prop-filter> | param-filter",
                "<C:prop-filter name='FN'><C:param-filter name='X'><C:text-match>a</C:text-match><C:text-match>b</C:text-match></C:param-filter></C:prop-filter> | param-filter",
            })
    void rfc6352_8_6_what_is_not_known_is_403_supported_filter_and_named(String content, String named) {
        assertThatExceptionOfType(DavException.class)
                .isThrownBy(() -> filter("<C:filter>" + content + "</C:filter>"))
                .withMessageContaining(named)
                .satisfies(e -> {
                    assertThat(e.status()).isEqualTo(403);
                    assertThat(e.precondition()).contains(Precondition.SUPPORTED_FILTER);
                });
    }

    @Test
    void rfc6352_10_5_a_test_that_is_not_known_is_403_supported_filter() {
        assertThatExceptionOfType(DavException.class)
                .isThrownBy(() -> filter("<C:filter test='xor'/>"))
                .withMessageContaining("test='xor'")
                .satisfies(e -> assertThat(e.precondition()).contains(Precondition.SUPPORTED_FILTER));
    }

    @ParameterizedTest
    @ValueSource(strings = {"i;unicode-*", "i;basic", ""})
    void rfc6352_8_3_a_collation_that_is_not_known_is_403_supported_collation(String collation) {
        assertThatExceptionOfType(DavException.class)
                .isThrownBy(() -> propFilter("FN", "<C:text-match collation='" + collation + "'>a</C:text-match>"))
                .withMessageContaining("'" + collation + "'")
                .satisfies(e -> {
                    assertThat(e.status()).isEqualTo(403);
                    assertThat(e.precondition()).contains(Precondition.SUPPORTED_COLLATION);
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<C:prop-filter/>",
                "<C:prop-filter name=' '/>",
                "<C:prop-filter name='item1.'/>",
                "<C:prop-filter name='TEL'><C:param-filter/></C:prop-filter>",
                "<C:prop-filter name='TEL'><C:param-filter name=' '/></C:prop-filter>"
            })
    void a_filter_without_a_name_is_400(String content) {
        assertThatExceptionOfType(DavException.class)
                .isThrownBy(() -> filter("<C:filter>" + content + "</C:filter>"))
                .satisfies(e -> assertThat(e.status()).isEqualTo(400));
    }

    @ParameterizedTest
    @ValueSource(strings = {"<C:text-match>a</C:text-match>", "<C:param-filter name='TYPE'/>"})
    void a_filter_of_too_many_parts_is_403_supported_filter(String condition) {
        String part = "<C:prop-filter name='FN'>" + condition + "</C:prop-filter>";
        assertThat(filter("<C:filter>" + part.repeat(Filter.MAX_PARTS / 2) + "</C:filter>")
                        .propFilters())
                .hasSize(Filter.MAX_PARTS / 2);
        assertThatExceptionOfType(DavException.class)
                .isThrownBy(() -> filter("<C:filter>" + part.repeat(Filter.MAX_PARTS / 2 + 1) + "</C:filter>"))
                .satisfies(e -> assertThat(e.precondition()).contains(Precondition.SUPPORTED_FILTER));
    }

    @Test
    void a_text_that_is_too_long_is_403_supported_filter() {
        String text = "a".repeat(Filter.MAX_TEXT);
        assertThat(propFilter("FN", "<C:text-match>" + text + "</C:text-match>").propFilters())
                .hasSize(1);
        assertThatExceptionOfType(DavException.class)
                .isThrownBy(() -> propFilter("FN", "<C:text-match>a" + text + "</C:text-match>"))
                .satisfies(e -> assertThat(e.precondition()).contains(Precondition.SUPPORTED_FILTER));
    }

    @Test
    void a_message_quotes_no_more_than_a_sentence_holds() {
        assertThatExceptionOfType(DavException.class)
                .isThrownBy(() -> filter("<C:filter test='" + "x".repeat(10_000) + "'/>"))
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(200));
    }
}
