package org.teldav.http;

import io.milton.http.Auth;
import io.milton.http.HttpManager;
import io.milton.http.Request.Method;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.teldav.accounts.LoginAwayException;
import org.teldav.dav.DavErrors;
import org.teldav.dav.DavException;
import org.teldav.dav.OptionsHandler;
import org.teldav.dav.Precondition;
import org.teldav.dav.RequestLimits;
import org.teldav.dav.Xml;
import org.teldav.storage.DatabaseAwayException;
import org.teldav.storage.Errand;
import org.teldav.storage.StorageFullException;
import org.teldav.storage.Visit;

/**
 * Between Jetty and Milton: who is it, and which method. Nothing is looked up before the login; without one, only {@code /.well-known/carddav} and OPTIONS
 * are answered, alike for any path. Thread-safe.
 */
public final class DavHandler extends Handler.Abstract {
    private static final Logger LOG = LoggerFactory.getLogger(DavHandler.class);
    private static final String WELL_KNOWN = "/.well-known/carddav";
    private static final String ROOT = "/dav/";
    /** What Jetty makes of octets that are not UTF-8. */
    private static final char UNREADABLE = '\uFFFD';

    private static final Map<String, Method> METHODS = Stream.of(Method.values())
            .collect(Collectors.toUnmodifiableMap(method -> method.code, Function.identity()));

    private final HttpManager milton;
    private final Login login;
    private final String classes;
    private final BiFunction<String, String, Errand> errands;
    private final RequestLimits limits;
    private final Occupancy<String> users;

    /** Thread-safe. */
    @FunctionalInterface
    public interface Login {
        /** RFC 7617. */
        String BASIC = "Basic realm=\"TelDAV\", charset=\"UTF-8\"";

        /**
         * The user, if it is right; may be slow, and throw {@link LoginAwayException}.
         *
         * @param authorization the header's value
         * @param address the peer's
         */
        Optional<Visit> login(String authorization, String address, Errand errand);

        /** What a client is asked for (RFC 9110 §11.6.1). @param refused the header's value; empty where there was none */
        default List<String> challenges(Optional<String> refused) {
            return List.of(BASIC);
        }
    }

    /**
     * @param classes the header {@code DAV} for whoever has not said who they are
     * @param errands from the method and the path, as it stands in the request, to what will be looked up first; throws nothing, must be thread-safe
     * @param users who has how many requests at a time
     */
    public DavHandler(
            HttpManager milton,
            Login login,
            String classes,
            BiFunction<String, String, Errand> errands,
            RequestLimits limits,
            Occupancy<String> users) {
        this.milton = milton;
        this.login = login;
        this.classes = classes;
        this.errands = errands;
        this.limits = limits;
        this.users = users;
    }

    /** Whether it is a method that somebody has registered, of which there are few. */
    static boolean isKnown(String method) {
        return METHODS.containsKey(method);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        JettyDavResponse answer = new JettyDavResponse(response);
        ended(request, answer, callback, () -> {
            Optional<Consumer<JettyDavResponse>> refusal = answer(request, answer);
            if (refusal.isEmpty()) {
                callback.succeeded();
            } else if (answer.committed()) {
                callback.failed(new IOException("the answer was cut off"));
            } else {
                answer.reset();
                UnreadBody.discard(
                        request,
                        response,
                        () -> ended(request, answer, callback, () -> answer.refuse(refusal.get(), callback)));
            }
        });
        return true;
    }

    /** What comes of it, whatever it is. */
    private static void ended(Request request, JettyDavResponse response, Callback callback, Runnable work) {
        try {
            work.run();
        } catch (UncheckedIOException e) {
            callback.failed(e);
        } catch (RuntimeException e) {
            failed(request, response, e, callback);
        }
    }

