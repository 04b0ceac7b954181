package org.teldav.http;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.teldav.dav.DavException;
import org.teldav.dav.LargeBodies;
import org.teldav.storage.DatabaseAwayException;
import org.teldav.storage.Principal;
import org.teldav.storage.StorageFullException;
import org.teldav.web.page.Assets;
import org.teldav.web.page.Page;
import org.teldav.web.page.PageAnswer;
import org.teldav.web.page.PageRequest;
import org.teldav.web.page.Pages;

/** Carries the web page over HTTP: GET, HEAD and POST of what is neither DAV nor the API, and has no login of theirs. Thread-safe. */
public final class PageHandler extends Handler.Abstract {
    private static final Logger LOG = LoggerFactory.getLogger(PageHandler.class);

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST");
    /** On one connection, which by HTTP/2 has many: they hold no thread, and what they hold is memory. */
    private static final int MOST_STRANGE_FORMS = 8;

    private final Pages pages;
    private final Assets assets;
    private final Occupancy<String> users;
    /** Connections whose forms are being read, of who isn't signed in. */
    private final Occupancy<String> strangers = new Occupancy<>(MOST_STRANGE_FORMS);

    private final LargeBodies bodies;

    /** @param users the requests that each user has, here and elsewhere @param bodies where uploads have their room, beside cards */
    public PageHandler(Pages pages, Assets assets, Occupancy<String> users, LargeBodies bodies) {
        this.pages = pages;
        this.assets = assets;
        this.users = users;
        this.bodies = bodies;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        if (request.getHeaders().contains(HttpHeader.AUTHORIZATION)
                || !isPage(request.getMethod(), request.getHttpURI().getPath())) {
            return false;
        }
        String path = request.getHttpURI().getCanonicalPath();
        Optional<Assets.Asset> asset = assets.find(path == null ? "" : path);
        if (asset.isPresent() && PageForms.isReading(request)) {
            PageOutput.write(asset.get(), request, response, callback);
        } else {
            answer(request, response, callback);
        }
        return true;
    }

    /** All that DAV has is below {@code /dav/} and {@code /.well-known/}; discovery elsewhere is by other methods than a browser's. */
    private static boolean isPage(String method, @Nullable String path) {
        return METHODS.contains(method)
                && path != null
                && path.startsWith("/")
                && !path.equals("/dav")
                && !path.startsWith("/dav/")
                && !path.startsWith("/.well-known/");
    }

    private void answer(Request request, Response response, Callback callback) {
        LargeBodies.Hold room = bodies.hold(Connectors.end(request));
        Page page;
        try {
            page = pages.begin(head(request), room::take);
        } catch (RuntimeException e) {
            PageOutput.write(failed(request, e), request, response, callback);
            return;
        }
        Optional<String> user = page.user().map(Principal.User::name);
        user.ifPresent(name -> request.setAttribute(HttpServer.USER, name));
        user.ifPresent(room::of);
        Occupancy<String> places = user.isPresent() ? users : strangers;
        Optional<String> key = user.or(() -> PageForms.isForm(request)
                ? Optional.of(request.getConnectionMetaData().getId())
                : Optional.empty());
        if (key.isPresent() && !places.enter(key.get())) {
            PageOutput.write(busy("You have too many requests under way."), request, response, callback);
            return;
        }
        // What is written is held until it is.
        Callback ended = Callback.from(room::close, callback);
        Consumer<PageForms.Filling> end = filling -> {
            try {
                room.received();
                PageAnswer answer = answered(page, request, filling, room);
                room.answers();
                PageOutput.write(answer, request, response, ended);
            } finally {
                key.ifPresent(places::leave);
            }
        };
        if (PageForms.isForm(request)) {
            PageForms.read(request, user.isPresent(), end, ended);
        } else {
            ended(end, empty -> PageForms.filled(empty, request), ended);
        }
    }

    /** Whatever is thrown, what is held is given back. */
    private static void ended(Consumer<PageForms.Filling> end, PageForms.Filling filling, Callback callback) {
        try {
            end.accept(filling);
        } catch (RuntimeException | Error e) {
            callback.failed(e);
        }
    }

    private PageAnswer answered(Page page, Request request, PageForms.Filling filling, LargeBodies.Hold room) {
        try {
            room.take(PageForms.room(page, request));
            return pages.answer(filling.fill(page));
        } catch (DavException e) {
            return busy("The server is busy with large files.");
        } catch (PageForms.UnreadableForm e) {
            LOG.debug("the form can't be read", e);
            return PageForms.isTooLarge(page, request)
                    ? pages.tooLarge(page, PageForms.MOST_UPLOAD >> 20)
                    : plain(400, "This form can't be read, or is too large.");
        } catch (RuntimeException e) {
            return failed(request, e);
        }
    }

    private static PageAnswer failed(Request request, RuntimeException e) {
        if (e instanceof DatabaseAwayException) {
            LOG.warn("{} of a page can't be answered: {}", request.getMethod(), e.getMessage());
            return plain(503, "The database does not answer. Try again in a moment.");
        } else if (e instanceof StorageFullException) {
            LOG.debug("{} of a page is refused: {}", request.getMethod(), e.getMessage());
            return plain(507, "The disk of the server is full.");
        }
        LOG.error("{} of a page failed", request.getMethod(), e);
        return plain(500, "The server failed; its log says why.");
    }

    private static PageAnswer busy(String why) {
        return plain(503, why + " Try again in a moment.");
    }

    private static PageAnswer plain(int status, String text) {
        return new PageAnswer(
                status,
                Map.of("Content-Type", "text/plain; charset=utf-8", "Cache-Control", "no-store"),
                (text + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** What can be known before the body is read. */
    private static PageRequest head(Request request) {
        Map<String, String> query = new HashMap<>();
        for (Fields.Field field : Request.extractQueryParameters(request, StandardCharsets.UTF_8)) {
            query.put(field.getName(), field.getValue());
        }
        Map<String, String> cookies = new HashMap<>();
        for (HttpCookie cookie : Request.getCookies(request)) {
            cookies.putIfAbsent(cookie.getName(), cookie.getValue());
        }
        return new PageRequest(
                request.getMethod().equals("HEAD") ? "GET" : request.getMethod(),
                Optional.ofNullable(Request.getPathInContext(request)).orElse("/"),
                query,
                Map.of(),
                Map.of(),
                cookies,
                Optional.ofNullable(request.getHeaders().get(HttpHeader.ACCEPT_LANGUAGE)),
                Request.getRemoteAddr(request),
                request.isSecure(),
                isForeign(request),
                "true".equals(request.getHeaders().get("HX-Request")));
    }

    /** Browsers say so themselves; what isn't a browser, or is an old one, says nothing. */
    private static boolean isForeign(Request request) {
        String site = request.getHeaders().get("Sec-Fetch-Site");
        if (site != null) {
            return !site.equals("same-origin") && !site.equals("none");
        }
        String origin = request.getHeaders().get(HttpHeader.ORIGIN);
        if (origin == null) {
            return false;
        }
        try {
            String host = URI.create(origin).getRawAuthority();
            return host == null || !host.equalsIgnoreCase(request.getHttpURI().getAuthority());
        } catch (IllegalArgumentException e) {
            return true;
        }
    }
}
