package org.teldav.http;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.LoggerFactory;
import org.teldav.storage.StorageException;
import org.teldav.web.ApiCaller;
import org.teldav.web.GuardedApi;

/**
 * {@code GET /api/backup}: everything, as one stream, for who may read the data folder anyway. To all others, administrators too, there is nothing here: it
 * has what every user wrote, and the hashes of their passwords. Thread-safe.
 */
public final class BackupHandler extends Handler.Abstract {
    /** How many versions of cards will come. */
    public static final String FILES = "TelDAV-Backup-Files";

    private static final String PATH = "/api/backup";
    private static final int BUFFER = 1 << 16;
    private static final BrokenOff BROKEN_OFF = new BrokenOff(LoggerFactory.getLogger(BackupHandler.class), "backup");

    private final GuardedApi api;
    private final Consumer<LongFunction<OutputStream>> backup;

    /** @param backup writes into what it is given, after it has told how many versions of cards will come */
    public BackupHandler(GuardedApi api, Consumer<LongFunction<OutputStream>> backup) {
        this.api = api;
        this.backup = backup;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Optional<String> authorization =
                Optional.ofNullable(request.getHeaders().get(HttpHeader.AUTHORIZATION));
        if (!PATH.equals(request.getHttpURI().getPath())
                || !request.getMethod().equals("GET")
                || !api.isOperator(authorization, ApiHandler.fromLoopback(request))) {
            return false;
        }
        request.setAttribute(HttpServer.USER, ApiCaller.OPERATOR.name());
        // Closed only when all is written: who reads has to see where it broke off.
        OutputStream out = new BufferedOutputStream(Content.Sink.asOutputStream(response), BUFFER);
        try {
            backup.accept(files -> begun(files, response, out));
            out.close();
            callback.succeeded();
        } catch (StorageException e) {
            BROKEN_OFF.answer(e, request, response, callback);
        } catch (UncheckedIOException e) {
            BROKEN_OFF.answer(e.getCause(), request, response, callback);
        } catch (IOException e) {
            BROKEN_OFF.answer(e, request, response, callback);
        }
        return true;
    }

    private static OutputStream begun(long files, Response response, OutputStream out) {
        SecurityHeaders.document(response);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/zip");
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        response.getHeaders().put(FILES, files);
        return out;
    }
}
