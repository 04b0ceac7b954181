package org.teldav;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import java.util.function.LongFunction;
import org.eclipse.jetty.server.Handler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.teldav.accounts.Devices;
import org.teldav.accounts.GroupInvitations;
import org.teldav.accounts.Groups;
import org.teldav.accounts.Logins;
import org.teldav.accounts.NewUser;
import org.teldav.accounts.Passwords;
import org.teldav.accounts.ProviderLogins;
import org.teldav.accounts.SecondFactor;
import org.teldav.accounts.Users;
import org.teldav.accounts.WebSessions;
import org.teldav.backup.BackupFile;
import org.teldav.backup.BackupWriter;
import org.teldav.carddav.CardDav;
import org.teldav.carddav.Options;
import org.teldav.carddav.Paths;
import org.teldav.cards.CardWriting;
import org.teldav.config.TeldavConfig;
import org.teldav.dav.LargeBodies;
import org.teldav.dav.RequestLimits;
import org.teldav.http.ApiHandler;
import org.teldav.http.BackupHandler;
import org.teldav.http.DavHandler;
import org.teldav.http.DavLogin;
import org.teldav.http.ExportHandler;
import org.teldav.http.HttpServer;
import org.teldav.http.MetricsHandler;
import org.teldav.http.MiltonDispatch;
import org.teldav.http.Occupancy;
import org.teldav.http.PageHandler;
import org.teldav.http.PemKeyStore;
import org.teldav.http.Routes;
import org.teldav.metrics.Counter;
import org.teldav.metrics.Registry;
import org.teldav.propagation.Bell;
import org.teldav.propagation.OwnCardHook;
import org.teldav.propagation.PropagationMetrics;
import org.teldav.propagation.PropagationRules;
import org.teldav.propagation.PropagationSettings;
import org.teldav.propagation.PropagationWorker;
import org.teldav.propagation.Rekeying;
import org.teldav.propagation.Verification;
import org.teldav.push.PushQueue;
import org.teldav.push.ServerKeys;
import org.teldav.storage.ConnectionPool;
import org.teldav.storage.DataFolderInUseException;
import org.teldav.storage.Store;
import org.teldav.storage.sql.DatabaseSettings;
import org.teldav.storage.sql.Restore;
import org.teldav.storage.sql.SqlStore;
import org.teldav.vcard.PhoneNumbers;
import org.teldav.vcard.TelRewriter;
import org.teldav.web.Api;
import org.teldav.web.ApiEndpoint;
import org.teldav.web.ApiRooms;
import org.teldav.web.ApiToken;
import org.teldav.web.ChangeControl;
import org.teldav.web.GuardedApi;
import org.teldav.web.PrivateFile;
import org.teldav.web.page.Assets;
import org.teldav.web.page.PageTools;
import org.teldav.web.page.ProfileSigner;

/**
 * The wiring: the one place where objects are made. Opened, it is everything but the network, as the command line uses it where no server runs; started,
 * it is the server.
 */
