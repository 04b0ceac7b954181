package org.teldav.bench;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Writes whole HTTP/1.1 requests as bytes, ahead of time: while it is measured, a request is one write. Immutable. */
final class Requests {

    private final String common;

    Requests(String authority, String user, String password) {
        String login = Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        this.common = "Host: " + authority + "\r\nAuthorization: Basic " + login + "\r\nUser-Agent: teldav-bench\r\n";
    }

    byte[] get(String path) {
        return head("GET", path, "");
    }

    byte[] delete(String path) {
        return head("DELETE", path, "");
    }

    byte[] put(String path, byte[] card) {
        return withBody("PUT", path, "Content-Type: text/vcard; charset=utf-8\r\n", card);
    }

    /** A PROPFIND, REPORT or MKCOL. */
    byte[] xml(String method, String path, String depth, String body) {
        String depthHeader = depth.isEmpty() ? "" : "Depth: " + depth + "\r\n";
        String document = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n" + body;
        return withBody(
                method,
                path,
                depthHeader + "Content-Type: application/xml; charset=utf-8\r\n",
                document.getBytes(StandardCharsets.UTF_8));
    }

    private byte[] withBody(String method, String path, String headers, byte[] body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(body.length + 512);
        bytes.writeBytes(head(method, path, headers + "Content-Length: " + body.length + "\r\n"));
        bytes.writeBytes(body);
        return bytes.toByteArray();
    }

    private byte[] head(String method, String path, String headers) {
        return (method + " " + path + " HTTP/1.1\r\n" + common + headers + "\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
    }
}
