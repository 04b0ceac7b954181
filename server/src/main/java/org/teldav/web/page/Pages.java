package org.teldav.web.page;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.teldav.accounts.LoginAwayException;
import org.teldav.accounts.LoginBusyException;

/**
 * The web page: which path shows what. It does nothing itself that the {@link org.teldav.web.Api} doesn't do for the same user, so what is not theirs is not there.
 * Thread-safe.
 */
public final class Pages {
    private static final Logger LOG = LoggerFactory.getLogger(Pages.class);

    private final PageTools tools;
    private final List<Route> routes;

    /** Who may see a page. */
    enum Access {
        ANYBODY,
        USER,
        ADMINISTRATOR
    }

    /**
     * @param pattern segments; one in braces stands for any
     * @param work gets the request with what the braces stood for in {@link Page#part}
     */
    record Route(String method, List<String> pattern, Access access, Function<Page, PageAnswer> work) {
        static Route get(String pattern, Function<Page, PageAnswer> work) {
            return new Route("GET", segments(pattern), Access.USER, work);
        }

        static Route post(String pattern, Function<Page, PageAnswer> work) {
            return new Route("POST", segments(pattern), Access.USER, work);
        }

        Route open(Access whom) {
            return new Route(method, pattern, whom, work);
        }

        Optional<Map<String, String>> fit(List<String> path) {
            if (path.size() != pattern.size()) {
                return Optional.empty();
            }
            Map<String, String> parts = new HashMap<>();
            for (int i = 0; i < path.size(); i++) {
                String expected = pattern.get(i);
                if (expected.startsWith("{")) {
                    parts.put(expected.substring(1, expected.length() - 1), path.get(i));
                } else if (!expected.equals(path.get(i))) {
                    return Optional.empty();
                }
            }
            return Optional.of(parts);
        }
    }

    private record Found(Route route, Map<String, String> parts) {}

    Pages(PageTools tools, List<List<Route>> rooms) {
        this.tools = tools;
        List<Route> all = new ArrayList<>();
        rooms.forEach(all::addAll);
        this.routes = List.copyOf(all);
    }

    private static List<String> segments(String path) {
        return Arrays.stream(path.split("/")).filter(part -> !part.isEmpty()).toList();
    }

    /** In no order. */
    List<Route> routes() {
        return routes;
    }

    /** Who asks, before the body is read. @param room is told of the bytes of memory that an answer will take; may wait, and throw */
    public Page begin(PageRequest request, LongConsumer room) {
        return Page.of(tools, request, room);
    }

    /** Never throws for what a browser can send. */
    public PageAnswer answer(Page page) {
        try {
            return page.withCookies(route(page));
        } catch (PageException e) {
            return page.withCookies(page.error(e.status(), String.valueOf(e.getMessage())));
        } catch (LoginAwayException e) {
            LOG.warn("a password can't be looked at: {}", e.getMessage());
            return page.withCookies(
                    page.error(503, page.t(e instanceof LoginBusyException ? "sign-in.busy" : "sign-in.away")));
        }
    }

    /** To an upload that is not read. @param most MiB that one may have */
    public PageAnswer tooLarge(Page page, long most) {
        return page.withCookies(page.error(413, page.t("error.upload", most)));
    }

    private PageAnswer route(Page page) {
        List<Found> here = find(segments(page.request().path()));
        Optional<Found> found = here.stream()
                .filter(one -> one.route.method().equals(page.request().method()))
                .findFirst();
        if (found.isEmpty()) {
            return here.isEmpty()
                    ? page.error(404, page.t("error.404"))
                    : page.error(405, page.t("error.405")).with("Allow", allowed(here));
        }
        return admitted(page.with(found.get().parts()), found.get().route());
    }

    private PageAnswer admitted(Page page, Route route) {
        // First, since who was signed out in another tab has forms that are bound to what is no more there.
        if (route.access() != Access.ANYBODY && page.user().isEmpty()) {
            return page.toSignIn();
        }
        if (route.method().equals("POST") && !page.isOwnForm()) {
            return page.error(403, page.t("error.form"));
        }
        if (route.access() == Access.ADMINISTRATOR && !page.isAdministrator()) {
            return page.error(404, page.t("error.404"));
        }
        return route.work().apply(page);
    }

    private static String allowed(List<Found> here) {
        return String.join(
                ", ", here.stream().map(one -> one.route.method()).distinct().toList());
    }

    private List<Found> find(List<String> path) {
        List<Found> found = new ArrayList<>();
        for (Route route : routes) {
            route.fit(path).ifPresent(parts -> found.add(new Found(route, parts)));
        }
        return found;
    }
}
