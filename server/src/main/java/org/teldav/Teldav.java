package org.teldav;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.LongFunction;
import org.eclipse.jetty.server.Handler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.teldav.accounts.NewUser;
import org.teldav.accounts.Passwords;
import org.teldav.accounts.Users;
import org.teldav.backup.BackupFile;
import org.teldav.backup.BackupWriter;
import org.teldav.cards.CardWriting;
import org.teldav.config.TeldavConfig;
import org.teldav.dav.LargeBodies;
import org.teldav.http.HttpServer;
import org.teldav.http.MetricsHandler;
import org.teldav.http.Occupancy;
import org.teldav.http.Routes;
import org.teldav.metrics.Registry;
import org.teldav.propagation.Bell;
import org.teldav.propagation.OwnCardHook;
import org.teldav.propagation.PropagationRules;
import org.teldav.push.PushQueue;
import org.teldav.push.ServerKeys;
import org.teldav.storage.DataFolderInUseException;
import org.teldav.storage.Store;
import org.teldav.storage.sql.Restore;
import org.teldav.vcard.PhoneNumbers;
import org.teldav.vcard.TelRewriter;
import org.teldav.web.Api;
import org.teldav.web.ApiEndpoint;
import org.teldav.web.ApiToken;
import org.teldav.web.GuardedApi;
import org.teldav.web.PrivateFile;

/**
 * The wiring: the one place where objects are made, with a class beside it for each side of the server, as {@link DavWiring} and {@link WebWiring}. Opened, it is everything but the network, as the command line uses it where no server runs; started,
 * it is the server.
 */
