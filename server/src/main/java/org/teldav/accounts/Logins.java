package org.teldav.accounts;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.function.LongSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.teldav.storage.Errand;
import org.teldav.storage.Principal;
import org.teldav.storage.Store;
import org.teldav.storage.Visit;

/**
 * Basic logins (RFC 7617, UTF-8). One that was right is remembered for minutes under a keyed hash, and each time compared with the password that the user
 * has now: a changed password or a disabled user is out at once, for one read, which tells what the request is about as well. A name that nobody has takes as long as a wrong password.
 * Thread-safe.
 */
public final class Logins {
    private static final String SCHEME = "Basic ";
    private static final String MAC = "HmacSHA256";
    private static final Duration REMEMBERED = Duration.ofMinutes(10);
    private static final int MOST_REMEMBERED = 10_000;
    private static final int LONGEST_HEADER = 8192;

    private final Store store;
    private final Passwords passwords;
    private final Attempts attempts;
    private final Failed failed;
    private final SecretKeySpec key;
    private final Cache<ByteBuffer, Verified> verified = Caffeine.newBuilder()
            .maximumSize(MOST_REMEMBERED)
            .expireAfterWrite(REMEMBERED)
            .build();

    /** @param hash the password's hash at that time */
    private record Verified(long user, String hash) {
        boolean isStill(Principal.User now) {
            return !now.disabled() && now.passwordHash().equals(hash);
        }
    }

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

    public Logins(Store store, Passwords passwords, Failed failed) {
        this(store, passwords, failed, System::nanoTime);
    }

    Logins(Store store, Passwords passwords, Failed failed, LongSupplier nanos) {
        this.store = store;
        this.passwords = passwords;
        this.failed = failed;
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
     * The user, where name and password are right and the user is not disabled.
     *
     * @param authorization the header's value
     * @param address from where; wrong passwords for a name are counted by it, so that nobody is locked out by somebody elsewhere
     */
    public Optional<Principal.User> login(String authorization, String address) {
        return login(authorization, address, Errand.NONE).map(Visit::user);
    }

    /** As {@link #login(String, String)}, and where nothing speaks against it what is there of the errand comes along. */
    public Optional<Visit> login(String authorization, String address, Errand errand) {
        if (authorization.length() > LONGEST_HEADER
                || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Optional.empty();
        }
        ByteBuffer mac = mac(authorization);
        Verified before = verified.getIfPresent(mac);
        if (before != null) {
            Optional<Visit> visit = store.read(tx -> tx.principals().visit(before.user, errand))
                    .filter(now -> before.isStill(now.user()));
            if (visit.isPresent()) {
                return visit;
            }
            verified.invalidate(mac);
        }
        Optional<Principal.User> user = credentials(authorization).flatMap(typed -> verify(typed, address));
        user.ifPresent(found -> verified.put(mac, new Verified(found.id(), found.passwordHash())));
        return user.map(Visit::of);
    }

    /**
     * The user, where name and password are right and the user is not disabled: for a form, each time anew.
     *
     * @param name as it was typed
     * @param address from where
     */
    public Optional<Principal.User> signIn(String name, String password, String address) {
        return verify(new Credentials(Names.fold(name.strip()), password), address);
    }

    private Optional<Principal.User> verify(Credentials typed, String address) {
        String counted = typed.name + "\0" + address;
        if (!attempts.allowed(counted)) {
            failed.failed(Optional.empty(), address);
            return Optional.empty();
        }
        Optional<Principal.User> user = store.read(tx -> tx.principals().user(typed.name));
        boolean right = user.isPresent()
                ? passwords.matches(typed.password, user.get().passwordHash())
                : passwords.matchesNobody(typed.password);
        if (!right || user.get().disabled()) {
            attempts.failed(counted);
            failed.failed(user.map(Principal.User::name), address);
            return Optional.empty();
        }
        return user;
    }

    private static Optional<Credentials> credentials(String authorization) {
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

    private ByteBuffer mac(String authorization) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(key);
            return ByteBuffer.wrap(mac.doFinal(authorization.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + MAC, e);
        }
    }
}
