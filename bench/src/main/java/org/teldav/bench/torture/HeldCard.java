package org.teldav.bench.torture;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A card about a changer in a holder's book. Its holder's phone counts up the edits in its NOTE, and the server puts newer numbers into its TEL: at any time
 * all its bytes are known but for how far these have come. Thread-safe.
 */
final class HeldCard {
    /** Of a card that is to be made. */
    private static final int NOTHING = -1;

    private static final Pattern PARTS =
            Pattern.compile("TEL;TYPE=CELL:\\+1 \\d{3} 555 01(\\d\\d)\r\nNOTE:edit (\\d+)\r\n");

    private final String user;
    private final String uid;
    private final int changer;
    private final boolean late;
    private int edits;
    private boolean inFlight;
    private int number;

    /** How far a card has come. */
    record State(int edits, int number) {}

    private HeldCard(String user, String uid, int changer, boolean late, int edits) {
        this.user = user;
        this.uid = uid;
        this.changer = changer;
        this.late = late;
        this.edits = edits;
    }

    /** One that is there from the beginning. */
    static HeldCard first(String user, int changer) {
        return new HeldCard(user, "changer" + changer, changer, false, 0);
    }

    /** One that comes with the changer's first number, which may have been replaced long ago (rule 12). */
    static HeldCard late(String user, int changer, int count) {
        return new HeldCard(user, "late" + count + "-changer" + changer, changer, true, NOTHING);
    }

    String user() {
        return user;
    }

    int changer() {
        return changer;
    }

    boolean isLate() {
        return late;
    }

    String name() {
        return uid + ".vcf";
    }

    String path() {
        return People.book(user) + name();
    }

    /** As it is after so many edits, with the changer's so many-th number. */
    String text(State state) {
        return "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:" + uid + "\r\nN:Changer;" + changer + ";;;\r\nFN:" + changer
                + " Changer\r\nitem1.X-ABLabel:kept as it is\r\nTEL;TYPE=CELL:" + People.number(changer, state.number())
                + "\r\nNOTE:edit " + state.edits() + "\r\nEND:VCARD\r\n";
    }

    /** Whether no write is in flight. */
    synchronized boolean isSettled() {
        return !inFlight;
    }

    /** An edit was acknowledged. */
    synchronized void edited() {
        edits++;
    }

    /** An edit got no answer. */
    synchronized void unanswered() {
        inFlight = true;
    }

    synchronized int edits() {
        return edits;
    }

    /** Which of the changer's numbers was found last. */
    synchronized int number() {
        return number;
    }

    /** Holds what is there against what may be. @return empty where nothing is there, or what should not */
    synchronized Optional<State> found(Optional<String> content, Findings findings, Flights flights) {
        Optional<State> there = content.flatMap(this::state);
        int found = there.map(State::edits).orElse(NOTHING);
        boolean isKnown = found == edits || inFlight && found == edits + 1;
        if (content.isPresent() != there.isPresent() || !isKnown) {
            findings.add("%s has %s, after %d acknowledged edits%s"
                    .formatted(
                            path(),
                            there.map(state -> "edit " + state.edits())
                                    .orElse(content.isPresent() ? "other bytes" : "vanished"),
                            edits,
                            inFlight ? " and one in flight" : ""));
            return Optional.empty();
        }
        if (inFlight) {
            flights.ended(found == edits + 1);
        }
        inFlight = false;
        edits = found;
        there.ifPresent(state -> cameTo(state.number(), findings));
        return there;
    }

    private void cameTo(int found, Findings findings) {
        findings.check(found >= number, "%s went back from number %d to %d", path(), number, found);
        number = found;
    }

    /** Empty where these are not the very bytes of any state. */
    private Optional<State> state(String content) {
        Matcher parts = PARTS.matcher(content);
        if (!parts.find()) {
            return Optional.empty();
        }
        State state = new State(Integer.parseInt(parts.group(2)), Integer.parseInt(parts.group(1)));
        return Optional.of(state).filter(known -> text(known).equals(content));
    }
}
