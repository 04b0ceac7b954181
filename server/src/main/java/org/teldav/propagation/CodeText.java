package org.teldav.propagation;

import java.util.Optional;

/**
 * What a code's message says: one message of at most 160 characters, all of them in GSM 7 bit (3GPP TS 23.038).
 *
 * @param server how people know the server, as {@code dav.example.org}
 */
public record CodeText(Optional<String> server) {
    private static final int LONGEST_NAME = 60;
    private static final String NAME = "TelDAV";

    String of(String digits) {
        String from = server.filter(name -> name.length() <= LONGEST_NAME && name.matches("[A-Za-z0-9.-]+"))
                .orElse(NAME);
        return digits + " is your code for " + from + ", valid for " + NumberCodes.VALID.toMinutes()
                + " minutes. If you did not change your number there, ignore it.";
    }
}
