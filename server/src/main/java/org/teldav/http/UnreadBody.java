package org.teldav.http;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;

/**
 * The body of a request that is answered without it: a 401, a 404. It is taken off the connection first, for the next request comes behind it; and what is
 * closed while the client still sends may lose the answer on its way (RFC 9112 §9.6). No thread waits for it. For one request.
 */
final class UnreadBody {
    /** Octets. Who has more to send learns that the connection ends. */
    private static final long MOST = 16L << 20;

    private final Request request;
    private final Response response;
    private final Runnable answer;
    private long seen;

    private UnreadBody(Request request, Response response, Runnable answer) {
        this.request = request;
        this.response = response;
        this.answer = answer;
    }

    /** Answers, now or when the body is through. */
    static void discard(Request request, Response response, Runnable answer) {
        UnreadBody body = new UnreadBody(request, response, answer);
        HttpFields headers = request.getHeaders();
        if (headers.contains(HttpHeader.EXPECT, HttpHeaderValue.CONTINUE.asString())) {
            // It is not sent before it is asked for, and Jetty ends the connection.
            answer.run();
        } else if (request.getLength() > MOST) {
            body.close();
        } else {
            body.read();
        }
    }

    private void read() {
        while (true) {
            Content.Chunk chunk = request.read();
            if (chunk == null) {
                request.demand(this::read);
                return;
            }
            if (Content.Chunk.isFailure(chunk)) {
                // It will never end, and who sent it so may still want to know.
                close();
                return;
            }
            seen += chunk.remaining();
            chunk.release();
            if (chunk.isLast()) {
                answer.run();
                return;
            }
            if (seen > MOST) {
                close();
                return;
            }
        }
    }

    private void close() {
        response.getHeaders().put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE.asString());
        answer.run();
    }
}
