package org.teldav.propagation;

import java.text.Normalizer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.teldav.storage.Change;
import org.teldav.storage.Claim;
import org.teldav.storage.Codes;
import org.teldav.storage.Codes.Code;
import org.teldav.storage.Transaction;

/** Codes as their user sees them: asked for, and entered (propagation.md, "proof of a new number"). Immutable, thread-safe. */
public final class NumberCodes {
    /** How long a code proves a number. */
    public static final Duration VALID = Duration.ofMinutes(10);

    /** Guesses at one code. */
    public static final int TRIES = 5;

    static final int DIGITS = 6;

    private static final int AN_HOUR = 3;
    private static final int A_DAY = 10;
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    private final CodeKey key;
    private final Verification verification;
    private final Runnable wake;

    /** @param wake run after the commit where there is work for the {@link CodeCourier} */
    public NumberCodes(CodeKey key, Verification verification, Runnable wake) {
        this.key = key;
        this.verification = verification;
        this.wake = wake;
    }

    /** What became of the wish for a code. */
    public sealed interface Asked {
        /** It is on its way. */
        record Wanted() implements Asked {}

        /** The user's own card has not that number. */
        record NotOwn() implements Asked {}

        record VerifiedAlready() implements Asked {}

        /** Only an administrator can say whose the number is. */
        record ForAdministrator() implements Asked {}

        /** @param again when one may be asked for again */
        record TooMany(Instant again) implements Asked {}
    }

    /** What became of a code that was entered. */
    public sealed interface Entered {
        record Verified() implements Entered {}

        /** @param left how many more guesses there are */
        record Wrong(int left) implements Entered {}

        /** There is no code that could be entered: none was sent, or it is used, expired, or guessed at too often. */
        record NoCode() implements Entered {}

        /** It was right, and somebody else holds the number verified by now. */
        record ForAdministrator() implements Entered {}
    }

    /** Has a code sent, to a number that the user's own card has and nobody proved: else anybody could have anybody sent one. */
    public Asked ask(Transaction tx, long user, String number, Instant now) {
        Optional<Claim.State> held = Proof.own(tx, user, number);
        if (held.isEmpty()) {
            return new Asked.NotOwn();
        } else if (held.get() == Claim.State.VERIFIED) {
            return new Asked.VerifiedAlready();
        } else if (held.get() == Claim.State.WAITING || !reaches(number)) {
            return new Asked.ForAdministrator();
        }
        Optional<Instant> again = want(tx, user, number, now);
        if (again.isPresent()) {
            return new Asked.TooMany(again.get());
        }
        tx.afterCommit(wake);
        return new Asked.Wanted();
    }

    /** As people type it: in groups, or with the wide digits of Chinese and Japanese keyboards. */
    private static String plain(String typed) {
        return Normalizer.normalize(typed, Normalizer.Form.NFKC).replaceAll("[\\s-]", "");
    }

    /** Takes what the user entered. Must be committed whatever comes of it: a guess counts. */
    public Entered enter(Transaction tx, long user, String number, String digits, Instant now) {
        Optional<Code> newest = tx.codes().newest(user, number);
        if (newest.isEmpty() || !tx.codes().guess(newest.get(), TRIES, now)) {
            return new Entered.NoCode();
        }
        // What was drawn anew meanwhile is another code; and of guesses at the same time each sees its own count.
        Code code = tx.codes().newest(user, number).orElseThrow();
        if (code.id() != newest.get().id() || !key.matches(code, plain(digits))) {
            return new Entered.Wrong(Math.max(0, TRIES - code.tries()));
        }
        tx.codes().use(code);
        return proved(tx, user, number, now);
    }

    private Entered proved(Transaction tx, long user, String number, Instant now) {
        if (Proof.own(tx, user, number).isEmpty()) {
            return new Entered.NoCode();
        }
        Set<Long> others = verification.verify(tx, user, number, now);
        if (others.isEmpty()) {
            return new Entered.Verified();
        }
        tx.claims().open(user, number, Claim.State.WAITING, now);
        return new Entered.ForAdministrator();
    }

    /** Has codes sent for the new numbers of a change that waits for them. @param adds as in {@link Verification#state} @return whether any is to be sent */
    static boolean wantFor(
            Transaction tx, long user, List<Change.Number> numbers, boolean adds, PropagationRules rules, Instant now) {
        boolean any = false;
        for (Change.Number number : numbers) {
            String to = number.newKey().orElse("");
            if (Verification.needsCode(tx, user, number, adds, rules)
                    && reaches(to)
                    && !Proof.waits(tx, user, to)
                    && !isUnderway(tx, user, to, now)) {
                any |= want(tx, user, to, now).isEmpty();
            }
        }
        return any;
    }

    /** Whether a message can go there: to an extension it can't. */
    static boolean reaches(String number) {
        return number.matches("\\+\\d+");
    }

    private static boolean isUnderway(Transaction tx, long user, String number, Instant now) {
        return tx.codes()
                .newest(user, number)
                .filter(code -> isAlive(code, now))
                .isPresent();
    }

    private static boolean isAlive(Code code, Instant now) {
        return switch (code.state()) {
            case WANTED, SENDING -> true;
            case SENT ->
                code.tries() < TRIES && code.expires().filter(now::isBefore).isPresent();
            case USED, FAILED -> false;
        };
    }

    /** Within the limits of the number, whoever asks, and of the user, whatever they ask for. @return when the next is allowed, where this is one too many */
    private static Optional<Instant> want(Transaction tx, long user, String number, Instant now) {
        Codes codes = tx.codes();
        codes.lock(user, number);
        Optional<Instant> ofNumber = again(codes.askedFor(number, now.minus(HOUR)), AN_HOUR, HOUR);
        Optional<Instant> ofUser = again(codes.askedBy(user, now.minus(DAY)), A_DAY, DAY);
        if (ofNumber.isEmpty() && ofUser.isEmpty()) {
            codes.want(user, number, now);
            return Optional.empty();
        }
        return ofNumber.isPresent() && ofUser.filter(ofNumber.get()::isBefore).isEmpty() ? ofNumber : ofUser;
    }

    private static Optional<Instant> again(List<Instant> asked, int most, Duration time) {
        return asked.size() < most
                ? Optional.empty()
                : Optional.of(asked.get(asked.size() - most).plus(time));
    }
}
