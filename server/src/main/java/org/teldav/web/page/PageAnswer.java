package org.teldav.web.page;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a browser gets.
 *
 * @param headers but Content-Length and those that every page has
 * @param cookies that are set, each as RFC 6265 §4.1 has it
 * @param stream what writes the body where it is too large to be held; the connection is broken off where that fails
 */
public record PageAnswer(
        int status, Map<String, String> headers, List<String> cookies, byte[] body, Optional<Stream> stream) {
    /** Writes, and leaves the stream open. */
    @FunctionalInterface
    public interface Stream {
        void write(OutputStream out) throws IOException;
    }

    public PageAnswer(int status, Map<String, String> headers, byte[] body) {
        this(status, headers, List.of(), body, Optional.empty());
    }

    static PageAnswer html(int status, String html) {
        return new PageAnswer(
                status,
                Map.of("Content-Type", "text/html; charset=utf-8", "Cache-Control", "no-store"),
                html.getBytes(StandardCharsets.UTF_8));
    }

    /** To another site. @param uri of the operator's choice, and not of a request's making */
    static PageAnswer seeOther(URI uri) {
        return seeOther(uri.toString());
    }

    /** To a page of ours, by GET. @param path begins with a slash and is not of a request's making */
    static PageAnswer seeOther(String path) {
        return new PageAnswer(303, Map.of("Location", path, "Cache-Control", "no-store"), new byte[0]);
    }

    /** Leaves a piece of a page as it is. */
    static PageAnswer nothing() {
        return new PageAnswer(204, Map.of("Cache-Control", "no-store"), new byte[0]);
    }

    /** A file for the browser to keep. @param name of letters, digits, dots and dashes */
    static PageAnswer file(String type, String name, byte[] content) {
        return new PageAnswer(
                200,
                Map.of(
                        "Content-Type",
                        type,
                        "Content-Disposition",
                        "attachment; filename=\"" + name.replaceAll("[^A-Za-z0-9._-]", "_") + "\"",
                        "Cache-Control",
                        "no-store"),
                content);
    }

    /** As {@link #file}, a piece at a time. */
    static PageAnswer streamed(String type, String name, Stream stream) {
        PageAnswer file = file(type, name, new byte[0]);
        return new PageAnswer(file.status, file.headers, List.of(), file.body, Optional.of(stream));
    }

    PageAnswer with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new PageAnswer(status, more, cookies, body, stream);
    }

    PageAnswer withCookies(List<String> set) {
        return new PageAnswer(status, headers, List.copyOf(set), body, stream);
    }
}
