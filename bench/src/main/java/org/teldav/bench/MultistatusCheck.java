package org.teldav.bench;

import java.util.Optional;

/**
 * What must be in a multistatus (RFC 4918 §13), counted rather than parsed. Immutable, thread-safe.
 *
 * @param least how many responses there must be at least
 * @param most how many there may be
 * @param eTags how many of them must come with their getetag at least
 * @param cards how many cards must be in it
 * @param syncToken whether there must be a sync-token (RFC 6578 §6.4)
 * @param contains a word that must be in it
 */
record MultistatusCheck(int least, int most, int eTags, int cards, boolean syncToken, Optional<Scan> contains) {

    private static final Scan RESPONSE = new Scan("response>");
    private static final Scan GETETAG = new Scan("getetag>");
    private static final Scan SYNC_TOKEN = new Scan("sync-token>");
    private static final Scan CARD = new Scan("BEGIN:VCARD");

    Optional<String> fault(Answer answer) {
        if (answer.status() != 207) {
            return Optional.of("status " + answer.status());
        }
        int responses = RESPONSE.countClosing(answer);
        if (responses < least || responses > most) {
            return Optional.of("%,d responses where there should be %,d".formatted(responses, least));
        }
        int found = eTags > 0 ? GETETAG.countClosing(answer) : 0;
        if (found < eTags) {
            return Optional.of("%,d ETags where there should be %,d".formatted(found, eTags));
        }
        found = cards > 0 ? CARD.count(answer) : 0;
        if (found < cards) {
            return Optional.of("%,d cards where there should be %,d".formatted(found, cards));
        }
        if (syncToken && SYNC_TOKEN.countClosing(answer) != 1) {
            return Optional.of("no sync-token");
        }
        return contains.filter(word -> !word.in(answer)).map(word -> "'" + word + "' is not in the answer");
    }
}
