package org.teldav.web.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.teldav.accounts.RefusedException;
import org.teldav.storage.Principal;
import org.teldav.web.UserExport;

/** <em>Account</em>: the own password, the second factor, and all there is of the user as one file. */
final class AccountPages {
    private final PageTools tools;

    AccountPages(PageTools tools) {
        this.tools = tools;
    }

    List<Pages.Route> routes() {
        return List.of(
                Pages.Route.get("/account", page -> show(tools, page, 200, "")),
                Pages.Route.post("/account/password", this::password),
                Pages.Route.get("/account/export", this::export));
    }

    /** @param problem empty for none */
    static PageAnswer show(PageTools tools, Page page, int status, String problem) {
        Principal.User user = page.user().orElseThrow();
        return page.show(
                status,
                "account",
                Map.of(
                        "secondFactor",
                        user.secondFactor(),
                        "recovery",
                        user.secondFactor() ? tools.secondFactor().recoveryCodes(user) : 0,
                        "problem",
                        problem));
    }

    /** Whether the form has the user's password; wrong ones are counted as those of signing in. */
    static boolean isProved(PageTools tools, Page page) {
        return tools.signIn()
                .check(
                        page.name(),
                        page.request().raw("current"),
                        page.request().address())
                .filter(user -> user.id() == page.user().orElseThrow().id())
                .isPresent();
    }

    private PageAnswer password(Page page) {
        if (!isProved(tools, page)) {
            return show(tools, page, 403, page.t("account.wrong"));
        }
        String wanted = page.request().raw("password");
        if (!wanted.equals(page.request().raw("again"))) {
            return show(tools, page, 400, page.t("account.password.differ"));
        }
        try {
            tools.users().setPassword(page.name(), wanted);
        } catch (RefusedException e) {
            return show(tools, page, 400, page.message(e));
        }
        Page.audit(page.user().orElseThrow(), "PUT", "password");
        page.cookies().open(tools.sessions().openOnly(page.user().orElseThrow()));
        return page.done("/account", "password");
    }

    private PageAnswer export(Page page) {
        String name = page.name();
        Page.audit(page.user().orElseThrow(), "GET", "export");
        return PageAnswer.streamed(
                "application/zip",
                "teldav-export.zip",
                out -> new UserExport(path -> got(page, path)).write(name, out));
    }

    /** As the user's own page asks; {@link UserExport} asks for nobody else. */
    private static JsonNode got(Page page, String pathAndQuery) {
        String own = "/api/users/" + Page.encoded(page.name());
        return page.get(pathAndQuery.substring(own.length()).replaceFirst("^/", ""));
    }
}
