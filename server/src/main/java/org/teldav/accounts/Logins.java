package org.teldav.accounts;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import java.util.function.LongSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.teldav.accounts.Attempts.Attempt;
import org.teldav.storage.AppPasswords;
import org.teldav.storage.Errand;
import org.teldav.storage.Principal;
import org.teldav.storage.StorageException;
import org.teldav.storage.Store;
import org.teldav.storage.Visit;

/**
 * Names and passwords: by Basic logins (RFC 7617, UTF-8) or from a form. One that was right is remembered for a day under a keyed hash, for the network that it came from, and
 * each time compared with the passwords that the user has now: a changed password, a removed device or a disabled user is out at once, for one read, which tells what the request is
 * about as well. A name that nobody has takes as long as a wrong password. Thread-safe.
 */
public final class Logins {
    private static final Logger LOG = LoggerFactory.getLogger(Logins.class);
    private static final String SCHEME = "Basic ";
    private static final String MAC = "HmacSHA256";
    private static final Duration REMEMBERED = Duration.ofDays(1);
    private static final int MOST_REMEMBERED = 10_000;
    private static final int LONGEST = 8192;
    /** No user's id. */
    private static final long NOBODY = 0;

    private final Store store;
    private final Passwords passwords;
    private final InstantSource clock;
    private final Attempts attempts;
    private final Failed failed;
    private final SecretKeySpec key;
    private final Cache<ByteBuffer, Verified> verified = Caffeine.newBuilder()
            .maximumSize(MOST_REMEMBERED)
            .expireAfterAccess(REMEMBERED)
            .build();

    /**
     * What was right.
     *
     * @param hash the password's at that time
     * @param used when that was written down of the device, or looked at
     */
    private record Verified(long user, boolean device, String hash, Instant used) {}

    /** Is told of wrong logins. Thread-safe. */
    public interface Failed {
        /**
         * Name and password don't fit, the user is disabled, or too many were tried before.
         *
         * @param user empty where nobody has that name, or where nobody looked any more
         */
        void failed(Optional<String> user, String address);
    }

    private record Credentials(String name, String password) {}

    /** @param device whether it was an app password that opened */
    private record Opened(Visit visit, boolean device) {}

    public Logins(Store store, Passwords passwords, Failed failed) {
        this(store, passwords, failed, InstantSource.system(), System::nanoTime);
    }

    Logins(Store store, Passwords passwords, Failed failed, InstantSource clock, LongSupplier nanos) {
        this.store = store;
        this.passwords = passwords;
        this.failed = failed;
        this.clock = clock;
        this.attempts = new Attempts(nanos);
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        this.key = new SecretKeySpec(random, MAC);
    }

    /** As {@link #login(String, String)} where it is not known from where. */
    public Optional<Principal.User> login(String authorization) {
        return login(authorization, "");
    }

    /**
     * The user, where name and password are right and the user is not disabled; for all that is about the account itself, and so never by the password of a
     * device, nor by a password that wants a second factor.
     *
     * @param authorization the header's value
     * @param address from where; wrong passwords for a name are counted by it, so that nobody is locked out by somebody elsewhere
     */
    public Optional<Principal.User> login(String authorization, String address) {
        return credentials(authorization)
                .flatMap(typed -> open(typed, address, Errand.NONE))
                .filter(opened -> !opened.device)
                .map(opened -> opened.visit.user())
                .filter(user -> !user.secondFactor());
    }

    /** For address books: as {@link #login(String, String)}, and by the password of a device, too. What is there of the errand comes along where nothing speaks against it. */
    public Optional<Visit> login(String authorization, String address, Errand errand) {
        return credentials(authorization)
                .flatMap(typed -> open(typed, address, errand))
                .filter(opened -> opened.device || !opened.visit.user().secondFactor())
                .map(Opened::visit);
    }

    /**
     * For a form: the user whose own name and password these are, and who is not disabled. Where {@link Principal.User#secondFactor} is true, that alone is not
     * enough. Nothing tells a wrong password from a name that nobody has, or from one too many.
     *
     * @param address from where, as {@link #login(String, String)}
     */
    public Optional<Principal.User> signIn(String name, String password, String address) {
        return name.length() + password.length() > LONGEST
                ? Optional.empty()
                : open(new Credentials(Names.fold(name.strip()), password), address, Errand.NONE)
                        .filter(opened -> !opened.device)
                        .map(opened -> opened.visit.user());
    }

