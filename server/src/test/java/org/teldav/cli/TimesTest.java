package org.teldav.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class TimesTest {
    @Test
    void a_time_is_shown_as_it_was_typed_on_the_same_machine() {
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        Instant read = Times.instant("2026-12-24 08:00", berlin);
        assertThat(read).isEqualTo(Instant.parse("2026-12-24T07:00:00Z"));
        assertThat(Times.shown(read, berlin)).isEqualTo("2026-12-24 08:00:00");
        assertThat(Times.shown(Instant.parse("2026-07-01T22:30:15.999999Z"), berlin))
                .isEqualTo("2026-07-02 00:30:15");
    }
}