public final class Teldav implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Teldav.class);
    private static final Logger AUDIT = LoggerFactory.getLogger("org.teldav.audit");
    private static final String ADMINISTRATOR = "admin";

    private final TeldavConfig config;
    private final Clock clock;
    private final PhoneNumbers numbers = new PhoneNumbers();
    private final TelRewriter rewriter = new TelRewriter(numbers);
    private final Passwords passwords;
    private final LargeBodies bodies = LargeBodies.ofHeap();
    private final Registry metrics = new Registry();
    private final CardWriting writing;
    private final Store store;
    private final PropagationWorker worker;
    private final Users users;
    private final OutsideLogins outside;
    private final Logins logins;
    private final Optional<ProviderLogins> provider;
    private final Devices devices;
    private final SecondFactor secondFactor;
    private final GroupInvitations invitations;
    private final Api api;
    private final Optional<Proving> proving;
    private final Rekeying rekeying;
    private final Pruning pruning;
    private final ServerKeys pushKeys;
    private final Pushing pushing;
    private @Nullable HttpServer http;

    private Teldav(TeldavConfig config, Passwords passwords, Clock clock) throws IOException {
        this.config = config;
        this.passwords = passwords;
        this.clock = clock;
        this.outside = new OutsideLogins(config);
        this.writing = new CardWriting(numbers, config.region());
        Bell bell = new Bell();
        PropagationRules rules = rules(config.propagation());
        Verification verification = new Verification(rules, bell::ring);
        OwnCardHook hook = new OwnCardHook(writing, rules, bell::ring);
        PushQueue pushQueue = new PushQueue();
        this.store = SqlStore.open(database(config), hook, pushQueue);
        PropagationMetrics counted = new PropagationMetrics(metrics);
        metrics.gauges("database_connections", "connections to the database", () -> connections(store));
        counted.watch(store, clock);
        this.worker = new PropagationWorker(
                store, writing, rewriter, rules, PropagationSettings.DEFAULT, clock, bell, counted);
        this.proving = Proving.of(config, store, verification, clock, bell);
        this.rekeying = new Rekeying(store, writing, rules, numbers.version(), clock);
        this.users = new Users(store, passwords, numbers, writing, config.region(), clock);
        Counter failed = metrics.counter("logins_failed", "logins with a wrong name or password, or too many of them");
        Logins.Failed told = (user, address) -> {
            failed.increment();
            AUDIT.info("login failed: {} from {}", user.orElse("(unknown)"), address);
        };
        this.logins = new Logins(store, passwords, outside.directory(store, users, passwords), told);
        this.provider = outside.provider(store, users, passwords, told, clock);
        this.devices = new Devices(store, clock);
        this.invitations = new GroupInvitations(store, users, clock);
        this.secondFactor = new SecondFactor(store, new SecondFactorKey(config, store), clock);
        this.pushKeys = new ServerKeys(store, clock);
        this.api = new ApiRooms(
                        store,
                        users,
                        new Groups(store, clock),
                        invitations,
                        devices,
                        secondFactor,
                        writing,
                        rewriter,
                        new ChangeControl(rules, verification, bell::ring, counted, metrics),
                        proving.map(Proving::codes),
                        pushKeys,
                        clock)
                .api(config.limits().card(), config.propagation().retraction(), Version.current(), this::publicAddress);
        this.pushing = Pushing.of(config, store, pushKeys, pushQueue, metrics, clock);
        this.pruning = new Pruning(store, config.history(), clock);
    }

    /**
     * Opens the database, makes it where there is none, and does nothing else.
     *
     * @throws DataFolderInUseException where another process has the files
     * @throws IOException where the data folder can't be made
     */
    public static Teldav open(TeldavConfig config) throws IOException {
        return open(config, new Passwords(), Clock.systemUTC());
    }

    /** With hashes of another cost, and another time. */
    static Teldav open(TeldavConfig config, Passwords passwords, Clock clock) throws IOException {
        PrivateFile.folder(config.data());
        return new Teldav(config, passwords, clock);
    }

    private static Map<Map<String, String>, Long> connections(Store store) {
        Map<Map<String, String>, Long> counted = new HashMap<>();
        for (ConnectionPool pool : store.pools()) {
            counted.put(Map.of("pool", pool.name(), "state", "active"), (long) pool.active());
            counted.put(Map.of("pool", pool.name(), "state", "idle"), (long) pool.idle());
            counted.put(Map.of("pool", pool.name(), "state", "awaited"), (long) pool.awaited());
        }
        return counted;
    }

    private static PropagationRules rules(TeldavConfig.Propagation configured) {
        return new PropagationRules(
                configured.grace(),
                configured.forwarding(),
                configured.settle(),
                configured.dailyLimit(),
                configured.proof());
    }

    static DatabaseSettings database(TeldavConfig config) {
        TeldavConfig.Database database = config.database();
        return database.url()
                .map(url -> new DatabaseSettings(
                        url,
                        database.user(),
                        database.password(),
                        database.pool(),
                        database.statementTimeout(),
                        database.patience()))
                .orElseGet(() -> DatabaseSettings.hsqldb(config.data(), database.pool()));
    }

    /**
     * Fills empty data.
     *
     * @param backup that was checked
     * @param progress as of {@link BackupFile#restore}
     * @throws org.teldav.storage.StorageException where there is data already, or the database fails: nothing is restored then
     */
    public static void restore(TeldavConfig config, BackupFile backup, LongConsumer progress) {
        AUDIT.info("a backup is restored");
        Restore.into(
                database(config), backup.manifest().schema(), restoration -> backup.restore(restoration, progress));
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
        return api;
    }

    public Users users() {
        return users;
    }

    public Store store() {
        return store;
    }

    /** Sends the codes that are due, and carries all changes to their holders, in this thread. @return false where some were still pending when the time was over */
    public boolean drain(Duration time) {
        proving.ifPresent(Proving::drain);
        return rekeying.run(time) && worker.drain(time);
    }

    /**
     * Makes the administrator where nobody is there yet.
     *
     * @return the password, which is kept nowhere
     */
    public Optional<String> makeAdministrator() {
        if (!users.none()) {
            return Optional.empty();
        }
        String password = passwords.random();
        users.add(new NewUser(
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
    public synchronized void start() throws IOException, GeneralSecurityException {
        if (config.profiles().isPresent()) {
            profileKeys(config.profiles().get());
        }
        ApiToken token = ApiToken.random();
        int apiBody = config.limits().card() * 2 + (1 << 20);
        GuardedApi guarded = new GuardedApi(api, token, logins);
        Occupancy<String> busy = new Occupancy<>(config.limits().requests());
        Handler apiHandler = new Handler.Sequence(
                new BackupHandler(guarded, this::backup),
                new ExportHandler(guarded),
                new ApiHandler(guarded, apiBody, busy));
        Routes routes = new Routes(
                store::healthy,
                apiHandler,
                new MetricsHandler(metrics, guarded),
                new Handler.Sequence(page(busy), dav(busy)));
        HttpServer server = new HttpServer(config, routes, metrics);
        metrics.process();
        server.start();
        http = server;
        rekeying.start(worker::start);
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

    private Handler page(Occupancy<String> busy) {
        Assets assets = new Assets();
        PageTools tools = new PageTools(
                api,
                new WebSessions(store, clock),
                logins::signIn,
                provider,
                users,
                secondFactor,
                invitations,
                assets,
                profiles(),
                this::publicAddress);
        return new PageHandler(tools.pages(), assets, busy, bodies);
    }

    private Optional<ProfileSigner> profiles() {
        return config.profiles().map(files -> new ProfileSigner(() -> profileKeys(files)));
    }

    private static KeyStore profileKeys(TeldavConfig.Tls files) throws IOException, GeneralSecurityException {
        return PemKeyStore.read("page.profile-", files.certificate(), files.key());
    }

    private Handler dav(Occupancy<String> busy) {
        RequestLimits limits =
                new RequestLimits(config.limits().card(), config.limits().xml(), bodies);
        CardDav carddav = new CardDav(
                store,
                writing,
                limits,
                new Options(
                        config.carddav().vcard4(),
                        config.carddav().addMember(),
                        PushOffering.of(config.push(), pushKeys),
                        this::free),
                config.publicUrl());
        return new DavHandler(
                MiltonDispatch.of(carddav.tree(), carddav.handlers()),
                new DavLogin(logins, provider.filter(ProviderLogins::takesTokens)),
                carddav.tree().classes(),
                Paths::errand,
                limits,
                busy);
    }

    /** What the disk of an embedded database has left; of another database nothing is known. */
    private OptionalLong free() {
        try {
            return config.database().url().isPresent()
                    ? OptionalLong.empty()
                    : OptionalLong.of(Files.getFileStore(config.data()).getUsableSpace());
        } catch (IOException e) {
            return OptionalLong.empty();
        }
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
                worker;
                rekeying;
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