    private Optional<Opened> open(Credentials typed, String address, Errand errand) {
        String network = Attempts.network(address);
        ByteBuffer mac = mac(typed, network);
        Verified before = verified.getIfPresent(mac);
        if (before != null) {
            Optional<Visit> visit = again(before, errand);
            if (visit.isPresent()) {
                keep(mac, before);
                return visit.map(now -> new Opened(now, before.device));
            }
            verified.invalidate(mac);
        }
        Optional<Attempt> attempt = attempts.begin(typed.name, network);
        if (attempt.isEmpty()) {
            failed.failed(Optional.empty(), address);
        }
        return attempt.flatMap(allowed -> tried(typed, mac, allowed, address));
    }

    private Optional<Visit> again(Verified before, Errand errand) {
        Optional<Visit> visit = before.device
                ? store.read(tx -> tx.principals().visit(before.user, before.hash, clock.instant(), errand))
                : store.read(tx -> tx.principals().visit(before.user, errand))
                        .filter(now -> now.user().passwordHash().equals(before.hash));
        return visit.filter(now -> !now.user().disabled());
    }

    private Optional<Opened> tried(Credentials typed, ByteBuffer mac, Attempt attempt, String address) {
        try {
            Optional<Principal.User> user = store.read(tx -> tx.principals().user(typed.name));
            Optional<Verified> right = verify(user, typed.password)
                    .filter(any -> user.filter(found -> !found.disabled()).isPresent());
            right.ifPresent(found -> {
                attempts.right(attempt);
                keep(mac, found);
            });
            if (right.isEmpty()) {
                failed.failed(user.map(Principal.User::name), address);
            }
            return right.map(found -> new Opened(Visit.of(user.orElseThrow()), found.device));
        } catch (RuntimeException e) {
            attempts.giveBack(attempt);
            throw e;
        }
    }

    private Optional<Verified> verify(Optional<Principal.User> user, String password) {
        long id = user.map(Principal.User::id).orElse(NOBODY);
        Optional<String> shaped = TypedCode.APP_PASSWORD.hash(password);
        if (shaped.isPresent()
                && store.read(tx -> tx.appPasswords().find(id, shaped.get()))
                        .filter(device -> device.isGood(clock.instant()))
                        .isPresent()) {
            return Optional.of(new Verified(id, true, shaped.get(), Instant.MIN));
        }
        boolean right = user.isPresent()
                ? passwords.matches(password, user.get().passwordHash())
                : passwords.matchesNobody(password);
        return right ? user.map(found -> new Verified(id, false, found.passwordHash(), Instant.MIN)) : Optional.empty();
    }

    /** That a device was used is written down once in a while, and it may go on where that fails: the disk may be full. */
    private void keep(ByteBuffer mac, Verified found) {
        Instant now = clock.instant();
        if (now.isBefore(found.used.plus(AppPasswords.COARSE))) {
            return;
        }
        verified.put(mac, new Verified(found.user, found.device, found.hash, now));
        if (found.device) {
            try {
                store.write(found.user, tx -> {
                    tx.appPasswords().used(found.user, found.hash, now);
                    return true;
                });
            } catch (StorageException e) {
                LOG.debug("that a device was used can't be written down", e);
            }
        }
    }

    private static Optional<Credentials> credentials(String authorization) {
        if (authorization.length() > LONGEST || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Optional.empty();
        }
        try {
            byte[] decoded = Base64.getDecoder()
                    .decode(authorization.substring(SCHEME.length()).strip());
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(decoded))
                    .toString();
            int colon = text.indexOf(':');
            return colon < 1
                    ? Optional.empty()
                    : Optional.of(new Credentials(Names.fold(text.substring(0, colon)), text.substring(colon + 1)));
        } catch (IllegalArgumentException | CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private ByteBuffer mac(Credentials typed, String network) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(key);
            String text = network + "\0" + typed.name + "\0" + typed.password;
            return ByteBuffer.wrap(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + MAC, e);
        }
    }
}
