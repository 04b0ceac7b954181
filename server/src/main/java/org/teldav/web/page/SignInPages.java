package org.teldav.web.page;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.teldav.storage.Principal;

/** Signing in and out. */
final class SignInPages {
    /** A path of this site: no other host, no other scheme. */
    private static final String OWN_PATH = "/(?![/\\\\])[A-Za-z0-9/_.%@~-]{0,500}";

    private final PageTools tools;

    SignInPages(PageTools tools) {
        this.tools = tools;
    }

    List<Pages.Route> routes() {
        return List.of(
                Pages.Route.get("/sign-in", this::form).open(Pages.Access.ANYBODY),
                Pages.Route.post("/sign-in", this::signIn).open(Pages.Access.ANYBODY),
                Pages.Route.post("/sign-out", this::signOut).open(Pages.Access.ANYBODY));
    }

    private PageAnswer form(Page page) {
        return page.user().isPresent() ? PageAnswer.seeOther("/") : show(page, 200, "", false);
    }

    private static PageAnswer show(Page page, int status, String typed, boolean wrong) {
        String next = page.request()
                .parameter("next")
                .or(() -> page.request().field("next"))
                .orElse("");
        return page.show(status, "sign-in", Map.of("typed", typed, "wrong", wrong, "next", next));
    }

    private PageAnswer signIn(Page page) {
        String name = page.request().field("name").orElse("");
        Optional<Principal.User> user = tools.signIn()
                .check(name, page.request().raw("password"), page.request().address());
        if (user.isEmpty()) {
            return show(page, 401, name, true);
        }
        page.cookies().token().ifPresent(tools.sessions()::end);
        page.cookies().open(tools.sessions().open(user.get(), true));
        return PageAnswer.seeOther(page.request()
                .field("next")
                .filter(next -> next.matches(OWN_PATH))
                .orElse("/"));
    }

    private PageAnswer signOut(Page page) {
        page.cookies().token().ifPresent(tools.sessions()::end);
        page.cookies().close();
        return PageAnswer.seeOther("/sign-in");
    }
}
