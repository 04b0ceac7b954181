package org.teldav.bench;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/**
 * One keep-alive connection over a blocking socket. Where the server closes it after an answer, the next request opens a new
 * one: that is the server's cost, and counted in the request's time. Not thread-safe.
 */
final class HttpConnection implements Closeable {

    private final Endpoint endpoint;
    private final int timeoutMillis;
    private final AnswerReader reader = new AnswerReader();
    private @Nullable Socket socket;
    private long connects;

    HttpConnection(Endpoint endpoint, int timeoutMillis) {
        this.endpoint = endpoint;
        this.timeoutMillis = timeoutMillis;
    }

    /** Sends the request in one write and reads the whole answer, which is good until the next call. */
    AnswerReader exchange(byte[] request) throws IOException {
        Socket kept = socket;
        if (kept != null) {
            try {
                return exchange(kept, request);
            } catch (InterruptedIOException e) {
                throw e;
            } catch (IOException e) {
                // RFC 9112 §9.3.1: a server may close an idle connection just as a request leaves. Only then, try anew.
                if (!reader.nothingCame()) {
                    throw e;
                }
            }
        }
        Socket fresh = endpoint.connect(timeoutMillis);
        socket = fresh;
        connects++;
        reader.readFrom(fresh.getInputStream());
        return exchange(fresh, request);
    }

    private AnswerReader exchange(Socket open, byte[] request) throws IOException {
        try {
            reader.forget();
            open.getOutputStream().write(request);
            reader.read();
        } catch (IOException e) {
            close();
            throw e;
        }
        if (reader.serverCloses()) {
            close();
        }
        return reader;
    }

    /** How many connections were opened so far. */
    long connects() {
        return connects;
    }

    @Override
    public void close() throws IOException {
        Socket open = socket;
        socket = null;
        if (open != null) {
            open.close();
        }
    }
}
