package org.teldav.web.page;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a browser asks for, whatever carried it.
 *
 * @param method GET or POST; a HEAD is a GET
 * @param path as {@code /numbers/change}, decoded
 * @param query parameters, decoded, the first of each name
 * @param form fields of a POST, decoded; empty for a GET
 * @param files of a POST by the name of their field
 * @param cookies by name
 * @param languages as Accept-Language has them
 * @param address the peer's
 * @param secure whether the browser came by TLS
 * @param foreign whether the browser says that another site has sent it here (Sec-Fetch-Site, Origin)
 * @param partial whether htmx asks for a piece of a page
 */
public record PageRequest(
        String method,
        String path,
        Map<String, String> query,
        Map<String, List<String>> form,
        Map<String, byte[]> files,
        Map<String, String> cookies,
        Optional<String> languages,
        String address,
        boolean secure,
        boolean foreign,
        boolean partial) {
    /** The same, with what its body holds. */
    PageRequest filled(Map<String, List<String>> fields, Map<String, byte[]> uploads) {
        return new PageRequest(
                method, path, query, fields, uploads, cookies, languages, address, secure, foreign, partial);
    }

    /** A field of the form, stripped; empty where it is missing or blank. */
    public Optional<String> field(String name) {
        return form.getOrDefault(name, List.of()).stream()
                .findFirst()
                .map(String::strip)
                .filter(value -> !value.isEmpty());
    }

    /** A field as it was typed: for passwords. */
    public String raw(String name) {
        return form.getOrDefault(name, List.of()).stream().findFirst().orElse("");
    }

    /** A parameter of the query, stripped; empty where it is missing or blank. */
    public Optional<String> parameter(String name) {
        return Optional.ofNullable(query.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    /** Where a long list is gone on with; 0 where that isn't said, or is no number. */
    int from() {
        return parameter("from")
                .filter(number -> number.matches("\\d{1,9}"))
                .map(Integer::parseInt)
                .orElse(0);
    }
}
