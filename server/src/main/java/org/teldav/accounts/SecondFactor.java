package org.teldav.accounts;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.util.encoders.Base32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.teldav.accounts.Tries.Limit;
import org.teldav.storage.Principal;
import org.teldav.storage.SecondFactors;
import org.teldav.storage.SecondFactors.Factor;
import org.teldav.storage.Store;

/**
 * Codes that a user's phone shows, beside the password (RFC 6238: SHA-1, six digits, 30 s), and ten codes for when the phone is lost
 * (docs/decisions/second-factor.md). Thread-safe.
 */
public final class SecondFactor {
    /** How many recovery codes there are, each good once. */
    public static final int RECOVERY_CODES = 10;

    private static final Logger LOG = LoggerFactory.getLogger(SecondFactor.class);
    private static final String ISSUER = "TelDAV";
    private static final Duration STEP = Duration.ofSeconds(30);
    private static final int DIGITS = 6;
    private static final int SECRET = 20;
    /** Steps that a clock may be off. */
    private static final int WINDOW = 1;

    private static final List<Limit> GUESSES = List.of(
            new Limit(5, Duration.ofMinutes(1)), new Limit(15, Duration.ofHours(1)), new Limit(30, Duration.ofDays(1)));

    private final Store store;
    private final Supplier<SecretKey> key;
    private final InstantSource clock;
    private final Tries guesses;
    private final SecureRandom random = new SecureRandom();
    private final TimeBasedOneTimePasswordGenerator generator = new TimeBasedOneTimePasswordGenerator(STEP, DIGITS);

    /** @param key of AES, that secrets are encrypted with; asked for each time, and not within a transaction; may throw {@link RefusedException} */
    public SecondFactor(Store store, Supplier<SecretKey> key, InstantSource clock) {
        this(store, key, clock, System::nanoTime);
    }

    SecondFactor(Store store, Supplier<SecretKey> key, InstantSource clock, LongSupplier nanos) {
        this.store = store;
        this.key = key;
        this.clock = clock;
        this.guesses = new Tries(GUESSES, nanos);
    }

    /**
     * What the user's phone has to be told, by one or the other.
     *
     * @param secret in base 32, to be typed
     * @param uri {@code otpauth://…}, to be shown as a QR code
     */
    public record Enrolment(String secret, String uri) {
        @Override
        public String toString() {
            return "Enrolment";
        }
    }

    /** Draws a secret, which counts from {@link #confirm} on. @throws RefusedException where there is one that counts already */
    public Enrolment begin(Principal.User user) {
        byte[] secret = new byte[SECRET];
        random.nextBytes(secret);
        String sealed = SealedSecret.seal(key.get(), user.id(), secret, random);
        if (!store.write(user.id(), tx -> tx.secondFactors().begin(user.id(), sealed, clock.instant()))) {
            throw on();
        }
        String typed = Base32.toBase32String(secret);
        String name = URLEncoder.encode(user.name(), StandardCharsets.UTF_8).replace("+", "%20");
        return new Enrolment(typed, "otpauth://totp/" + ISSUER + ":" + name + "?secret=" + typed + "&issuer=" + ISSUER);
    }

    private static RefusedException on() {
        return RefusedException.conflict("the second factor is on already").as("second-factor-on");
    }

    /**
     * Turns it on, where the code shows that the phone has the secret.
     *
     * @return the recovery codes, which are kept nowhere; empty where it is not the code
     * @throws RefusedException where nothing was begun, or it is on already
     */
    public Optional<List<String>> confirm(Principal.User user, String code) {
        Factor begun = factor(user)
                .orElseThrow(() -> RefusedException.conflict("there is no second factor to be confirmed")
                        .as("second-factor-none"));
        if (begun.confirmed()) {
            throw on();
        }
        OptionalLong step = guessed(user) ? step(begun, code) : OptionalLong.empty();
        if (step.isEmpty()) {
            return Optional.empty();
        }
        List<String> recovery = recovery();
        if (!store.write(
                user.id(),
                tx -> tx.secondFactors().confirm(begun, step.getAsLong(), hashes(recovery), clock.instant()))) {
            throw RefusedException.conflict("there is no second factor to be confirmed")
                    .as("second-factor-none");
        }
        guesses.giveBack(guesser(user));
        return Optional.of(recovery);
    }

    private List<String> recovery() {
        return Stream.generate(() -> TypedCode.RECOVERY.random(random))
                .limit(RECOVERY_CODES)
                .toList();
    }

