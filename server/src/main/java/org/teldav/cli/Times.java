package org.teldav.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Times as people type and read them: of this machine's zone where they name none. Pure. */
final class Times {
    private static final DateTimeFormatter SHOWN = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

    private Times() {}

    /** Into a request, as the API reads it; nothing where nothing was typed. @throws CliException where it is no time */
    static void put(ObjectNode wanted, String field, @Nullable String typed) {
        if (typed != null) {
            wanted.put(field, instant(typed, ZoneId.systemDefault()).toString());
        }
    }

    /** @throws CliException where it is no time */
    static Instant instant(String typed, ZoneId zone) {
        String text = typed.strip().replace(' ', 'T');
        return date(text)
                .map(day -> day.atStartOfDay(zone).toInstant())
                .or(() -> local(text).map(time -> time.atZone(zone).toInstant()))
                .orElseGet(() -> offset(typed, text));
    }

    /** As {@link #instant} reads it in that zone, to the second. */
    static String shown(Instant time, ZoneId zone) {
        return SHOWN.format(time.atZone(zone));
    }

    private static Optional<LocalDate> date(String text) {
        try {
            return Optional.of(LocalDate.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<LocalDateTime> local(String text) {
        try {
            return Optional.of(LocalDateTime.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Instant offset(String typed, String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new CliException(
                    "'" + typed + "' is no time: write it as 2026-12-24, 2026-12-24T08:00 or 2026-12-24T08:00+01:00",
                    e);
        }
    }
}
