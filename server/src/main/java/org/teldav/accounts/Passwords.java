package org.teldav.accounts;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.time.Duration;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Argon2id (RFC 9106) in PHC strings, as {@code $argon2id$v=19$m=19456,t=2,p=1$salt$hash}. Each hash takes 19 MiB and some 27 ms, so only a few are made at
 * a time, and only so many threads wait to compare one. Passwords are compared in Unicode's NFC, for one keyboard writes ü in one sign and another in two. Thread-safe.
 */
public final class Passwords {
    private static final Pattern PHC = Pattern.compile(
            "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=(\\d{1,3})\\$([A-Za-z0-9+/]+)\\$([A-Za-z0-9+/]+)");
    private static final int SALT = 16;
    private static final int HASH = 32;
    private static final int AT_A_TIME = 4;
    private static final int WAITING = 16;
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private final SecureRandom random = new SecureRandom();
    private final Cost cost;
    private final Turns turns;
    private final String nobody;

    /** What a hash costs whoever makes it, and whoever guesses. */
    public record Cost(int kibibytes, int passes, int lanes) {
        /** What is recommended where nothing is known of the machine. */
        public static final Cost DEFAULT = new Cost(19_456, 2, 1);
    }

    public Passwords() {
        this(Cost.DEFAULT);
    }

    /** @param cost of new hashes; one that is there is compared at its own */
    public Passwords(Cost cost) {
        this(cost, WAITING);
    }

    /** @param waiting the most threads that wait to compare a password */
    public Passwords(Cost cost, int waiting) {
        this(cost, new Turns(Math.min(AT_A_TIME, Runtime.getRuntime().availableProcessors()), waiting, PATIENCE));
    }

    Passwords(Cost cost, Turns turns) {
        this.cost = cost;
        this.turns = turns;
        this.nobody = phc(cost, randomBytes(SALT), randomBytes(HASH));
    }

    /** The most threads that wait to compare a password. */
    int waiting() {
        return turns.waiting();
    }

    /** A PHC string with a fresh salt; waits as long as it takes. */
    public String hash(String password) {
        byte[] salt = randomBytes(SALT);
        return phc(cost, salt, turns.insist(() -> argon2(password, cost, salt, HASH)));
    }

    /**
     * Whether the hash was made of this password.
     *
     * @throws LoginBusyException where too many are compared, and it was not looked at
     * @throws IllegalArgumentException where the hash is no PHC string of Argon2id
     */
    public boolean matches(String password, String phc) {
        Matcher matcher = PHC.matcher(phc);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("the stored hash of a password is no PHC string of Argon2id");
        }
        Cost paid = new Cost(
                Integer.parseInt(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                Integer.parseInt(matcher.group(3)));
        byte[] salt = Base64.getDecoder().decode(matcher.group(4));
        byte[] expected = Base64.getDecoder().decode(matcher.group(5));
        return MessageDigest.isEqual(expected, turns.take(() -> argon2(password, paid, salt, expected.length)));
    }

    /** Takes as long as {@link #matches}, and is never true: for a name that nobody has. */
    public boolean matchesNobody(String password) {
        return matches(password, nobody);
    }

    /** A password that nobody can guess: 20 letters and digits, about 100 bits. */
    public String random() {
        String signs = "abcdefghijkmnpqrstuvwxyz23456789";
        StringBuilder password = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            password.append(signs.charAt(random.nextInt(signs.length())));
        }
        return password.toString();
    }

    private static byte[] argon2(String password, Cost cost, byte[] salt, int length) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(cost.kibibytes)
                .withIterations(cost.passes)
                .withParallelism(cost.lanes)
                .withSalt(salt)
                .build());
        byte[] hash = new byte[length];
        generator.generateBytes(
                Normalizer.normalize(password, Normalizer.Form.NFC).getBytes(StandardCharsets.UTF_8), hash);
        return hash;
    }

    private byte[] randomBytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private static String phc(Cost cost, byte[] salt, byte[] hash) {
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=" + cost.kibibytes + ",t=" + cost.passes + ",p=" + cost.lanes + "$"
                + base64.encodeToString(salt) + "$" + base64.encodeToString(hash);
    }
}
