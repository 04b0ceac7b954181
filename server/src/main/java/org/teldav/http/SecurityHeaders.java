package org.teldav.http;

import java.util.List;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * What browsers are told on every answer: to take it for what it says it is, to tell other sites nothing of where somebody was, and over TLS to come by
 * TLS only (RFC 6797). What is a document to them says also what it may load. Thread-safe.
 */
public final class SecurityHeaders extends Handler.Wrapper {
    private static final List<HttpField> ALL = List.of(
            new PreEncodedHttpField("X-Content-Type-Options", "nosniff"),
            new PreEncodedHttpField("Referrer-Policy", "same-origin"));
    private static final HttpField TLS_ONLY =
            new PreEncodedHttpField(HttpHeader.STRICT_TRANSPORT_SECURITY, "max-age=31536000");

    private static final String POLICY = "Content-Security-Policy";
    private static final HttpField NOTHING =
            new PreEncodedHttpField(POLICY, "default-src 'none'; frame-ancestors 'none'");
    private static final HttpField PAGE = new PreEncodedHttpField(
            POLICY,
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self';"
                    + " form-action 'self'; base-uri 'none'; frame-ancestors 'none'");

    private final boolean tls;

    /** @param tls whether phones reach the server by TLS, though it may not see that */
    SecurityHeaders(boolean tls, Handler inner) {
        super(inner);
        this.tls = tls;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        put(request, response);
        return super.handle(request, response, callback);
    }

    /** As on every answer. */
    void put(Request request, Response response) {
        put(response.getHeaders(), tls || request.isSecure());
    }

    private static void put(HttpFields.Mutable headers, boolean tls) {
        ALL.forEach(headers::put);
        if (tls) {
            headers.put(TLS_ONLY);
        }
    }

    /** Forgets what has been said in an answer, but for what is said in every one. */
    static void reset(Response response) {
        boolean tls = response.getHeaders().contains(TLS_ONLY);
        response.reset();
        put(response.getHeaders(), tls);
    }

    /** This document loads nothing and stands in no frame. */
    static void document(Response response) {
        response.getHeaders().put(NOTHING);
    }

    /** This is a page of ours: it loads what this server has, sends forms to this server, and stands in no frame. */
    public static void page(Response response) {
        response.getHeaders().put(PAGE);
    }
}
