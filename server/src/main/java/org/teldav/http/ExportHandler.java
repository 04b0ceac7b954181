package org.teldav.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.teldav.accounts.LoginAwayException;
import org.teldav.dav.LargeBodies;
import org.teldav.storage.StorageException;
import org.teldav.web.ApiAnswer;
import org.teldav.web.ApiCaller;
import org.teldav.web.GuardedApi;
import org.teldav.web.UserExport;

/** {@code GET /api/users/NAME/export}: all that there is of one user, as one stream, for the user and for administrators. Thread-safe. */
public final class ExportHandler extends Handler.Abstract {
    private static final BrokenOff BROKEN_OFF = new BrokenOff(LoggerFactory.getLogger(ExportHandler.class), "export");
    private static final Logger AUDIT = LoggerFactory.getLogger("org.teldav.audit");
    private static final Pattern PATH = Pattern.compile("(/api/users/([^/]+))/export");
    private static final int BUFFER = 1 << 16;
    private static final byte[] NOTHING = new byte[0];

    private final GuardedApi api;
    private final Occupancy<String> users;
    private final LargeBodies bodies;

    /** @param users who has how many requests at a time @param bodies where large cards have their room */
    public ExportHandler(GuardedApi api, Occupancy<String> users, LargeBodies bodies) {
        this.api = api;
        this.users = users;
        this.bodies = bodies;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Matcher path = PATH.matcher(String.valueOf(request.getHttpURI().getPath()));
        if (!request.getMethod().equals("GET") || !path.matches()) {
            return false;
        }
        try {
            Optional<ApiCaller> caller = api.caller(
                    Optional.ofNullable(request.getHeaders().get(HttpHeader.AUTHORIZATION)),
                    ApiHandler.fromLoopback(request),
                    Request.getRemoteAddr(request));
            if (caller.isEmpty()) {
                return false;
            }
            String name = caller.get().name();
            request.setAttribute(HttpServer.USER, name);
            if (!users.enter(name)) {
                ApiHandler.write(ApiHandler.tooMany(), request, response, callback);
                return true;
            }
            try {
                export(caller.get(), path.group(1), request, response, callback);
            } finally {
                users.leave(name);
            }
        } catch (LoginAwayException e) {
            ApiHandler.write(ApiHandler.away(request, e), request, response, callback);
        } catch (StorageException e) {
            BROKEN_OFF.answer(e, request, response, callback);
        } catch (GoneException e) {
            BROKEN_OFF.answer(e, e.answer, request, response, callback);
        } catch (IOException e) {
            BROKEN_OFF.answer(e, request, response, callback);
        }
        return true;
    }

    private void export(ApiCaller caller, String path, Request request, Response response, Callback callback)
            throws IOException {
        ApiAnswer user = api.answer(caller, "GET", path, null, NOTHING);
        if (user.status() == 200) {
            String name = user.body().path("name").asText();
            AUDIT.info("{} GET users/{}/export", caller.name(), name);
            try (LargeBodies.Hold room = bodies.hold(Connectors.end(request))) {
                room.of(caller.name());
                export(name, response, room);
            }
            callback.succeeded();
        } else {
            ApiHandler.write(user, request, response, callback);
        }
    }

    /** The connection is broken off where it can't be whole: a zip without its end is none. */
    private void export(String name, Response response, LargeBodies.Hold room) throws IOException {
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/zip");
        response.getHeaders().put(HttpHeader.CONTENT_DISPOSITION, "attachment; filename=\"teldav-export.zip\"");
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        OutputStream out = new BufferedOutputStream(Content.Sink.asOutputStream(response), BUFFER);
        ApiCaller operator = ApiCaller.OPERATOR.within(room::take);
        new UserExport(path -> got(operator, path)).write(name, out);
        out.close();
    }

    /** What was to be exported next is not there any more, or not to be had. */
    private static final class GoneException extends RuntimeException {
        private final transient ApiAnswer answer;

        private GoneException(ApiAnswer answer) {
            super(answer.body().path("error").asText());
            this.answer = answer;
        }
    }

    /** Whoever asks may have it: that was found out before. */
    private JsonNode got(ApiCaller operator, String pathAndQuery) {
        int question = pathAndQuery.indexOf('?');
        String path = question < 0 ? pathAndQuery : pathAndQuery.substring(0, question);
        String query = question < 0 ? "" : pathAndQuery.substring(question + 1);
        ApiAnswer answer = api.answer(operator, "GET", path, query, NOTHING);
        if (answer.status() != 200) {
            throw new GoneException(answer);
        }
        return answer.body();
    }
}
