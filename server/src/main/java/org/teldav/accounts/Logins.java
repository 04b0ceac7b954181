package org.teldav.accounts;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;
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
 * Names and passwords: by Basic logins (RFC 7617) or from a form. One that was right is remembered for a day under a keyed hash, for the network that it came from, and
 * each time compared with the passwords that the user has now: a changed password, a removed device or a disabled user is out at once, for one read, which tells what the request is
 * about as well. Where there is a directory, it is asked about passwords that are none of these, and again after a while; while it is away, nobody knows, and all methods that look at a
 * password may throw {@link LoginAwayException}; or {@link LoginBusyException} where too many are tried. Of those who come with the same at the same time, as a phone's requests do, one is looked at. A name that nobody has takes as long as a wrong password. Thread-safe.
 */
public final class Logins {
    private static final Logger LOG = LoggerFactory.getLogger(Logins.class);
    private static final Duration REMEMBERED = Duration.ofDays(1);
    private static final int MOST_REMEMBERED = 10_000;
    /** No user's id. */
    private static final long NOBODY = 0;

    private final Store store;
    private final Passwords passwords;
    private final Optional<DirectoryLogins> directory;
    private final InstantSource clock;
    private final Attempts attempts;
    private final Failed failed;
    private final OneByOne alike;
    private final KeyedHash hash = new KeyedHash();
    private final Cache<ByteBuffer, Verified> verified = Caffeine.newBuilder()
            .maximumSize(MOST_REMEMBERED)
            .expireAfterAccess(REMEMBERED)
            .build();

    /**
     * What was right.
     *
     * @param hash the password's at that time
     * @param used when that was written down of the device, or looked at
     * @param until when the directory has to be asked again
     */
    private record Verified(long user, boolean device, String hash, Instant used, Instant until) {
        static Verified device(Principal.User user, String hash) {
            return new Verified(user.id(), true, hash, Instant.MIN, Instant.MAX);
        }

        static Verified own(Principal.User user, Instant until) {
            return new Verified(user.id(), false, user.passwordHash(), Instant.MIN, until);
        }
    }

    private record Found(Principal.User user, Verified verified) {}

    /** Is told of wrong logins. Thread-safe. */
    public interface Failed {
        /**
         * Name and password don't fit, the user is disabled, or too many were tried before.
         *
         * @param user empty where nobody has that name, or where nobody looked any more
         */
        void failed(Optional<String> user, String address);
    }

    /** @param device whether it was an app password that opened */
    private record Opened(Visit visit, boolean device) {}

    /** @param directory asked about passwords that are none of those kept here */
    public Logins(Store store, Passwords passwords, Optional<DirectoryLogins> directory, Failed failed) {
        this(store, passwords, directory, failed, InstantSource.system(), System::nanoTime);
    }

    Logins(
            Store store,
            Passwords passwords,
            Optional<DirectoryLogins> directory,
            Failed failed,
            InstantSource clock,
            LongSupplier nanos) {
        this.store = store;
        this.passwords = passwords;
        this.directory = directory;
        this.failed = failed;
        this.clock = clock;
        this.attempts = new Attempts(nanos);
        this.alike = new OneByOne(passwords.waiting(), Passwords.PATIENCE);
    }

    /**
     * The user, where name and password are right and the user is not disabled; for all that is about the account itself, and so never by the password of a
     * device, nor by a password that wants a second factor.
     *
     * @param authorization the header's value
     * @param address from where; wrong passwords for a name are counted by it, so that nobody is locked out by somebody elsewhere
     */
    public Optional<Principal.User> login(String authorization, String address) {
        return BasicCredentials.of(authorization)
                .flatMap(typed -> open(typed, address, Errand.NONE))
                .filter(opened -> !opened.device)
                .map(opened -> opened.visit.user())
                .filter(user -> !user.secondFactor());
    }

    /** For address books: as {@link #login(String, String)}, and by the password of a device, too. What is there of the errand comes along where nothing speaks against it. */
    public Optional<Visit> login(String authorization, String address, Errand errand) {
        return BasicCredentials.of(authorization)
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
        return BasicCredentials.typed(name, password)
                .flatMap(typed -> open(typed, address, Errand.NONE))
                .filter(opened -> !opened.device)
                .map(opened -> opened.visit.user());
    }

