package org.teldav.web.page;

import java.util.List;
import java.util.Map;
import org.teldav.accounts.RefusedException;
import org.teldav.storage.Principal;

/** Who was invited chooses a name and a password, and is a user then. */
final class InvitedPages {
    private static final String PATH = "/invited/{token}";

    private final PageTools tools;

    InvitedPages(PageTools tools) {
        this.tools = tools;
    }

    List<Pages.Route> routes() {
        return List.of(
                Pages.Route.get(PATH, page -> show(page, 200, "")).open(Pages.Access.ANYBODY),
                Pages.Route.post(PATH, this::accept).open(Pages.Access.ANYBODY));
    }

    private PageAnswer show(Page page, int status, String problem) {
        try {
            Principal.Group group =
                    tools.invitations().find(page.part("token"), page.request().address());
            return page.show(
                    status,
                    "invited",
                    Map.of("token", page.part("token"), "group", group.displayName(), "problem", problem));
        } catch (RefusedException e) {
            return page.error(status(e), page.message(e));
        }
    }

    private static int status(RefusedException refused) {
        return switch (refused.reason()) {
            case INVALID -> 400;
            case MISSING -> 404;
            case CONFLICT -> 409;
            case LIMIT -> 429;
        };
    }

    private PageAnswer accept(Page page) {
        if (page.user().isPresent()) {
            // Signed in from another tab meanwhile.
            return show(page, 409, "");
        }
        String password = page.request().raw("password");
        if (!password.equals(page.request().raw("again"))) {
            return show(page, 400, page.t("account.password.differ"));
        }
        try {
            Principal.User user = tools.invitations()
                    .accept(
                            page.part("token"),
                            page.request().field("name").orElse(""),
                            page.request().field("full_name"),
                            password,
                            page.request().address());
            Page.audit(user, "POST", "invited");
        } catch (RefusedException e) {
            return refused(page, e);
        }
        return page.done("/sign-in", "invited");
    }

    /** What the invited person can mend is said above the form. */
    private PageAnswer refused(Page page, RefusedException refused) {
        return switch (refused.reason()) {
            case INVALID, CONFLICT -> show(page, status(refused), page.message(refused));
            case MISSING, LIMIT -> page.error(status(refused), page.message(refused));
        };
    }
}
