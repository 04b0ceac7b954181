package org.teldav.http;

import io.milton.http.Auth;
import java.io.InputStream;
import java.util.Optional;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.teldav.dav.DavRequest;
import org.teldav.dav.RequestLimits;

/** A Jetty request as Milton and our handlers see it. */
final class JettyDavRequest extends DavRequest {
    private final Request jetty;
    private final Method method;

    JettyDavRequest(Request jetty, Method method, RequestLimits limits, Auth auth) {
        super(limits, auth);
        this.jetty = jetty;
        this.method = method;
    }

    @Override
    public Method getMethod() {
        return method;
    }

    @Override
    public String rawPath() {
        return jetty.getHttpURI().getPath();
    }

    @Override
    public Optional<String> header(String name) {
        String value = null;
        for (HttpField field : jetty.getHeaders()) {
            if (field.is(name)) {
                value = value == null ? field.getValue() : value + ", " + field.getValue();
            }
        }
        return Optional.ofNullable(value);
    }

    @Override
    public String authority() {
        return header("Host")
                .or(() -> Optional.ofNullable(jetty.getHttpURI().getAuthority()))
                .orElse("");
    }

    @Override
    public String scheme() {
        return Optional.ofNullable(jetty.getHttpURI().getScheme()).orElse("http");
    }

    @Override
    public long contentLength() {
        return jetty.getLength();
    }

    @Override
    public InputStream getInputStream() {
        return Content.Source.asInputStream(jetty);
    }

    @Override
    public String getRemoteAddr() {
        return Request.getRemoteAddr(jetty);
    }
}
