package org.teldav.dav;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HrefTest {
    @ParameterizedTest
    @CsvSource({
        "/dav/a%20b, a b",
        "/dav/a+b, a+b",
        "/dav/a%2Bb, a+b",
        "/dav/a%2fb, a/b",
        "/dav/a@b, a@b",
        "/dav/a%40b, a@b",
        "/dav/%C3%A9%F0%9F%98%80, é😀",
        "/dav/a;b=c'd, a;b=c'd",
        "/dav/%23%3F%25, #?%",
    })
    void percent_signs_are_decoded_once_and_a_plus_stays_a_plus(String path, String name) {
        assertThat(Href.parse(path).name()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/dav/%",
                "/dav/%4",
                "/dav/%zz",
                "/dav/%\uff14\uff11",
                "/dav/%C3",
                "/dav/%FF",
                "/dav/../x",
                "/dav/%2e%2E/x",
                "/dav/./x",
                "/dav/%00",
                "/dav/a%0Ab",
                "/dav/%7F",
                "dav",
                "",
                "*"
            })
    void what_is_no_path_is_a_400(String path) {
        assertThatThrownBy(() -> Href.parse(path))
                .isInstanceOfSatisfying(
                        DavException.class, e -> assertThat(e.status()).isEqualTo(400));
    }

    @Test
    void there_is_one_canonical_spelling_and_it_reads_back() {
        String name = "a b+c@d;e=f'g#h?i/j%k~é😀";
        String href = Href.of(false, "dav", name);
        assertThat(href).isEqualTo("/dav/a%20b%2Bc%40d%3Be%3Df%27g%23h%3Fi%2Fj%25k~%C3%A9%F0%9F%98%80");
        assertThat(Href.parse(href).name()).isEqualTo(name);
        assertThat(Href.member("/dav/", name, false)).isEqualTo(href);
        assertThat(Href.of(true, "dav", "x")).isEqualTo("/dav/x/");
    }

    @Test
    void slashes_at_the_end_and_in_doubt_are_no_segments() {
        assertThat(Href.parse("/dav//x/").segments()).containsExactly("dav", "x");
        assertThat(Href.parse("/dav//x/").slash()).isTrue();
        assertThat(Href.parse("/").isRoot()).isTrue();
    }
}
