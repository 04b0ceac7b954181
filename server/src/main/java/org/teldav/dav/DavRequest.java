package org.teldav.dav;

import io.milton.http.AbstractRequest;
import io.milton.http.Auth;
import io.milton.http.Cookie;
import io.milton.http.FileItem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.IntSupplier;
import java.util.stream.Stream;

/** A request as the handlers see it. What Milton would read from forms and cookies is never there. */
public abstract class DavRequest extends AbstractRequest {
    /** How many times its bytes an XML body takes when it is read: elements of a few characters each. */
    private static final int TREE = 16;

    private static final int START = 32 << 10;

    /** Those of IANA's registry that make other bytes. */
    private static final Set<String> CODINGS = Set.of(
            "gzip", "x-gzip", "deflate", "compress", "x-compress", "br", "zstd", "dcb", "dcz", "aes128gcm", "exi");

    private final RequestLimits limits;
    private final Auth auth;
    private LargeBodies.Room room = LargeBodies.Room.NONE;

    protected DavRequest(RequestLimits limits, Auth auth) {
        this.limits = limits;
        this.auth = auth;
    }

    /** A header's value; several lines of it joined with commas. */
    public abstract Optional<String> header(String name);

    /** The path as it was sent, without query. */
    public abstract String rawPath();

    /** The host, and the port where one was said, that the client called: Host, or :authority where HTTP/2 has it in its place (RFC 9113 §8.3.1). */
    public abstract String authority();

    /** http or https, as the client called: a proxy in front that is believed may have said so. */
    public abstract String scheme();

    /** Bytes of the body as announced; -1 where that is not said. */
    public abstract long contentLength();

    @Override
    public abstract InputStream getInputStream() throws IOException;

    /** The decoded path. @throws DavException 400 where it can't be decoded */
    public Href href() {
        return Href.parse(rawPath());
    }

    /** The media type of the body without parameters, in lower case. */
    public Optional<String> mediaType() {
        return header("Content-Type").map(type -> type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT));
    }

    /** The request is answered: what it held may go. */
    public void end() {
        room.close();
        room = LargeBodies.Room.NONE;
    }

    /**
     * The body of a card, read once.
     *
     * @param there the bytes of the one that it replaces, 0 where it replaces none; the server itself may have made that larger than the limit
     * @throws DavException 403 max-resource-size
     */
    public byte[] cardBody(IntSupplier there) {
        boolean fits = contentLength() >= 0 && contentLength() <= limits.cardBytes();
        int most = fits ? limits.cardBytes() : Math.max(limits.cardBytes(), there.getAsInt());
        return body(
                most,
                1,
                new DavException(Precondition.MAX_RESOURCE_SIZE, "the card is larger than " + most + " bytes"));
    }

    /**
     * The XML body, empty where there is none.
     *
     * @throws DavException 413 where it is too large, 415 where it says that it is something else, 400 where it is not well-formed
     */
    public Optional<XmlElement> xmlBody() {
        byte[] body = body(
                limits.xmlBytes(),
                TREE,
                new DavException(413, "the request is larger than " + limits.xmlBytes() + " bytes (limits.xml)"));
        if (body.length == 0) {
            return Optional.empty();
        }
        String type = mediaType().orElse("application/xml");
        if (!type.endsWith("/xml") && !type.endsWith("+xml")) {
            throw new DavException(415, "the body of this request is XML");
        }
        return Optional.of(XmlRequest.parse(body));
    }

    /** @param weight how many times its bytes the body takes in memory */
    private byte[] body(int limit, int weight, DavException tooLarge) {
        refuseCodings();
        if (contentLength() > limit) {
            throw tooLarge;
        }
        try {
            InputStream in = getInputStream();
            return contentLength() >= 0
                    ? known(in, (int) contentLength(), weight)
                    : unknown(in, limit, weight, tooLarge);
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /** RFC 9110 §8.4 and §15.5.16, RFC 9112 §6.1: nothing is unpacked here. Words that are no coding's, as a charset's, say nothing of the bytes. */
    private void refuseCodings() {
        if (codings("Content-Encoding").anyMatch(CODINGS::contains)) {
            throw new DavException(415, "bodies are taken as they are, not packed").with("Accept-Encoding", "identity");
        }
        if (codings("Transfer-Encoding").anyMatch(CODINGS::contains)) {
            throw new DavException(501, "of transfer codings only chunked is known here");
        }
    }

    private Stream<String> codings(String name) {
        return header(name).stream()
                .flatMap(value -> Stream.of(value.split(",")))
                .map(coding -> coding.strip().toLowerCase(Locale.ROOT));
    }

    /** What stood still may come another time: so a phone sees it whose upload a restart cuts off. */
    private static DavException broken(IOException e) {
        return e.getCause() instanceof TimeoutException
                ? DavException.later("the body did not come in time; try again")
                : DavException.badRequest("the body broke off, or its chunks can't be read");
    }

    private byte[] known(InputStream in, int length, int weight) throws IOException {
        room = limits.bodies().enter((long) length * weight);
        byte[] body = new byte[length];
        if (in.readNBytes(body, 0, length) < length) {
            throw DavException.badRequest("the body ended before its length");
        }
        return body;
    }

    /** Chunked: it may become as long as the limit, and while it grows it is there twice. */
    private byte[] unknown(InputStream in, int limit, int weight, DavException tooLarge) throws IOException {
        byte[] start = in.readNBytes(Math.min(limit, START));
        if (start.length < START) {
            refuseMore(in, start.length == limit, tooLarge);
            return start;
        }
        room = limits.bodies().enter(2L * limit * weight);
        ByteArrayOutputStream body = new ByteArrayOutputStream(4 * START);
        body.writeBytes(start);
        byte[] buffer = new byte[16384];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            body.write(buffer, 0, n);
            if (body.size() > limit) {
                throw tooLarge;
            }
        }
        return body.toByteArray();
    }

    private static void refuseMore(InputStream in, boolean full, DavException tooLarge) throws IOException {
        if (full && in.read() >= 0) {
            throw tooLarge;
        }
    }

    @Override
    public String getRequestHeader(Header header) {
        return header(header.code).orElse(null);
    }

    @Override
    public Auth getAuthorization() {
        return auth;
    }

    @Override
    public void setAuthorization(Auth other) {
        throw new IllegalStateException("who asks is known before Milton is asked");
    }

    @Override
    public String getAbsoluteUrl() {
        return rawPath();
    }

    @Override
    public String getAbsolutePath() {
        return rawPath();
    }

    @Override
    public Map<String, String> getHeaders() {
        return Map.of();
    }

    @Override
    public String getFromAddress() {
        return getRemoteAddr();
    }

    @Override
    public void parseRequestParameters(Map<String, String> params, Map<String, FileItem> files) {
        // a form is never read: a PUT whose type says form is refused by its media type
    }

    @Override
    public Cookie getCookie(String name) {
        return null;
    }

    @Override
    public List<Cookie> getCookies() {
        return List.of();
    }
}
