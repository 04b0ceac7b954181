package org.teldav;

import org.eclipse.jetty.server.Handler;
import org.teldav.accounts.ProviderLogins;
import org.teldav.carddav.CardDav;
import org.teldav.carddav.Options;
import org.teldav.carddav.Paths;
import org.teldav.cards.CardWriting;
import org.teldav.config.TeldavConfig;
import org.teldav.dav.LargeBodies;
import org.teldav.dav.RequestLimits;
import org.teldav.http.DavHandler;
import org.teldav.http.DavLogin;
import org.teldav.http.MiltonDispatch;
import org.teldav.http.Occupancy;
import org.teldav.push.ServerKeys;
import org.teldav.storage.Store;

/** What phones speak with. */
record DavWiring(TeldavConfig config, Store store, CardWriting writing, AccountWiring accounts, ServerKeys pushKeys) {
    /** @param busy of each user */
    Handler handler(Occupancy<String> busy, LargeBodies bodies) {
        RequestLimits limits =
                new RequestLimits(config.limits().card(), config.limits().xml(), bodies);
        CardDav carddav = new CardDav(store, writing, limits, options(), config.publicUrl());
        return new DavHandler(
                MiltonDispatch.of(carddav.tree(), carddav.handlers()),
                new DavLogin(accounts.logins(), accounts.provider().filter(ProviderLogins::takesTokens)),
                carddav.tree().classes(),
                Paths::errand,
                limits,
                busy);
    }

    private Options options() {
        return new Options(
                config.carddav().vcard4(),
                config.carddav().addMember(),
                PushOffering.of(config.push(), pushKeys),
                () -> DatabaseWiring.free(config));
    }
}
