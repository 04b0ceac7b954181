package org.teldav.web.page;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.teldav.accounts.Handshake;
import org.teldav.accounts.LoginAwayException;
import org.teldav.accounts.Provider;
import org.teldav.accounts.ProviderLogins;
import org.teldav.storage.Principal;

/** Signing in at a provider: there, and back. Where there is none, neither is there. */
final class ProviderPages {
    private static final Logger LOG = LoggerFactory.getLogger(ProviderPages.class);
    private static final String BACK = "/sign-in/provider/back";

    private final PageTools tools;

    ProviderPages(PageTools tools) {
        this.tools = tools;
    }

    List<Pages.Route> routes() {
        return tools.provider()
                .map(provider -> List.of(
                        Pages.Route.get("/sign-in/provider", page -> leave(page, provider))
                                .open(Pages.Access.ANYBODY),
                        Pages.Route.get(BACK, page -> back(page, provider)).open(Pages.Access.ANYBODY)))
                .orElse(List.of());
    }

    /** By a link and no form: a form may lead to this site only. */
    private PageAnswer leave(Page page, ProviderLogins provider) {
        Handshake handshake = Handshake.random();
        URI there = provider.authorize(handshake, address());
        page.cookies().leave(new Cookies.Journey(handshake, SignInPages.next(page)));
        return PageAnswer.seeOther(there);
    }

    /** As it is known to the provider, and never as a request says. */
    private URI address() {
        return tools.address()
                .get()
                .map(address -> URI.create(address).resolve(BACK))
                .orElseThrow(() -> new LoginAwayException("nobody knows where browsers can come back to"));
    }

    /** Only the browser that has gone comes back, and only once: what another was given for its own way leads nowhere. */
    private PageAnswer back(Page page, ProviderLogins provider) {
        Optional<Cookies.Journey> journey = page.cookies().journey();
        page.cookies().arrive();
        String state = page.request().parameter("state").orElse("");
        if (journey.filter(begun -> begun.handshake().isState(state)).isEmpty()) {
            return page.user().isPresent() ? PageAnswer.seeOther("/") : problem(page, 400, "sign-in.provider.stale");
        }
        Optional<String> code = page.request().parameter("code");
        if (code.isEmpty()) {
            told(page.request().parameter("error").orElse(""));
            return problem(page, 401, "sign-in.provider.refused");
        }
        Optional<Principal.User> user = provider.signIn(
                journey.get().handshake(), address(), code.get(), page.request().address());
        return user.map(found -> SignInPages.opened(
                        tools, page, found, SignInPages.own(journey.get().next())))
                .orElseGet(() -> problem(page, 401, "sign-in.provider.unknown"));
    }

    /** What mostly is about the set-up (RFC 6749 §4.1.2.1), as invalid_scope; and not that somebody thought better of it. */
    private static void told(String error) {
        if (!error.equals("access_denied") && Provider.isErrorCode(error)) {
            LOG.warn("the provider sends a browser back without signing anybody in: {}", error);
        }
    }

    private PageAnswer problem(Page page, int status, String key) {
        return SignInPages.show(tools, page, status, "", page.t(key));
    }
}