public final class Teldav implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Teldav.class);
    private static final Logger AUDIT = LoggerFactory.getLogger("org.teldav.audit");
    private static final String ADMINISTRATOR = "admin";
    /** Of so many threads one may wait for others' passwords to be compared. */
    private static final int THREADS_WAITING = 4;

    private final TeldavConfig config;
    private final Clock clock;
    private final Passwords passwords;
    private final Registry metrics = new Registry();
    private final OutsideLogins outside;
    private final Store store;
    private final AccountWiring accounts;
    private final PropagationWiring propagation;
    private final Optional<Proving> proving;
    private final Pushing pushing;
    private final Pruning pruning;
    private final DavWiring dav;
    private final WebWiring web;
    private @Nullable HttpServer http;

    private Teldav(TeldavConfig config, Passwords passwords, Clock clock) throws IOException {
        this.config = config;
        this.passwords = passwords;
        this.clock = clock;
        this.outside = new OutsideLogins(config);
        PhoneNumbers numbers = new PhoneNumbers();
        CardWriting writing = new CardWriting(numbers, config.region());
        TelRewriter rewriter = new TelRewriter(numbers);
        PropagationRules rules = PropagationWiring.rules(config);
        Bell bell = new Bell();
        PushQueue pushQueue = new PushQueue();
        this.store = DatabaseWiring.open(config, new OwnCardHook(writing, rules, bell::ring), pushQueue, metrics);
        this.accounts = AccountWiring.of(config, store, passwords, numbers, writing, outside, metrics, clock);
        this.propagation = new PropagationWiring(store, writing, rewriter, rules, bell, metrics, clock);
        this.proving = Proving.of(config, store, propagation.verification(), clock, bell);
        ServerKeys pushKeys = new ServerKeys(store, clock);
        this.pushing = Pushing.of(config, store, pushKeys, pushQueue, metrics, clock);
        this.pruning = new Pruning(store, config.history(), clock);
        this.dav = new DavWiring(config, store, writing, accounts, pushKeys);
        this.web = new WebWiring(
                config,
                store,
                accounts,
                writing,
                rewriter,
                propagation.control(),
                proving.map(Proving::codes),
                pushKeys,
                clock,
                this::publicAddress);
    }

    /**
     * Opens the database, makes it where there is none, and does nothing else.
     *
     * @throws DataFolderInUseException where another process has the files
     * @throws IOException where the data folder can't be made
     */
    public static Teldav open(TeldavConfig config) throws IOException {
        int waiting = config.limits().threads() / THREADS_WAITING;
        return open(config, new Passwords(Passwords.Cost.DEFAULT, waiting), Clock.systemUTC());
    }

    /** With hashes of another cost, and another time. */
    static Teldav open(TeldavConfig config, Passwords passwords, Clock clock) throws IOException {
        PrivateFile.folder(config.data());
        return new Teldav(config, passwords, clock);
    }

    /** As {@link Restore#refuseData}. */
    public static void refuseData(TeldavConfig config) {
        Restore.refuseData(DatabaseWiring.settings(config));
    }

    /**
     * Fills empty data.
     *
     * @param backup that was checked
     * @param progress as of {@link BackupFile#restore}
     * @throws org.teldav.storage.StorageException where there is data already, or the database fails: nothing is restored then
     * @throws IOException where the data folder can't be made
     */
    public static void restore(TeldavConfig config, BackupFile backup, LongConsumer progress) throws IOException {
        PrivateFile.folder(config.data());
        AUDIT.info("a backup is restored");
        Restore.into(
                DatabaseWiring.settings(config),
                backup.manifest().schema(),
                restoration -> backup.restore(restoration, progress));
    }

    /**
     * Writes all there is into a stream, which it leaves open, while others write on.
     *
     * @param target is told how many versions of cards will come, before the first byte
     */
    public void backup(LongFunction<OutputStream> target) {
        AUDIT.info("everything is written into a backup");
        store.snapshot(snapshot -> {
            BackupWriter writer = new BackupWriter(snapshot);
            try {
                writer.write(target.apply(writer.files()), "TelDAV " + Version.current(), clock.instant());
                return true;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** As it is behind its guard. */
    public Api api() {
        return web.api();
    }

    public Users users() {
        return accounts.users();
    }

    public Store store() {
        return store;
    }

    /** Sends the codes that are due, and carries all changes to their holders, in this thread. @return false where some were still pending when the time was over */
    public boolean drain(Duration time) {
        proving.ifPresent(Proving::drain);
        return propagation.drain(time);
    }

    /**
     * Makes the administrator where nobody is there yet.
     *
     * @return the password, which is kept nowhere
     */
    public Optional<String> makeAdministrator() {
        if (!users().none()) {
            return Optional.empty();
        }
        String password = passwords.random();
        users().add(new NewUser(
                ADMINISTRATOR,
                Optional.of("Administrator"),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                true,
                password));
        return Optional.of(password);
    }

    /**
     * Begins to serve.
     *
     * @throws IOException where the address can't be listened at, or a file not be read or written
     * @throws GeneralSecurityException where the files of TLS, or those that profiles are signed with, can't be used
     */
    public void start() throws IOException, GeneralSecurityException {
        start(() -> {});
    }

    /** @param listening is run as soon as the address is taken, before the command line finds the server */
    public synchronized void start(Runnable listening) throws IOException, GeneralSecurityException {
        web.checkProfileKeys();
        ApiToken token = ApiToken.random();
        GuardedApi guarded = new GuardedApi(web.api(), token, accounts.logins());
        Occupancy<String> busy =
                new Occupancy<>(config.limits().requests(), config.limits().threads());
        // Apart, so that nobody who looks at a contact waits for a phone that sends a large one slowly.
        LargeBodies looked = LargeBodies.ofHeap(20);
        Routes routes = new Routes(
                store::healthy,
                web.apiHandler(guarded, busy, looked, this::backup),
                new MetricsHandler(metrics, guarded),
                new Handler.Sequence(web.pages(busy, looked), dav.handler(busy, LargeBodies.ofHeap(10))));
        HttpServer server = new HttpServer(config, routes, metrics);
        metrics.process();
        server.start();
        http = server;
        listening.run();
        propagation.start();
        proving.ifPresent(Proving::start);
        pushing.start();
        pruning.start();
        ApiEndpoint.publish(config.data(), server.localAddress(), token);
        LOG.info(
                "TelDAV {} on {}, at {}, users: {}",
                Version.current(),
                store.engine(),
                server.address(),
                store.read(tx -> tx.principals().countUsers()));
    }

    /** Where it listens, as {@code http://127.0.0.1:8080/}. @throws IllegalStateException before it is started */
    public synchronized String address() {
        if (http == null) {
            throw new IllegalStateException("not started");
        }
        return http.address();
    }

    private synchronized Optional<String> publicAddress() {
        return config.publicUrl()
                .map(Object::toString)
                .or(() -> Optional.ofNullable(http).map(HttpServer::address));
    }

    /** Lets what is being answered and carried end, and closes the database. */
    @Override
    public synchronized void close() {
        try (outside;
                store;
                pushing;
                propagation;
                pruning) {
            proving.ifPresent(Proving::close);
            if (http != null) {
                ApiEndpoint.withdraw(config.data());
                http.close();
                http = null;
            }
        } catch (IOException e) {
            LOG.warn("{} can't be written: {}", config.data(), e.toString());
        }
    }
}
