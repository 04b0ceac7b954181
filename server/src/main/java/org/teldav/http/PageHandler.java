package org.teldav.http;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.http.MultiPartConfig;
import org.eclipse.jetty.http.MultiPartFormData;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.FormFields;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.thread.Invocable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.teldav.dav.DavException;
import org.teldav.dav.LargeBodies;
import org.teldav.storage.DatabaseAwayException;
import org.teldav.storage.Principal;
import org.teldav.storage.StorageFullException;
import org.teldav.web.page.Assets;
import org.teldav.web.page.Page;
import org.teldav.web.page.PageAnswer;
import org.teldav.web.page.PageRequest;
import org.teldav.web.page.Pages;

/** Carries the web page over HTTP: GET, HEAD and POST of what is neither DAV nor the API, and has no login of theirs. Thread-safe. */
public final class PageHandler extends Handler.Abstract {
    private static final Logger LOG = LoggerFactory.getLogger(PageHandler.class);

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST");
    private static final String MULTIPART = "multipart/form-data";
    private static final int MOST_FIELDS = 2000;
    private static final int MOST_FORM = 1 << 20;
    /** Of who isn't signed in. */
    private static final int MOST_STRANGE_FORM = 16 << 10;
    /** On one connection, which by HTTP/2 has many: they hold no thread, and what they hold is memory. */
    private static final int MOST_STRANGE_FORMS = 8;
    /** What was sent, its parts, and what is made of them. */
    private static final int COPIES = 3;

    private static final int BUFFER = 1 << 16;
    private static final long MOST_UPLOAD = 10 << 20;

    private final Pages pages;
    private final Assets assets;
    private final Occupancy<String> users;
    /** Connections whose forms are being read, of who isn't signed in. */
    private final Occupancy<String> strangers = new Occupancy<>(MOST_STRANGE_FORMS);

    private final LargeBodies bodies;

    /** @param users the requests that each user has, here and elsewhere @param bodies where uploads have their room, beside cards */
    public PageHandler(Pages pages, Assets assets, Occupancy<String> users, LargeBodies bodies) {
        this.pages = pages;
        this.assets = assets;
        this.users = users;
        this.bodies = bodies;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        if (request.getHeaders().contains(HttpHeader.AUTHORIZATION)
                || !isPage(request.getMethod(), request.getHttpURI().getPath())) {
            return false;
        }
        String path = request.getHttpURI().getCanonicalPath();
        Optional<Assets.Asset> asset = assets.find(path == null ? "" : path);
        if (asset.isPresent() && isReading(request)) {
            write(asset.get(), request, response, callback);
        } else {
            answer(request, response, callback);
        }
        return true;
    }

    /** All that DAV has is below {@code /dav/} and {@code /.well-known/}; discovery elsewhere is by other methods than a browser's. */
    private static boolean isPage(String method, @Nullable String path) {
        return METHODS.contains(method)
                && path != null
                && path.startsWith("/")
                && !path.equals("/dav")
                && !path.startsWith("/dav/")
                && !path.startsWith("/.well-known/");
    }

    private static boolean isReading(Request request) {
        return request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
    }

    private void answer(Request request, Response response, Callback callback) {
        Page page;
        try {
            page = pages.begin(head(request));
        } catch (RuntimeException e) {
            write(failed(request, e), request, response, callback);
            return;
        }
        Optional<String> user = page.user().map(Principal.User::name);
        user.ifPresent(name -> request.setAttribute(HttpServer.USER, name));
        Occupancy<String> places = user.isPresent() ? users : strangers;
        Optional<String> key = user.or(() ->
                isForm(request) ? Optional.of(request.getConnectionMetaData().getId()) : Optional.empty());
        if (key.isPresent() && !places.enter(key.get())) {
            write(busy("You have too many requests under way."), request, response, callback);
            return;
        }
        Consumer<Filling> end = filling -> {
            try {
                write(answered(page, request, filling), request, response, callback);
            } finally {
                key.ifPresent(places::leave);
            }
        };
        if (isForm(request)) {
            readForm(request, user.isPresent() ? MOST_FORM : MOST_STRANGE_FORM, end, callback);
        } else {
            end.accept(empty -> filled(empty, request));
        }
    }

