package org.teldav.vcard;

import java.util.List;

/**
 * Numbers that a regulator keeps for films, plays and documentation, and that libphonenumber therefore holds for invalid:
 * nobody can be assigned one, so as keys they are as certain as a valid number. Only what libphonenumber calls possible
 * but invalid stands here. Sources: docs/decisions/numbers-reserved-for-drama.md.
 */
final class ReservedNumbers {
    /** A prefix of the E.164 form, and how many digits follow it. */
    private record Range(String prefix, int open) {
        boolean has(String e164) {
            return e164.length() == prefix.length() + open && e164.startsWith(prefix);
        }
    }

    private static final List<Range> RANGES = List.of(
            new Range("+441632960", 3), // Ofcom: no place
            new Range("+441154960", 3), // Ofcom: Nottingham
            new Range("+447700900", 3), // Ofcom: mobile
            new Range("+3363998", 4), // Arcep: mobile
            new Range("+3532091", 5)); // ComReg: 020 91X XXXX

    private ReservedNumbers() {}

    static boolean has(String e164) {
        return RANGES.stream().anyMatch(range -> range.has(e164));
    }
}
