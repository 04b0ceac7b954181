package org.teldav.dav;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a client would like (RFC 7240), as far as WebDAV has it (RFC 8144). What can't be read is no preference.
 *
 * @param minimal properties that aren't there, and a success, need not be said
 * @param representation what a write has made shall be in its answer
 * @param noRoot a listing need not tell of the collection itself
 * @param brief said in the older way of Apple's clients, {@code Brief: t}
 */
record Preferences(boolean minimal, boolean representation, boolean noRoot, boolean brief) {
    static Preferences of(DavRequest request) {
        boolean brief = request.header("Brief")
                .map(value -> value.strip().equalsIgnoreCase("t"))
                .orElse(false);
        List<String> names =
                request.header("Prefer").map(Preferences::preferences).orElse(List.of());
        // RFC 7240 §2: of a preference that is there twice the first counts.
        Optional<String> first =
                names.stream().filter(name -> name.startsWith("return=")).findFirst();
        return new Preferences(
                brief || first.equals(Optional.of("return=minimal")),
                first.equals(Optional.of("return=representation")),
                names.contains("depth-noroot"),
                brief);
    }

    /** {@code name} or {@code name=value}, without parameters and quotes, in lower case. */
    private static List<String> preferences(String header) {
        List<String> preferences = new ArrayList<>();
        StringBuilder current = new StringBuilder();
        boolean quoted = false;
        boolean parameters = false;
        for (int i = 0; i < header.length(); i++) {
            char c = header.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (quoted && c == '\\') {
                i++;
            } else if (!quoted && c == ',') {
                preferences.add(current.toString());
                current.setLength(0);
                parameters = false;
            } else if (!quoted && c == ';') {
                parameters = true;
            } else if (!parameters && c != ' ' && c != '\t') {
                current.append(c);
            }
        }
        preferences.add(current.toString());
        return preferences.stream().map(text -> text.toLowerCase(Locale.ROOT)).toList();
    }

    /** Says that return=minimal was heeded. */
    void minimalApplied(DavResponse response) {
        if (minimal) {
            applied(response, "return=minimal");
        }
    }

    void listingApplied(DavResponse response) {
        if (minimal && noRoot) {
            applied(response, "return=minimal, depth-noroot");
        } else if (noRoot) {
            applied(response, "depth-noroot");
        } else {
            minimalApplied(response);
        }
    }

    private void applied(DavResponse response, String preferences) {
        response.header("Preference-Applied", preferences).header("Vary", brief ? "Brief, Prefer" : "Prefer");
    }
}
