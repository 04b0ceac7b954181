package org.teldav.web.page;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.teldav.storage.Principal;
import org.teldav.storage.Sessions;

/** Signing in by password, and by a code where the user has a second factor; and out. */
final class SignInPages {
    /** A path of this site, and its query as {@link Page#encoded} writes it: no other host, no other scheme. */
    private static final String OWN_PATH = "(?!.*//)/[A-Za-z0-9/_.%@~*-]{0,500}(?:\\?[A-Za-z0-9_.%*=&-]{0,2000})?";

    private final PageTools tools;

    SignInPages(PageTools tools) {
        this.tools = tools;
    }

    List<Pages.Route> routes() {
        return List.of(
                Pages.Route.get("/sign-in", this::form).open(Pages.Access.ANYBODY),
                Pages.Route.post("/sign-in", this::signIn).open(Pages.Access.ANYBODY),
                Pages.Route.get("/sign-in/code", this::codeForm).open(Pages.Access.ANYBODY),
                Pages.Route.post("/sign-in/code", this::code).open(Pages.Access.ANYBODY),
                Pages.Route.post("/sign-in/code/cancel", this::cancel).open(Pages.Access.ANYBODY),
                Pages.Route.post("/sign-out", this::signOut));
    }

    private PageAnswer form(Page page) {
        return page.user().isPresent() ? PageAnswer.seeOther(next(page)) : show(tools, page, 200, "", "");
    }

    /** @param problem in words; empty for none */
    static PageAnswer show(PageTools tools, Page page, int status, String typed, String problem) {
        return page.show(
                status,
                "sign-in",
                Map.of(
                        "typed",
                        typed,
                        "problem",
                        problem,
                        "next",
                        next(page),
                        "provider",
                        tools.provider().isPresent()));
    }

    private PageAnswer signIn(Page page) {
        String name = page.request().field("name").orElse("");
        Optional<Principal.User> user = tools.signIn()
                .check(name, page.request().raw("password"), page.request().address());
        if (user.isEmpty()) {
            return show(tools, page, 401, name, page.t("sign-in.wrong"));
        }
        return opened(tools, page, user.get(), next(page));
    }

    /** Signed in, or asked for the code of the second factor. @param next a path of ours */
    static PageAnswer opened(PageTools tools, Page page, Principal.User user, String next) {
        boolean complete = !user.secondFactor();
        return open(tools, page, user, complete)
                ? PageAnswer.seeOther(complete ? next : thence("/sign-in/code", next))
                : fromTheBeginning(page);
    }

    /**
     * Always by a new token: one that was planted, or that a password alone has opened, opens nothing.
     *
     * @return false where the password, or what else was shown, opens no more
     */
    private static boolean open(PageTools tools, Page page, Principal.User user, boolean complete) {
        page.cookies().token().ifPresent(tools.sessions()::end);
        Optional<String> token = tools.sessions().open(user, complete);
        token.ifPresent(page.cookies()::open);
        if (token.isPresent() && complete) {
            Page.audit(user, "POST", "session");
        }
        return token.isPresent();
    }

    /** Where to go then. */
    static String next(Page page) {
        return own(page.request()
                .parameter("next")
                .or(() -> page.request().field("next"))
                .orElse("/"));
    }

    /** A page of the sign-in, which knows where to go then. */
    static String thence(String path, String next) {
        return next.equals("/") ? path : path + "?next=" + Page.encoded(next);
    }

    /** The path with its query, where it is one of this site; else the first page. */
    static String own(String next) {
        return next.matches(OWN_PATH) ? next : "/";
    }

    private PageAnswer codeForm(Page page) {
        return halfway(page).isPresent() ? showCode(page, 200, false) : fromTheBeginning(page);
    }

    private static PageAnswer showCode(Page page, int status, boolean wrong) {
        return page.show(status, "sign-in-code", Map.of("wrong", wrong, "next", next(page)));
    }

    /** Whose password was right, and who has a code to show. */
    private static Optional<Principal.User> halfway(Page page) {
        return page.session().filter(session -> !session.complete()).map(Sessions.Session::user);
    }

    private PageAnswer code(Page page) {
        Optional<Principal.User> user = halfway(page);
        if (user.isEmpty()) {
            return fromTheBeginning(page);
        }
        if (!tools.secondFactor().check(user.get(), page.request().raw("code"))) {
            page.auditWrongCode(user.get());
            return showCode(page, 401, true);
        }
        return open(tools, page, user.get(), true) ? PageAnswer.seeOther(next(page)) : fromTheBeginning(page);
    }

    /** Who took too long over the code, is through already, or has shown what is no more right; who is not through is told. */
    private static PageAnswer fromTheBeginning(Page page) {
        return page.done(thence("/sign-in", next(page)), "sign-in-again");
    }

    /** What the password has opened doesn't wait for a code any more; who is through already goes on. */
    private PageAnswer cancel(Page page) {
        halfway(page).ifPresent(user -> close(page));
        return PageAnswer.seeOther(thence("/sign-in", next(page)));
    }

    private PageAnswer signOut(Page page) {
        Page.audit(page.user().orElseThrow(), "DELETE", "session");
        close(page);
        return PageAnswer.seeOther("/sign-in");
    }

    private void close(Page page) {
        page.cookies().token().ifPresent(tools.sessions()::end);
        page.cookies().close();
    }
}
