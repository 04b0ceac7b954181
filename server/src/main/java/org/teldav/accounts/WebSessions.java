package org.teldav.accounts;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.teldav.storage.Principal;
import org.teldav.storage.Sessions;
import org.teldav.storage.Store;

/**
 * Who is signed in on the web page. A token is 256 random bits that only the browser has; the database has its SHA-256, so that all servers know it and nobody
 * who reads the database can use it. A session ends after twelve hours without a request, and after a week in any case, and where the user signs in 50 times more; one that waits for a second factor ends after
 * ten minutes. Thread-safe.
 */
public final class WebSessions {
    private static final Duration IDLE = Duration.ofHours(12);
    private static final Duration UNPROVED = Duration.ofMinutes(10);
    private static final Duration LONGEST = Duration.ofDays(7);
    /** Not each request writes. */
    private static final Duration STEP = Duration.ofMinutes(10);

    /** Of a user: the oldest ends where one more is opened. Those that wait for a second factor have as many beside, as the password alone opens them. */
    private static final int MOST = 50;

    private static final int BYTES = 32;

    private final SecureRandom random = new SecureRandom();
    private final Store store;
    private final Clock clock;

    public WebSessions(Store store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * Signs somebody in, always by a new token: what a browser had before counts no more.
     *
     * @param user as they were when they proved who they are
     * @param complete false while a second factor is to come
     * @return the token; empty where they can't prove it so any more: a password takes a while to be looked at, and may be another by then
     */
    public Optional<String> open(Principal.User user, boolean complete) {
        String token = token();
        Instant now = clock.instant();
        boolean opened = store.write(tx -> {
            // As who ends all sessions does: either finds what the other has done.
            tx.locks().hold(user.id());
            if (tx.principals()
                    .user(user.id())
                    .filter(there -> isAs(there, user))
                    .isEmpty()) {
                return false;
            }
            tx.sessions().keepNewest(user.id(), complete, MOST - 1);
            tx.sessions().open(hash(token), user.id(), complete, now, now.plus(complete ? IDLE : UNPROVED));
            return true;
        });
        return Optional.of(token).filter(made -> opened);
    }

    private static boolean isAs(Principal.User there, Principal.User proved) {
        return !there.disabled()
                && there.passwordHash().equals(proved.passwordHash())
                && there.secondFactor() == proved.secondFactor();
    }

    /** Ends all sessions of the user, and opens a complete one: what opened the others may be known to somebody else. @return the token */
    public String openOnly(Principal.User user) {
        String token = token();
        Instant now = clock.instant();
        store.write(tx -> {
            tx.locks().hold(user.id());
            tx.sessions().endAll(user.id());
            tx.sessions().open(hash(token), user.id(), true, now, now.plus(IDLE));
            return true;
        });
        return token;
    }

    private String token() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** What the token stands for, where it is not over. */
    public Optional<Sessions.Session> find(String token) {
        Instant now = clock.instant();
        Optional<Sessions.Session> session = store.read(tx -> tx.sessions().find(hash(token), now));
        session.filter(Sessions.Session::complete).ifPresent(found -> prolong(token, found, now));
        return session;
    }

    private void prolong(String token, Sessions.Session found, Instant now) {
        Instant idle = now.plus(IDLE);
        Instant most = found.opened().plus(LONGEST);
        Instant until = idle.isBefore(most) ? idle : most;
        if (found.until().plus(STEP).isBefore(until)) {
            store.write(tx -> {
                tx.sessions().last(hash(token), until);
                return true;
            });
        }
    }

    public void end(String token) {
        store.write(tx -> tx.sessions().end(hash(token)));
    }

    private static String hash(String token) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
