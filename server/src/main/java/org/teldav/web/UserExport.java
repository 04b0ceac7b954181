package org.teldav.web;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * All that there is of one user, as a zip that other programs read: each address book as a file of vCards, and what the API tells of the user as JSON. Thread-safe,
 * as far as what it asks is.
 */
public final class UserExport {
    /** All of them the user's own: the newest 10,000 of what is a list. */
    private static final List<String> PARTS =
            List.of("changes", "scheduled", "journal", "inbox", "prefs", "devices", "pushes");

    private final Function<String, JsonNode> api;

    /** @param api answers GET of a path and query that begin with {@code /api/}; what it throws goes on to who exports */
    public UserExport(Function<String, JsonNode> api) {
        this.api = api;
    }

    /** Writes it a page at a time, and leaves the stream open. @throws IOException of the stream */
    public void write(String user, OutputStream out) throws IOException {
        String path = "/api/users/" + encoded(user);
        JsonNode all = api.apply(path);
        ZipOutputStream zip = new ZipOutputStream(out);
        json(zip, "user", all);
        for (String part : PARTS) {
            json(zip, part, api.apply(path + "/" + part + "?limit=10000"));
        }
        int count = 0;
        for (JsonNode book : all.path("books")) {
            String name = book.path("name").asText();
            zip.putNextEntry(new ZipEntry("books/" + ++count + "-" + plain(name) + ".vcf"));
            cards(zip, path + "/books/" + encoded(name) + "/cards");
            zip.closeEntry();
        }
        zip.finish();
    }

    private static void json(ZipOutputStream zip, String name, JsonNode content) throws IOException {
        zip.putNextEntry(new ZipEntry(name + ".json"));
        zip.write(Json.pretty(content).getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
    }

    private void cards(ZipOutputStream zip, String path) throws IOException {
        JsonNode page = api.apply(path);
        while (page.has("next")) {
            for (JsonNode card : page.path("cards")) {
                byte[] content = card.path("content").binaryValue();
                zip.write(content);
                if (content.length > 0 && content[content.length - 1] != '\n') {
                    zip.write("\r\n".getBytes(StandardCharsets.US_ASCII));
                }
            }
            page = api.apply(path + "?after=" + page.path("next").asLong());
        }
    }

    /** So that no name leads out of the folder that the zip is unpacked into. */
    private static String plain(String book) {
        String plain = book.replaceAll("[^\\p{L}\\p{M}\\p{N} _-]", "_");
        return plain.length() > 100 ? plain.substring(0, 100) : plain;
    }

    private static String encoded(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
