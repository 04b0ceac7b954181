package org.teldav.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.http.MultiPartConfig;
import org.eclipse.jetty.http.MultiPartFormData;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.FormFields;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.thread.Invocable;
import org.teldav.web.page.Page;

/** Reads what is sent to a page: a form's fields, or an upload, each up to its limit. */
final class PageForms {
    /** Of an upload. */
    static final long MOST_UPLOAD = 10 << 20;

    private static final String MULTIPART = "multipart/form-data";
    private static final int MOST_FIELDS = 2000;
    private static final int MOST_FORM = 1 << 20;
    /** Of who isn't signed in. */
    private static final int MOST_STRANGE_FORM = 16 << 10;
    /** What was sent, its parts, and what is made of them. */
    private static final int COPIES = 3;

    private PageForms() {}

    /** What a form says that can't be read; the client's fault. */
    static final class UnreadableForm extends Exception {
        UnreadableForm(Throwable cause) {
            super(cause);
        }
    }

    /** Puts into the page what was sent to it. */
    @FunctionalInterface
    interface Filling {
        Page fill(Page page) throws UnreadableForm;
    }

    static boolean isReading(Request request) {
        return request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
    }

    static boolean isForm(Request request) {
        return !isReading(request) && !type(request).startsWith(MULTIPART);
    }

    /** A stranger's upload is not read at all: the form is refused for it. */
    private static boolean isUpload(Page page, Request request) {
        return page.user().isPresent() && !isReading(request) && type(request).startsWith(MULTIPART);
    }

    static boolean isTooLarge(Page page, Request request) {
        return isUpload(page, request) && request.getLength() > MOST_UPLOAD;
    }

    /** How many bytes of memory an upload takes until it is answered. */
    static long room(Page page, Request request) {
        if (!isUpload(page, request)) {
            return 0;
        }
        long told = request.getLength();
        return COPIES * (told < 0 ? MOST_UPLOAD : Math.min(told, MOST_UPLOAD));
    }

    private static String type(Request request) {
        return Optional.ofNullable(request.getHeaders().get(HttpHeader.CONTENT_TYPE))
                .orElse("");
    }

    /** No thread waits for it: it goes on in another when all is there, where nobody else sees what is thrown. */
    static void read(Request request, boolean signedIn, Consumer<Filling> end, Callback callback) {
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
                    signedIn ? MOST_FORM : MOST_STRANGE_FORM,
                    Promise.Invocable.from(
                            Invocable.InvocationType.BLOCKING,
                            fields -> ended.accept(page -> filled(page, fields)),
                            failed));
        } catch (IllegalArgumentException e) {
            // There is no such charset.
            failed.accept(e);
        }
    }

    private static Page filled(Page page, Fields fields) {
        Map<String, List<String>> form = new HashMap<>();
        for (Fields.Field field : fields) {
            form.put(field.getName(), field.getValues());
        }
        return page.filled(form, Map.of());
    }

    /** With the upload, where there is one; waits for it. */
    static Page filled(Page page, Request request) throws UnreadableForm {
        if (!isUpload(page, request)) {
            return page;
        }
        Map<String, List<String>> form = new HashMap<>();
        Map<String, byte[]> files = new HashMap<>();
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

    private static void readParts(Request request, Map<String, List<String>> form, Map<String, byte[]> files)
            throws IOException {
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

    private static void read(MultiPart.Part part, Map<String, List<String>> form, Map<String, byte[]> files)
            throws IOException {
        if (part.getName() == null) {
            return;
        }
        if (part.getFileName() == null) {
            form.computeIfAbsent(part.getName(), name -> new ArrayList<>())
                    .add(part.getContentAsString(StandardCharsets.UTF_8));
        } else {
            files.put(
                    part.getName(),
                    Content.Source.asInputStream(part.getContentSource()).readAllBytes());
        }
    }
}
