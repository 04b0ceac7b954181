package org.teldav.accounts;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.teldav.accounts.Provider.Granted;
import org.teldav.storage.Errand;
import org.teldav.storage.Principal;
import org.teldav.storage.Store;
import org.teldav.storage.Visit;

/**
 * Logins by a provider (docs/decisions/provider-logins.md): on the page by going there and back, for address books by its tokens (RFC 6750). A token that was
 * good is remembered for ten minutes at the most, under a keyed hash, and each time the user is looked at. All methods may throw {@link LoginAwayException}.
 * Thread-safe.
 */
public final class ProviderLogins {
    private static final String SCHEME = "Bearer ";
    private static final int LONGEST = 8192;
    private static final int MOST_REMEMBERED = 10_000;
    private static final Duration REMEMBERED = Duration.ofMinutes(10);
    /** Each holds a thread until the provider has answered. */
    private static final int AT_A_TIME = 8;

    private final Store store;
    private final Provider provider;
    private final Newcomers newcomers;
    private final Logins.Failed failed;
    private final InstantSource clock;
    private final Semaphore asking = new Semaphore(AT_A_TIME);
    private final KeyedHash hash = new KeyedHash();
    private final Cache<ByteBuffer, Known> known =
            Caffeine.newBuilder().maximumSize(MOST_REMEMBERED).build();

    private record Known(long user, Instant until) {}

    public ProviderLogins(
            Store store, Provider provider, Newcomers newcomers, Logins.Failed failed, InstantSource clock) {
        this.store = store;
        this.provider = provider;
        this.newcomers = newcomers;
        this.failed = failed;
        this.clock = clock;
    }

    /** Whether a header has a token, good or not. */
    public static boolean isToken(String authorization) {
        return authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    }

    public boolean takesTokens() {
        return provider.takesTokens();
    }

    /** As {@link Provider#authorize}. */
    public URI authorize(Handshake handshake, URI back) {
        return oneOfFew(() -> provider.authorize(handshake, back));
    }

    /**
     * Who has come back to the page and is not disabled, made where that is wanted. Where {@link Principal.User#secondFactor} is true, that alone is not enough.
     *
     * @param address from where
     */
    public Optional<Principal.User> signIn(Handshake handshake, URI back, String code, String address) {
        Optional<Principal.User> user =
                oneOfFew(() -> provider.redeem(handshake, back, code)).flatMap(newcomers::admit);
        Optional<Principal.User> open = user.filter(found -> !found.disabled());
        if (open.isEmpty()) {
            failed.failed(user.map(Principal.User::name), address);
        }
        return open;
    }

    /**
     * For address books: the user whose token it is, who is not disabled and has no second factor; with what is there of the errand, where nothing speaks against it.
     *
     * @param authorization the header's value
     */
    public Optional<Visit> login(String authorization, String address, Errand errand) {
        Optional<Visit> visit = authorization.length() > LONGEST || !isToken(authorization)
                ? Optional.empty()
                : visit(authorization.substring(SCHEME.length()).strip(), errand)
                        .filter(found ->
                                !found.user().disabled() && !found.user().secondFactor());
        if (visit.isEmpty()) {
            failed.failed(Optional.empty(), address);
        }
        return visit;
    }

    private Optional<Visit> visit(String token, Errand errand) {
        ByteBuffer mac = hash.of(token);
        Known before = known.getIfPresent(mac);
        if (before != null && clock.instant().isBefore(before.until)) {
            Optional<Visit> visit = store.read(tx -> tx.principals().visit(before.user, errand));
            if (visit.isPresent()) {
                return visit;
            }
        }
        known.invalidate(mac);
        return provider.check(token)
                .flatMap(granted -> newcomers.admit(granted.person()).map(user -> {
                    known.put(mac, new Known(user.id(), until(granted)));
                    return Visit.of(user);
                }));
    }

    private Instant until(Granted granted) {
        Instant latest = clock.instant().plus(REMEMBERED);
        return granted.until().isBefore(latest) ? granted.until() : latest;
    }

    private <T> T oneOfFew(Supplier<T> work) {
        if (!asking.tryAcquire()) {
            throw new LoginAwayException("the provider is asked by too many at a time");
        }
        try {
            return work.get();
        } finally {
            asking.release();
        }
    }
}
