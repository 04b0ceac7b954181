package org.teldav.dav;

import io.milton.http.AbstractResponse;
import io.milton.http.BeanCookie;
import io.milton.http.Cookie;
import io.milton.http.Response;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.function.Consumer;

/** A response as the handlers see it. */
public abstract class DavResponse extends AbstractResponse {
    private static final String XML = "application/xml; charset=utf-8";

    public abstract DavResponse status(int status);

    public abstract int status();

    public abstract DavResponse header(String name, String value);

    /** Where the body goes. The first bytes that leave the buffer commit status and headers. */
    public abstract OutputStream body();

    /** Whether status and headers are on their way, so that an error can only cut the connection. */
    public abstract boolean committed();

    /** An HTTP-date. */
    public static String date(Instant instant) {
        return HttpDate.format(instant);
    }

    /** XML as the body: streamed where it is long, with its length where it is short. */
    public void xml(int status, Consumer<XmlOutput> writer) {
        status(status).header("Content-Type", XML);
        XmlOutput out = new XmlOutput(body());
        writer.accept(out);
        out.whole().ifPresentOrElse(bytes -> bytes(XML, bytes, 0, bytes.length), out::flush);
    }

    /** 207 (RFC 4918 §13). */
    public void multistatus(Consumer<MultistatusWriter> writer) {
        xml(207, out -> {
            MultistatusWriter multistatus = new MultistatusWriter(out);
            writer.accept(multistatus);
            multistatus.end();
        });
    }

    /** A body that is known whole. */
    public void bytes(String contentType, byte[] bytes, int offset, int length) {
        header("Content-Type", contentType).header("Content-Length", Integer.toString(length));
        try {
            body().write(bytes, offset, length);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public Status getStatus() {
        return Status.fromCode(status());
    }

    @Override
    public void setStatus(Status status) {
        status(status.code);
    }

    @Override
    public void setNonStandardHeader(String code, String value) {
        header(code, value);
    }

    @Override
    public OutputStream getOutputStream() {
        return body();
    }

    @Override
    public void setAuthenticateHeader(List<String> challenges) {
        throw new IllegalStateException("the challenge is the authenticator's");
    }

    @Override
    public Cookie setCookie(Cookie cookie) {
        throw new IllegalStateException("there are no cookies");
    }

    @Override
    public Cookie setCookie(String name, String value) {
        return setCookie(new BeanCookie(name));
    }

    /** Used by Milton's {@code AbstractResponse} only. */
    protected void setAnyDateHeader(Response.Header header, Date date) {
        header(header.code, date(date.toInstant()));
    }
}
