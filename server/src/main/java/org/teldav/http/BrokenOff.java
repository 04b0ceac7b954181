package org.teldav.http;

import java.io.IOException;
import java.nio.file.FileSystemException;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.teldav.storage.DatabaseAwayException;
import org.teldav.storage.StorageException;
import org.teldav.storage.StorageFullException;
import org.teldav.web.ApiAnswer;

/**
 * A long answer that does not come to its end: one line in the log, with what led there only where nobody expects it. Who asked is told, too; after the first
 * bytes by a connection that breaks off. Thread-safe.
 *
 * @param what is answered, for people
 */
record BrokenOff(Logger log, String what) {
    private static final String AGAIN = "; try again when it does";

    /** The database failed. */
    void answer(StorageException e, Request request, Response response, Callback callback) {
        if (e instanceof DatabaseAwayException) {
            log.warn("no {}: {}{}", what, e.getMessage(), AGAIN);
            log.debug("the failure itself", e);
            end(e, ApiAnswer.error(503, Doubt.databaseAway(request)), request, response, callback);
        } else {
            if (e instanceof StorageFullException) {
                log.warn("no {}: {}; make room there", what, e.getMessage());
            } else {
                log.warn("no {}: {}", what, e.getMessage(), e);
            }
            end(e, ApiAnswer.error(503, String.valueOf(e.getMessage())), request, response, callback);
        }
    }

    /** It could not be written. */
    void answer(IOException e, Request request, Response response, Callback callback) {
        String why = why(e);
        log.warn("no {}: {}", what, why);
        log.debug("the failure itself", e);
        end(e, ApiAnswer.error(500, why), request, response, callback);
    }

    /** There is no more of it. @param instead where nothing was answered yet */
    void answer(RuntimeException e, ApiAnswer instead, Request request, Response response, Callback callback) {
        log.warn("no {}: {}", what, e.getMessage());
        end(e, instead, request, response, callback);
    }

    private static String why(IOException e) {
        if (e instanceof EofException) {
            return "who asked for it went away before its end";
        }
        String folder = System.getProperty("java.io.tmpdir");
        return e instanceof FileSystemException
                ? "the server can't write its temporary files in " + folder + ": make that folder, make room there, or"
                        + " let the server write there (" + e + ")"
                : "it broke off, as the connection broke or as there is no room in " + folder + " (" + e + ")";
    }

    private static void end(Exception e, ApiAnswer answer, Request request, Response response, Callback callback) {
        if (response.isCommitted()) {
            callback.failed(e);
        } else {
            response.reset();
            ApiHandler.write(answer, request, response, callback);
        }
    }
}
