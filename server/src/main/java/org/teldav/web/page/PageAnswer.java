package org.teldav.web.page;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a browser gets.
 *
 * @param headers but Content-Length and those that every page has
 */
public record PageAnswer(int status, Map<String, String> headers, byte[] body) {
    static PageAnswer html(int status, String html) {
        return new PageAnswer(
                status,
                Map.of("Content-Type", "text/html; charset=utf-8", "Cache-Control", "no-store"),
                html.getBytes(StandardCharsets.UTF_8));
    }

    /** To a page of ours, by GET. @param path begins with a slash and is not of a request's making */
    static PageAnswer seeOther(String path) {
        return new PageAnswer(303, Map.of("Location", path, "Cache-Control", "no-store"), new byte[0]);
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

    PageAnswer with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new PageAnswer(status, more, body);
    }
}
