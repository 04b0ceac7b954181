package org.teldav.dav;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9110 §5.6.7. */
class HttpDateTest {
    private static final Instant EXAMPLE = Instant.parse("1994-11-06T08:49:37Z");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sun, 06 Nov 1994 08:49:37 GMT",
                "Sunday, 06-Nov-94 08:49:37 GMT",
                "Sun Nov  6 08:49:37 1994",
                " Sun, 06 Nov 1994 08:49:37 GMT "
            })
    void the_three_forms_are_understood(String date) {
        assertThat(HttpDate.parse(date)).isEqualTo(Optional.of(EXAMPLE));
    }

    @Test
    void the_first_is_written() {
        assertThat(HttpDate.format(EXAMPLE)).isEqualTo("Sun, 06 Nov 1994 08:49:37 GMT");
    }

    @Test
    void what_is_written_at_any_time_is_what_the_jdk_would_write() {
        DateTimeFormatter jdk = DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
                .withZone(ZoneOffset.UTC);
        Duration step = Duration.ofHours(25).plusMinutes(37).plusSeconds(13);
        Instant end = Instant.parse("2101-01-01T00:00:00Z");
        for (Instant at = Instant.parse("1899-12-31T00:00:00Z"); at.isBefore(end); at = at.plus(step)) {
            assertThat(HttpDate.format(at)).isEqualTo(jdk.format(at));
        }
    }

    @Test
    void a_year_of_two_digits_that_seems_more_than_50_years_ahead_is_past() {
        int now = java.time.Year.now(java.time.ZoneOffset.UTC).getValue();
        for (int year = now - 49; year <= now + 50; year++) {
            String date = "Sunday, 06-Nov-%02d 08:49:37 GMT".formatted(year % 100);
            assertThat(HttpDate.parse(date).orElseThrow()).isEqualTo(Instant.parse(year + "-11-06T08:49:37Z"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "Sun, 06 Nov 1994 08:49:37",
                "Sun, 06 Nov 1994 08:49:37 CET",
                "Sun, 6 Nov 1994 08:49:37 GMT",
                "Sun, 31 Feb 1994 08:49:37 GMT",
                "Sun, 06 Foo 1994 08:49:37 GMT",
                "Sun, 06 Nov 1994 25:49:37 GMT",
                "1994-11-06T08:49:37Z",
                "784111777"
            })
    void what_is_none_is_none(String date) {
        assertThat(HttpDate.parse(date)).isEmpty();
    }
}
