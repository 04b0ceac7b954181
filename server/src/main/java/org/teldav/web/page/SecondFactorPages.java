package org.teldav.web.page;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.teldav.accounts.RefusedException;
import org.teldav.accounts.SecondFactor.Enrolment;
import org.teldav.storage.Principal;

/** The second factor on and off, and new recovery codes. Its secret and these codes are shown once. */
final class SecondFactorPages {
    private final PageTools tools;

    SecondFactorPages(PageTools tools) {
        this.tools = tools;
    }

    List<Pages.Route> routes() {
        return List.of(
                Pages.Route.post("/account/second-factor", this::begin),
                Pages.Route.post("/account/second-factor/confirm", this::confirm),
                Pages.Route.post("/account/second-factor/recovery", this::renew),
                Pages.Route.post("/account/second-factor/off", this::off));
    }

    private PageAnswer begin(Page page) {
        if (!AccountPages.isProved(tools, page)) {
            return AccountPages.show(tools, page, 403, page.t("account.wrong"));
        }
        try {
            Enrolment enrolment = tools.secondFactor().begin(page.user().orElseThrow());
            return enrol(page, 200, Optional.of(enrolment), false);
        } catch (RefusedException e) {
            return AccountPages.show(tools, page, 409, page.message(e));
        }
    }

    private static PageAnswer enrol(Page page, int status, Optional<Enrolment> enrolment, boolean wrong) {
        return page.show(
                status,
                "second-factor",
                Map.of(
                        "secret", enrolment.map(Enrolment::secret).orElse(""),
                        "uri", enrolment.map(Enrolment::uri).orElse(""),
                        "wrong", wrong));
    }

    /** Who is signed in elsewhere has shown no code there, and is signed out. */
    private PageAnswer confirm(Page page) {
        Principal.User user = page.user().orElseThrow();
        try {
            Optional<List<String>> codes =
                    tools.secondFactor().confirm(user, page.request().raw("code"));
            if (codes.isEmpty()) {
                page.auditWrongCode(user);
                return enrol(page, 401, Optional.empty(), true);
            }
            Page.audit(user, "PUT", "second-factor");
            page.cookies().open(tools.sessions().openOnly(user));
            return page.show("recovery-codes", Map.of("codes", codes.get(), "renewed", false));
        } catch (RefusedException e) {
            // The form that was sent twice: nobody saw the answer to the first, and its codes are kept nowhere.
            return tools.secondFactor().isOn(user)
                    ? page.done("/account", "second-factor-on")
                    : AccountPages.show(tools, page, 409, page.message(e));
        }
    }

    private PageAnswer renew(Page page) {
        Principal.User user = page.user().orElseThrow();
        Optional<List<String>> codes =
                tools.secondFactor().renew(user, page.request().raw("code"));
        if (codes.isEmpty()) {
            page.auditWrongCode(user);
            return AccountPages.show(tools, page, 401, page.t("factor.renew.wrong"));
        }
        Page.audit(user, "PUT", "second-factor/recovery-codes");
        return page.show("recovery-codes", Map.of("codes", codes.get(), "renewed", true));
    }

    private PageAnswer off(Page page) {
        Principal.User user = page.user().orElseThrow();
        if (!tools.secondFactor().off(user, page.request().raw("code"))) {
            page.auditWrongCode(user);
            return AccountPages.show(tools, page, 401, page.t("sign-in.code.wrong"));
        }
        Page.audit(user, "DELETE", "second-factor");
        return page.done("/account", "second-factor-off");
    }
}
