package org.teldav.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.teldav.accounts.LoginAwayException;
import org.teldav.dav.DavException;
import org.teldav.dav.LargeBodies;
import org.teldav.storage.DatabaseAwayException;
import org.teldav.storage.StorageFullException;
import org.teldav.web.ApiAnswer;
import org.teldav.web.ApiCaller;
import org.teldav.web.GuardedApi;

/** Carries the JSON API over HTTP. Thread-safe. */
public final class ApiHandler extends Handler.Abstract {
    private static final Logger LOG = LoggerFactory.getLogger(ApiHandler.class);

    private static final long DISCARDED = 16 << 20;
    /** How many times its bytes a body may take when it is read: values of three characters each. */
    private static final long TREE = 32;

    private static final int START = 64 << 10;

    /** Headers that proxies write, each some of them. */
    private static final List<String> PROXIES = List.of(
            "Forwarded",
            "X-Forwarded-For",
            "X-Forwarded-Host",
            "X-Forwarded-Proto",
            "X-Forwarded-Port",
            "X-Real-IP",
            "Via");

    private final GuardedApi api;
    private final int bodyLimit;
    private final Occupancy<String> users;
    private final LargeBodies bodies;

    /**
     * @param bodyLimit bytes of a request's body
     * @param users who has how many requests at a time
     * @param bodies where large ones have their room, beside cards, and so have answers with whole cards in them
     */
    public ApiHandler(GuardedApi api, int bodyLimit, Occupancy<String> users, LargeBodies bodies) {
        this.api = api;
        this.bodyLimit = bodyLimit;
        this.users = users;
        this.bodies = bodies;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        LargeBodies.Hold room = bodies.hold(Connectors.end(request));
        Callback end = Callback.from(room::close, callback);
        try {
            ApiAnswer answer = answered(request, room);
            room.answers();
            write(answer, request, response, end);
        } catch (IOException | RuntimeException | Error e) {
            end.failed(e);
        }
        return true;
    }

    private ApiAnswer answered(Request request, LargeBodies.Hold room) throws IOException {
        try {
            return answer(request, room);
        } catch (DavException e) {
            return ApiAnswer.error(e.status(), String.valueOf(e.getMessage()));
        } catch (DatabaseAwayException e) {
            LOG.warn("{} of the API can't be answered: {}", request.getMethod(), e.getMessage());
            LOG.debug("the failure itself", e);
            return ApiAnswer.error(503, Doubt.databaseAway(request));
        } catch (LoginAwayException e) {
            return away(request, e);
        } catch (StorageFullException e) {
            LOG.debug("{} of the API is refused: {}", request.getMethod(), e.getMessage());
            return ApiAnswer.error(507, "the disk of the server is full");
        } catch (RuntimeException e) {
            LOG.error("{} of the API failed", request.getMethod(), e);
            return ApiAnswer.error(500, "the server failed; its log says why");
        }
    }

    static ApiAnswer away(Request request, LoginAwayException e) {
        LOG.warn("{} of the API can't be answered: {}", request.getMethod(), e.getMessage());
        return ApiAnswer.error(503, e.advice());
    }

    static ApiAnswer tooMany() {
        return ApiAnswer.error(429, "too many requests of this user at a time");
    }

    private ApiAnswer answer(Request request, LargeBodies.Hold room) throws IOException {
        Optional<String> authorization =
                Optional.ofNullable(request.getHeaders().get(HttpHeader.AUTHORIZATION));
        Optional<ApiCaller> caller = api.caller(authorization, fromLoopback(request), Request.getRemoteAddr(request));
        if (caller.isEmpty()) {
            return ApiAnswer.error(401, "the token of the data folder or a login, please");
        }
        request.setAttribute(HttpServer.USER, caller.get().name());
        room.of(caller.get().name());
        if (!users.enter(caller.get().name())) {
            return tooMany();
        }
        try {
            return answer(request, caller.get().within(room::take), room);
        } finally {
            users.leave(caller.get().name());
        }
    }

    private ApiAnswer answer(Request request, ApiCaller caller, LargeBodies.Hold room) throws IOException {
        if (!request.getMethod().equals("GET") && !isJson(request)) {
            // What a form of another site can send with a browser's remembered login.
            return ApiAnswer.error(415, "the Content-Type has to be application/json");
        }
        byte[] body = body(request, room);
        if (body.length > bodyLimit) {
            return ApiAnswer.error(413, "the body is larger than " + bodyLimit + " bytes");
        }
        room.received();
        return api.answer(
                caller,
                request.getMethod(),
                request.getHttpURI().getPath(),
                request.getHttpURI().getQuery(),
                body);
    }

    /** What is small is read at once, and has its room before it is looked into. */
    private byte[] body(Request request, LargeBodies.Hold room) throws IOException {
        try (InputStream in = Content.Source.asInputStream(request)) {
            byte[] start = in.readNBytes(START);
            if (start.length < START) {
                room.take((long) start.length * TREE);
                return start;
            }
            long told = request.getLength();
            room.take(TREE * (told < 0 ? bodyLimit : Math.min(told, bodyLimit)));
            byte[] body = whole(start, in);
            if (body.length > bodyLimit) {
                // Most clients read no answer before they have sent all.
                in.skip(DISCARDED);
            }
            return body;
        }
    }

    private byte[] whole(byte[] start, InputStream in) throws IOException {
        byte[] rest = in.readNBytes(bodyLimit + 1 - START);
        byte[] body = Arrays.copyOf(start, START + rest.length);
        System.arraycopy(rest, 0, body, START, rest.length);
        return body;
    }

    private static boolean isJson(Request request) {
        String type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
        return type != null && type.split(";", 2)[0].strip().equalsIgnoreCase("application/json");
    }

    /** A proxy's request is never from this machine, whatever it says in the name of others, and though it doesn't say who asks. */
    static boolean fromLoopback(Request request) {
        return PROXIES.stream().noneMatch(request.getHeaders()::contains)
                && request.getConnectionMetaData().getRemoteSocketAddress() instanceof InetSocketAddress peer
                && peer.getAddress() != null
                && peer.getAddress().isLoopbackAddress();
    }

    static void write(ApiAnswer answer, Request request, Response response, Callback callback) {
        byte[] json = answer.bytes();
        response.setStatus(answer.status());
        SecurityHeaders.document(response);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, json.length);
        if (answer.status() == 401) {
            response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, "Basic realm=\"TelDAV\", charset=\"UTF-8\"");
        }
        if (answer.status() == 503) {
            response.getHeaders().put(HttpHeader.RETRY_AFTER, DavException.RETRY_AFTER);
        }
        answer.allow().ifPresent(methods -> response.getHeaders().put(HttpHeader.ALLOW, methods));
        boolean head = request.getMethod().equals("HEAD");
        response.write(true, head ? ByteBuffer.allocate(0) : ByteBuffer.wrap(json), callback);
    }
}
