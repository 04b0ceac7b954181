package org.teldav;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.net.SocketFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** A client that sends what a test says, byte for byte, over a real socket, one connection a request. Immutable. */
public final class DavClient {
    private final InetSocketAddress server;
    private final SocketFactory sockets;
    private final List<String> headers;

    public DavClient(InetSocketAddress server) {
        this(server, SocketFactory.getDefault());
    }

    /** @param sockets by TLS where they are such */
    public DavClient(InetSocketAddress server, SocketFactory sockets) {
        this(server, sockets, List.of());
    }

    private DavClient(InetSocketAddress server, SocketFactory sockets, List<String> headers) {
        this.server = server;
        this.sockets = sockets;
        this.headers = headers;
    }

    public DavClient as(String user, String password) {
        String credentials =
                Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        return with("Authorization: Basic " + credentials);
    }

    /** The same with one more header on each request. */
    public DavClient with(String header) {
        List<String> more = new ArrayList<>(headers);
        more.add(header);
        return new DavClient(server, sockets, more);
    }

    public DavAnswer get(String path) {
        return send("GET", path);
    }

    public DavAnswer delete(String path) {
        return send("DELETE", path);
    }

    public DavAnswer put(String path, String body) {
        return put(path, body.getBytes(StandardCharsets.UTF_8));
    }

    public DavAnswer put(String path, byte[] body) {
        return with("Content-Type: text/vcard; charset=utf-8").send("PUT", path, body);
    }

    public DavAnswer propfind(String path, int depth, String body) {
        return with("Depth: " + depth).xml("PROPFIND", path, body);
    }

    public DavAnswer report(String path, String body) {
        return xml("REPORT", path, body);
    }

    public DavAnswer xml(String method, String path, String body) {
        return with("Content-Type: application/xml; charset=utf-8")
                .send(method, path, body.getBytes(StandardCharsets.UTF_8));
    }

    public DavAnswer send(String method, String path) {
        return send(method, path, new byte[0]);
    }

    public DavAnswer send(String method, String path, byte[] body) {
        StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: " + server.getHostString()
                + ":" + server.getPort() + "\r\nConnection: close\r\n");
        headers.forEach(header -> head.append(header).append("\r\n"));
        boolean chunked = headers.stream()
                .anyMatch(header -> header.toLowerCase(Locale.ROOT).startsWith("transfer-encoding:"));
        if (!chunked && (body.length > 0 || method.equals("PUT"))) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        return raw(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8), body);
    }

    /** Sends these bytes and nothing else; the request should ask for the connection to be closed. */
    public DavAnswer raw(byte[]... parts) {
        try (Socket socket = sockets.createSocket()) {
            if (socket instanceof SSLSocket secured) {
                SSLParameters parameters = secured.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                parameters.setServerNames(List.of(new SNIHostName(server.getHostString())));
                secured.setSSLParameters(parameters);
            }
            socket.connect(server);
            socket.setSoTimeout(60_000);
            socket.setTcpNoDelay(true);
            OutputStream out = socket.getOutputStream();
            InputStream in = new BufferedInputStream(socket.getInputStream());
            try {
                for (byte[] part : parts) {
                    out.write(part);
                }
                out.flush();
            } catch (IOException e) {
                // the server may answer and close before it has read a body that it refuses
            }
            return answer(in, parts[0][0] == 'H' && parts[0][1] == 'E');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static DavAnswer answer(InputStream in, boolean head) throws IOException {
        String statusLine = line(in);
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            int colon = header.indexOf(':');
            headers.merge(
                    header.substring(0, colon), header.substring(colon + 1).strip(), (a, b) -> a + ", " + b);
        }
        int status = Integer.parseInt(statusLine.split(" ")[1]);
        if (status == 100) {
            return answer(in, head);
        }
        byte[] body = head || status == 204 || status == 304 ? new byte[0] : body(in, headers);
        return new DavAnswer(status, headers, body);
    }

    private static byte[] body(InputStream in, Map<String, String> headers) throws IOException {
        if (headers.getOrDefault("Transfer-Encoding", "").equals("chunked")) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            for (int size = chunk(in); size > 0; size = chunk(in)) {
                body.write(whole(in, size));
                line(in);
            }
            return body.toByteArray();
        }
        String length = headers.get("Content-Length");
        return length == null ? in.readAllBytes() : whole(in, Integer.parseInt(length));
    }

    private static int chunk(InputStream in) throws IOException {
        return Integer.parseInt(line(in).split(";")[0].strip(), 16);
    }

    private static byte[] whole(InputStream in, int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new IOException("the answer was cut off");
        }
        return bytes;
    }

    static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new IOException("the server closed the connection");
            }
            line.write(b);
        }
        return line.toString(StandardCharsets.UTF_8).stripTrailing();
    }
}
