package org.teldav.web.page;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;

/** The files of the page: styles and scripts, from this server alone. Each has its checksum in its path and is kept by browsers for good. Thread-safe. */
public final class Assets {
    private static final String LIBRARIES = "/META-INF/resources/webjars/";
    private static final Map<String, String> FILES = Map.of(
            "pico.css", LIBRARIES + "picocss__pico/2.1.1/css/pico.min.css",
            "htmx.js", LIBRARIES + "htmx.org/2.0.10/dist/htmx.min.js",
            "teldav.css", "/org/teldav/web/page/teldav.css");

    private final Map<String, Asset> byPath = new LinkedHashMap<>();
    private final Map<String, String> paths = new LinkedHashMap<>();

    /** @param zipped by gzip */
    public record Asset(String type, byte[] content, byte[] zipped) {}

    public Assets() {
        FILES.forEach((name, resource) -> {
            byte[] content = read(resource);
            String path = "/assets/" + checksum(content) + "/" + name;
            paths.put(name, path);
            byPath.put(path, new Asset(name.endsWith(".css") ? "text/css" : "text/javascript", content, zip(content)));
        });
    }

    /** The file of that path. */
    public Optional<Asset> find(String path) {
        return Optional.ofNullable(byPath.get(path));
    }

    String path(String name) {
        String path = paths.get(name);
        if (path == null) {
            throw new IllegalArgumentException("there is no file " + name);
        }
        return path;
    }

    private static String checksum(byte[] content) {
        CRC32 crc = new CRC32();
        crc.update(content);
        return Long.toHexString(crc.getValue());
    }

    private static byte[] read(String resource) {
        try (InputStream in = Assets.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is missing");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] zip(byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