    private Optional<Opened> open(BasicCredentials typed, String address, Errand errand) {
        String network = Attempts.network(address);
        ByteBuffer mac = hash.of(network + "\0" + typed.name() + "\0" + typed.password());
        Optional<Opened> remembered = remembered(typed, mac, errand);
        if (remembered.isPresent()) {
            return remembered;
        }
        return alike.take(
                mac,
                () -> remembered(typed, mac, errand)
                        .or(() -> begun(typed.name(), network, address)
                                .flatMap(allowed -> tried(typed, mac, allowed, address))));
    }

    private Optional<Attempt> begun(String name, String network, String address) {
        try {
            Optional<Attempt> attempt = attempts.begin(name, network);
            if (attempt.isEmpty()) {
                failed.failed(Optional.empty(), address);
            }
            return attempt;
        } catch (LoginBusyException e) {
            failed.failed(Optional.empty(), address);
            throw e;
        }
    }

    /** One that the directory has to be asked about again is no guess: it was right there a while ago. */
    private Optional<Opened> remembered(BasicCredentials typed, ByteBuffer mac, Errand errand) {
        Verified before = verified.getIfPresent(mac);
        if (before == null) {
            return Optional.empty();
        }
        Optional<Verified> fresh = clock.instant().isBefore(before.until)
                ? Optional.of(before)
                : byDirectory(typed).map(Found::verified).filter(found -> found.user == before.user);
        Optional<Visit> visit = fresh.flatMap(found -> again(found, errand));
        visit.ifPresentOrElse(now -> keep(mac, fresh.orElseThrow()), () -> verified.invalidate(mac));
        return visit.map(now -> new Opened(now, before.device));
    }

    private Optional<Visit> again(Verified before, Errand errand) {
        Optional<Visit> visit = before.device
                ? store.read(tx -> tx.principals().visit(before.user, before.hash, clock.instant(), errand))
                : store.read(tx -> tx.principals().visit(before.user, errand))
                        .filter(now -> now.user().passwordHash().equals(before.hash));
        return visit.filter(now -> !now.user().disabled());
    }

    private Optional<Opened> tried(BasicCredentials typed, ByteBuffer mac, Attempt attempt, String address) {
        try {
            Optional<Principal.User> user = store.read(tx -> tx.principals().user(typed.name()));
            Optional<Found> right = verify(user, typed).filter(found -> !found.user.disabled());
            right.ifPresent(found -> {
                attempts.right(attempt);
                keep(mac, found.verified);
            });
            if (right.isEmpty()) {
                failed.failed(user.map(Principal.User::name), address);
            }
            return right.map(found -> new Opened(Visit.of(found.user), found.verified.device));
        } catch (LoginBusyException e) {
            attempts.giveBack(attempt);
            throw e;
        } catch (LoginAwayException e) {
            // It is none of the passwords that are kept here. Given back, guesses at these would cost nothing as long
            // as the directory is away.
            throw e;
        } catch (RuntimeException e) {
            attempts.giveBack(attempt);
            throw e;
        }
    }

    private Optional<Found> verify(Optional<Principal.User> user, BasicCredentials typed) {
        String password = typed.password();
        long id = user.map(Principal.User::id).orElse(NOBODY);
        Optional<String> shaped = TypedCode.APP_PASSWORD.hash(password);
        if (shaped.isPresent()
                && store.read(tx -> tx.appPasswords().find(id, shaped.get()))
                        .filter(device -> device.isGood(clock.instant()))
                        .isPresent()) {
            return user.map(found -> new Found(found, Verified.device(found, shaped.get())));
        }
        boolean right = user.isPresent()
                ? passwords.matches(password, user.get().passwordHash())
                : passwords.matchesNobody(password);
        return right ? user.map(found -> new Found(found, Verified.own(found, Instant.MAX))) : byDirectory(typed);
    }

    private Optional<Found> byDirectory(BasicCredentials typed) {
        return directory.flatMap(there -> there.open(typed)
                .map(user -> new Found(user, Verified.own(user, clock.instant().plus(there.remembered())))));
    }

    /** That a device was used is written down once in a while, and it may go on where that fails: the disk may be full. */
    private void keep(ByteBuffer mac, Verified found) {
        Instant now = clock.instant();
        if (now.isBefore(found.used.plus(AppPasswords.COARSE))) {
            return;
        }
        verified.put(mac, new Verified(found.user, found.device, found.hash, now, found.until));
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
}