    /** @return what has to be said instead, which may be before the request's body was read; empty where it is answered */
    private Optional<Consumer<JettyDavResponse>> answer(Request request, JettyDavResponse response) {
        try {
            return dispatch(request, response);
        } catch (DavException e) {
            return refusal(e);
        } catch (DatabaseAwayException e) {
            LOG.warn("{} can't be answered: {}", request.getMethod(), e.getMessage());
            LOG.debug("the failure itself", e);
            return refusal(DavException.later(Doubt.databaseAway(request)));
        } catch (LoginAwayException e) {
            LOG.warn("{} can't be answered: {}", request.getMethod(), e.getMessage());
            return refusal(DavException.later(e.advice()));
        } catch (StorageFullException e) {
            LOG.debug("{} is refused: {}", request.getMethod(), e.getMessage());
            return refusal(new DavException(Precondition.SUFFICIENT_DISK_SPACE, "the disk is full"));
        }
    }

    private static Optional<Consumer<JettyDavResponse>> refusal(DavException e) {
        return Optional.of(response -> DavErrors.write(e, response));
    }

    private Optional<Consumer<JettyDavResponse>> dispatch(Request request, JettyDavResponse response) {
        String path = request.getHttpURI().getPath();
        if (WELL_KNOWN.equals(path) || (WELL_KNOWN + "/").equals(path)) {
            return Optional.of(
                    moved -> moved.status(301).header("Location", ROOT).header("Content-Length", "0"));
        }
        String authorization = request.getHeaders().get("Authorization");
        if (authorization == null) {
            return Optional.of(anonymous -> anonymous(request, anonymous));
        }
        Errand errand = path == null ? Errand.NONE : errands.apply(request.getMethod(), path);
        Optional<Visit> visit = login.login(authorization, Request.getRemoteAddr(request), errand);
        if (visit.isEmpty()) {
            return Optional.of(stranger -> challenge(stranger, Optional.of(authorization)));
        }
        String name = visit.get().user().name();
        request.setAttribute(HttpServer.USER, name);
        Method method = METHODS.get(request.getMethod());
        if (method == null) {
            throw new DavException(501, "the method is not known here");
        }
        if (request.getHttpURI().getFragment() != null) {
            // RFC 9110 §7.1: a client that forgot to encode a name means something below, not what stands before the
            // '#'.
            throw DavException.badRequest("a request-target has no fragment");
        }
        if (path != null && path.indexOf(UNREADABLE) >= 0) {
            // Names of another encoding would all be one: a DELETE of 'è' would take 'é'.
            throw DavException.badRequest("the path is not UTF-8");
        }
        if (!users.enter(name)) {
            throw DavException.later("too many requests of this user at a time");
        }
        JettyDavRequest dav = new JettyDavRequest(request, method, limits, new Auth(name, visit.get()));
        try {
            limits.bodies().serve(name, Connectors.end(request), () -> milton.process(dav, response));
        } finally {
            dav.end();
            users.leave(name);
        }
        return Optional.empty();
    }

    private void anonymous(Request request, JettyDavResponse response) {
        if (request.getMethod().equals("OPTIONS")) {
            OptionsHandler.answer(response, classes, OptionsHandler.ALL);
        } else {
            challenge(response, Optional.empty());
        }
    }

    private void challenge(JettyDavResponse response, Optional<String> refused) {
        response.challenges(login.challenges(refused));
        response.xml(
                401,
                out -> out.root(Xml.dav("error"))
                        .text(new javax.xml.namespace.QName(Xml.TELDAV, "message"), "name and password, please")
                        .end(Xml.dav("error")));
    }

    /**
     * What should never be: the client learns that it failed, the log learns why. After the first bytes only a cut tells that they aren't all.
     */
    private static void failed(Request request, JettyDavResponse response, RuntimeException e, Callback callback) {
        LOG.error("{} failed", request.getMethod(), e);
        if (response.committed()) {
            callback.failed(e);
            return;
        }
        response.reset();
        DavErrors.write(new DavException(500, Doubt.failed(request)), response);
        callback.succeeded();
    }
}