    private static List<String> hashes(List<String> recovery) {
        return recovery.stream()
                .map(made -> TypedCode.RECOVERY.hash(made).orElseThrow())
                .toList();
    }

    /**
     * Makes new recovery codes, and those of before are good no more.
     *
     * @param code the phone's: a recovery code opens once, and is worth no ten others
     * @return kept nowhere; empty where it is not the code, and all stays as it is
     */
    public Optional<List<String>> renew(Principal.User user, String code) {
        if (!isOn(user) || !guessed(user)) {
            return Optional.empty();
        }
        List<String> recovery = recovery();
        if (!use(user, code, factors -> factors.renew(user.id(), hashes(recovery)))) {
            return Optional.empty();
        }
        guesses.giveBack(guesser(user));
        return Optional.of(recovery);
    }

    /** Whether the password alone opens nothing. */
    public boolean isOn(Principal.User user) {
        return factor(user).filter(Factor::confirmed).isPresent();
    }

    /** How many recovery codes are left. */
    public int recoveryCodes(Principal.User user) {
        return store.read(tx -> tx.secondFactors().recoveryCodes(user.id()));
    }

    /** Whether it is a code of the phone's or a recovery code, which is used up hereby. Never where it is not on, or after too many guesses. */
    public boolean check(Principal.User user, String code) {
        if (!isOn(user) || !guessed(user)) {
            return false;
        }
        Optional<String> recovery = TypedCode.RECOVERY.hash(code);
        boolean right = recovery.isPresent()
                ? store.write(user.id(), tx -> tx.secondFactors().recover(user.id(), recovery.get()))
                : use(user, code, factors -> {});
        if (right) {
            guesses.giveBack(guesser(user));
        }
        return right;
    }

    /** @param then done in the same transaction, where the code was good */
    private boolean use(Principal.User user, String code, Consumer<SecondFactors> then) {
        OptionalLong step = factor(user).map(factor -> step(factor, code)).orElse(OptionalLong.empty());
        return step.isPresent()
                && store.write(user.id(), tx -> {
                    boolean used = tx.secondFactors().use(user.id(), step.getAsLong());
                    if (used) {
                        then.accept(tx.secondFactors());
                    }
                    return used;
                });
    }

    /** Turns it off, as the user. @return false where it is not the code, and all stays as it is */
    public boolean off(Principal.User user, String code) {
        return check(user, code) && off(user);
    }

    /** Turns it off, as an administrator. @return false where it was off */
    public boolean off(Principal.User user) {
        return store.write(user.id(), tx -> tx.secondFactors().remove(user.id()));
    }

    private Optional<Factor> factor(Principal.User user) {
        return store.read(tx -> tx.secondFactors().of(user.id()));
    }

    private boolean guessed(Principal.User user) {
        return guesses.take(guesser(user));
    }

    private static String guesser(Principal.User user) {
        return Long.toString(user.id());
    }

    /** The step whose code it is, of those near now; whether it was used is found out with its use. */
    private OptionalLong step(Factor factor, String typed) {
        Optional<byte[]> secret = SealedSecret.open(key.get(), factor.user(), factor.secret());
        if (secret.isEmpty()) {
            LOG.warn("a second factor can't be read: it was encrypted with another codes.key");
            return OptionalLong.empty();
        }
        // In groups, or with the wide digits of Chinese and Japanese keyboards.
        byte[] code = Normalizer.normalize(typed, Normalizer.Form.NFKC)
                .replaceAll("[\\s-]", "")
                .getBytes(StandardCharsets.UTF_8);
        long now = clock.instant().getEpochSecond() / STEP.toSeconds();
        return LongStream.rangeClosed(now - WINDOW, now + WINDOW)
                .filter(step -> MessageDigest.isEqual(code, code(secret.get(), step)))
                .findFirst();
    }

    /** What a phone with that secret shows in that step. */
    byte[] code(byte[] secret, long step) {
        try {
            Instant time = Instant.ofEpochSecond(step * STEP.toSeconds());
            String code =
                    generator.generateOneTimePasswordString(new SecretKeySpec(secret, generator.getAlgorithm()), time);
            return code.getBytes(StandardCharsets.UTF_8);
        } catch (InvalidKeyException e) {
            throw new IllegalStateException("any bytes are a key of HMAC", e);
        }
    }
}