    /** No thread waits for it: it goes on in another when all is there, where nobody else sees what is thrown. */
    private static void readForm(Request request, int most, Consumer<Filling> end, Callback callback) {
        Consumer<Filling> ended = filling -> {
            try {
                end.accept(filling);
            } catch (RuntimeException | Error e) {
                callback.failed(e);
            }
        };
        Consumer<Throwable> failed = why -> ended.accept(page -> {
            throw new UnreadableForm(why);
        });
        try {
            FormFields.onFields(
                    request,
                    FormFields.getFormEncodedCharset(request),
                    MOST_FIELDS,
                    most,
                    Promise.Invocable.from(
                            Invocable.InvocationType.BLOCKING,
                            fields -> ended.accept(page -> filled(page, fields)),
                            failed));
        } catch (IllegalArgumentException e) {
            // There is no such charset.
            failed.accept(e);
        }
    }

    @SuppressWarnings("try") // the room is held, and not used
    private PageAnswer answered(Page page, Request request, Filling filling) {
        try (LargeBodies.Room room = bodies.enter(isUpload(page, request) ? COPIES * length(request) : 0)) {
            return pages.answer(filling.fill(page));
        } catch (DavException e) {
            return busy("The server is busy with large files.");
        } catch (UnreadableForm e) {
            LOG.debug("the form can't be read", e);
            return isTooLarge(page, request)
                    ? pages.tooLarge(page, MOST_UPLOAD >> 20)
                    : plain(400, "This form can't be read, or is too large.");
        } catch (RuntimeException e) {
            return failed(request, e);
        }
    }

    private static PageAnswer failed(Request request, RuntimeException e) {
        if (e instanceof DatabaseAwayException) {
            LOG.warn("{} of a page can't be answered: {}", request.getMethod(), e.getMessage());
            return plain(503, "The database does not answer. Try again in a moment.");
        } else if (e instanceof StorageFullException) {
            LOG.error("{} of a page is refused: {}", request.getMethod(), e.getMessage());
            return plain(507, "The disk of the server is full.");
        }
        LOG.error("{} of a page failed", request.getMethod(), e);
        return plain(500, "The server failed; its log says why.");
    }

    private static PageAnswer busy(String why) {
        return plain(503, why + " Try again in a moment.");
    }

