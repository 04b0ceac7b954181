package org.teldav;

import java.io.IOException;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.eclipse.jetty.server.Handler;
import org.teldav.accounts.WebSessions;
import org.teldav.cards.CardWriting;
import org.teldav.config.TeldavConfig;
import org.teldav.dav.LargeBodies;
import org.teldav.http.ApiHandler;
import org.teldav.http.BackupHandler;
import org.teldav.http.ExportHandler;
import org.teldav.http.Occupancy;
import org.teldav.http.PageHandler;
import org.teldav.http.PemKeyStore;
import org.teldav.propagation.NumberCodes;
import org.teldav.push.ServerKeys;
import org.teldav.storage.Store;
import org.teldav.vcard.TelRewriter;
import org.teldav.web.Api;
import org.teldav.web.ApiRooms;
import org.teldav.web.ChangeControl;
import org.teldav.web.GuardedApi;
import org.teldav.web.page.Assets;
import org.teldav.web.page.PageTools;
import org.teldav.web.page.ProfileSigner;

/** The JSON API, and the pages that people see in a browser. */
final class WebWiring {
    private final TeldavConfig config;
    private final Store store;
    private final AccountWiring accounts;
    private final Clock clock;
    private final Supplier<Optional<String>> address;
    private final Api api;

    /**
     * Serves nothing yet.
     *
     * @param codes empty where no codes are sent
     * @param address how phones reach the server; empty where none runs
     */
    WebWiring(
            TeldavConfig config,
            Store store,
            AccountWiring accounts,
            CardWriting writing,
            TelRewriter rewriter,
            ChangeControl control,
            Optional<NumberCodes> codes,
            ServerKeys pushKeys,
            Clock clock,
            Supplier<Optional<String>> address) {
        this.config = config;
        this.store = store;
        this.accounts = accounts;
        this.clock = clock;
        this.address = address;
        this.api = new ApiRooms(
                        store,
                        accounts.users(),
                        accounts.groups(),
                        accounts.invitations(),
                        accounts.devices(),
                        accounts.secondFactor(),
                        writing,
                        rewriter,
                        control,
                        codes,
                        pushKeys,
                        clock)
                .api(config.limits().card(), config.propagation().retraction(), Version.current(), address);
    }

    /** As it is behind its guard. */
    Api api() {
        return api;
    }

    Handler apiHandler(
            GuardedApi guarded,
            Occupancy<String> busy,
            LargeBodies bodies,
            Consumer<LongFunction<OutputStream>> backup) {
        int body = config.limits().card() * 2 + (1 << 20);
        return new Handler.Sequence(
                new BackupHandler(guarded, backup),
                new ExportHandler(guarded, busy, bodies),
                new ApiHandler(guarded, body, busy, bodies));
    }

    Handler pages(Occupancy<String> busy, LargeBodies bodies) {
        Assets assets = new Assets();
        PageTools tools = new PageTools(
                api,
                new WebSessions(store, clock),
                accounts.logins()::signIn,
                accounts.provider(),
                accounts.users(),
                accounts.secondFactor(),
                accounts.invitations(),
                assets,
                profiles(),
                address);
        return new PageHandler(tools.pages(), assets, busy, bodies);
    }

    /** @throws GeneralSecurityException where the files that profiles are signed with can't be used */
    void checkProfileKeys() throws IOException, GeneralSecurityException {
        if (config.profiles().isPresent()) {
            profileKeys(config.profiles().get());
        }
    }

    private Optional<ProfileSigner> profiles() {
        return config.profiles().map(files -> new ProfileSigner(() -> profileKeys(files)));
    }

    private static KeyStore profileKeys(TeldavConfig.Tls files) throws IOException, GeneralSecurityException {
        return PemKeyStore.read("page.profile-", files.certificate(), files.key());
    }
}