    private static PageAnswer plain(int status, String text) {
        return new PageAnswer(
                status,
                Map.of("Content-Type", "text/plain; charset=utf-8", "Cache-Control", "no-store"),
                (text + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** What can be known before the body is read. */
    private static PageRequest head(Request request) {
        Map<String, String> query = new HashMap<>();
        for (Fields.Field field : Request.extractQueryParameters(request, StandardCharsets.UTF_8)) {
            query.put(field.getName(), field.getValue());
        }
        Map<String, String> cookies = new HashMap<>();
        for (HttpCookie cookie : Request.getCookies(request)) {
            cookies.putIfAbsent(cookie.getName(), cookie.getValue());
        }
        return new PageRequest(
                request.getMethod().equals("HEAD") ? "GET" : request.getMethod(),
                Optional.ofNullable(Request.getPathInContext(request)).orElse("/"),
                query,
                Map.of(),
                Map.of(),
                cookies,
                Optional.ofNullable(request.getHeaders().get(HttpHeader.ACCEPT_LANGUAGE)),
                Request.getRemoteAddr(request),
                request.isSecure(),
                isForeign(request),
                "true".equals(request.getHeaders().get("HX-Request")));
    }

    /** What a form says that can't be read; the client's fault. */
    private static final class UnreadableForm extends Exception {
        UnreadableForm(Throwable cause) {
            super(cause);
        }
    }

    /** Puts into the page what was sent to it. */
    @FunctionalInterface
    private interface Filling {
        Page fill(Page page) throws UnreadableForm;
    }

    private static boolean isForm(Request request) {
        return !isReading(request) && !type(request).startsWith(MULTIPART);
    }

    /** A stranger's upload is not read at all: the form is refused for it. */
    private static boolean isUpload(Page page, Request request) {
        return page.user().isPresent() && !isReading(request) && type(request).startsWith(MULTIPART);
    }

    private static boolean isTooLarge(Page page, Request request) {
        return isUpload(page, request) && request.getLength() > MOST_UPLOAD;
    }

    private static long length(Request request) {
        long told = request.getLength();
        return told < 0 ? MOST_UPLOAD : Math.min(told, MOST_UPLOAD);
    }

    private static String type(Request request) {
        return Optional.ofNullable(request.getHeaders().get(HttpHeader.CONTENT_TYPE))
                .orElse("");
    }

    private static Page filled(Page page, Fields fields) {
        Map<String, List<String>> form = new HashMap<>();
        for (Fields.Field field : fields) {
            form.put(field.getName(), field.getValues());
        }
        return page.filled(form, Map.of());
    }

    private static Page filled(Page page, Request request) throws UnreadableForm {
        if (!isUpload(page, request)) {
            return page;
        }
        Map<String, List<String>> form = new HashMap<>();
        Map<String, PageRequest.Upload> files = new HashMap<>();
        try {
            readParts(request, form, files);
        } catch (IOException
                | CompletionException
                | HttpException.RuntimeException
                | IllegalStateException
                | IllegalArgumentException e) {
            throw new UnreadableForm(e);
        }
        return page.filled(form, files);
    }

    private static void readParts(
            Request request, Map<String, List<String>> form, Map<String, PageRequest.Upload> files) throws IOException {
        MultiPartConfig limits = new MultiPartConfig.Builder()
                .maxParts(MOST_FIELDS)
                .maxSize(MOST_UPLOAD)
                .maxPartSize(MOST_UPLOAD)
                .maxMemoryPartSize(-1)
                .build();
        try (MultiPartFormData.Parts parts = MultiPartFormData.getParts(request, request, type(request), limits)) {
            for (MultiPart.Part part : parts) {
                read(part, form, files);
            }
        }
    }

    private static void read(MultiPart.Part part, Map<String, List<String>> form, Map<String, PageRequest.Upload> files)
            throws IOException {
        if (part.getName() == null) {
            return;
        }
        if (part.getFileName() == null) {
            form.computeIfAbsent(part.getName(), name -> new ArrayList<>())
                    .add(part.getContentAsString(StandardCharsets.UTF_8));
        } else {
            byte[] content =
                    Content.Source.asInputStream(part.getContentSource()).readAllBytes();
            files.put(part.getName(), new PageRequest.Upload(part.getFileName(), content));
        }
    }

    /** Browsers say so themselves; what isn't a browser, or is an old one, says nothing. */
    private static boolean isForeign(Request request) {
        String site = request.getHeaders().get("Sec-Fetch-Site");
        if (site != null) {
            return !site.equals("same-origin") && !site.equals("none");
        }
        String origin = request.getHeaders().get(HttpHeader.ORIGIN);
        if (origin == null) {
            return false;
        }
        try {
            String host = URI.create(origin).getRawAuthority();
            return host == null || !host.equalsIgnoreCase(request.getHttpURI().getAuthority());
        } catch (IllegalArgumentException e) {
            return true;
        }
    }

    private static void write(Assets.Asset asset, Request request, Response response, Callback callback) {
        boolean zip = Optional.ofNullable(request.getHeaders().get(HttpHeader.ACCEPT_ENCODING))
                .filter(accepted -> accepted.contains("gzip"))
                .isPresent();
        PageAnswer answer = new PageAnswer(
                200,
                Map.of(
                        "Content-Type", asset.type() + "; charset=utf-8",
                        "Cache-Control", "public, max-age=31536000, immutable",
                        "Vary", "Accept-Encoding"),
                zip ? asset.zipped() : asset.content());
        if (zip) {
            response.getHeaders().put(HttpHeader.CONTENT_ENCODING, "gzip");
        }
        write(answer, request, response, callback);
    }

    private static void write(PageAnswer answer, Request request, Response response, Callback callback) {
        response.setStatus(answer.status());
        answer.headers().forEach(response.getHeaders()::put);
        answer.cookies().forEach(cookie -> response.getHeaders().add(HttpHeader.SET_COOKIE, cookie));
        if (answer.status() == 503) {
            response.getHeaders().put(HttpHeader.RETRY_AFTER, DavException.RETRY_AFTER);
        }
        SecurityHeaders.page(response);
        boolean head = request.getMethod().equals("HEAD");
        if (answer.stream().isPresent() && !head) {
            stream(answer.stream().get(), response, callback);
            return;
        }
        if (answer.status() != 204) {
            response.getHeaders().put(HttpHeader.CONTENT_LENGTH, answer.body().length);
        }
        response.write(true, head ? ByteBuffer.allocate(0) : ByteBuffer.wrap(answer.body()), callback);
    }

    private static void stream(PageAnswer.Stream stream, Response response, Callback callback) {
        try {
            OutputStream out = new BufferedOutputStream(Content.Sink.asOutputStream(response), BUFFER);
            stream.write(out);
            out.close();
            callback.succeeded();
        } catch (IOException | RuntimeException e) {
            LOG.warn("a download of a page broke off: {}", e.toString());
            callback.failed(e);
        }
    }
}
