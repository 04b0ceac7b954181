package org.teldav.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * As much of a CardDAV server as the load generator asks for, with a fault that can be chosen. Multistatus answers are sent in
 * chunks, cards with a length.
 */
final class SmallServer implements AutoCloseable {

    enum Fault {
        NONE,
        LOSES_A_RESPONSE,
        CARD_WITHOUT_ETAG,
        FORGETS_PUTS,
        NO_SYNC,
        NO_MKCOL
    }

    private static final String HOME = "/dav/home/";
    private static final Pattern HREF = Pattern.compile("<href>([^<]*)</href>");
    private static final Pattern TEXT_MATCH = Pattern.compile("<c:text-match[^>]*>([^<]*)<");
    private static final Pattern TOKEN = Pattern.compile("<sync-token>([^<]*)<");

    private final Map<String, String> cards = new ConcurrentSkipListMap<>();
    private final Map<String, Integer> changedAt = new ConcurrentSkipListMap<>();
    private final AtomicInteger changes = new AtomicInteger();
    private final AtomicInteger deletions = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer http;
    private final Fault fault;

    SmallServer(Fault fault) throws IOException {
        this.fault = fault;
        this.http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.setExecutor(threads);
        http.createContext("/", this::answer);
        http.start();
    }

    URI url(String path) {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort() + path);
    }

    Map<String, String> cards() {
        return cards;
    }

    int deletions() {
        return deletions.get();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body;
            try (InputStream in = exchange.getRequestBody()) {
                body = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
            String login = Base64.getEncoder().encodeToString("bench:secret".getBytes(StandardCharsets.UTF_8));
            String path = exchange.getRequestURI().getRawPath();
            if (path.startsWith("/.well-known/")) {
                exchange.getResponseHeaders().add("Location", "/dav/");
                exchange.sendResponseHeaders(301, -1);
            } else if (!("Basic " + login).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                exchange.sendResponseHeaders(401, -1);
            } else {
                handle(exchange, path, body);
            }
        }
    }

    private void handle(HttpExchange exchange, String path, String body) throws IOException {
        switch (exchange.getRequestMethod()) {
            case "GET" -> get(exchange, path);
            case "PUT" -> put(exchange, path, body);
            case "DELETE" -> {
                deletions.incrementAndGet();
                cards.keySet().removeIf(card -> card.startsWith(path));
                exchange.sendResponseHeaders(204, -1);
            }
            case "MKCOL" -> exchange.sendResponseHeaders(fault == Fault.NO_MKCOL ? 405 : 201, -1);
            case "PROPFIND" -> propfind(exchange, path);
            case "REPORT" -> report(exchange, body);
            default -> exchange.sendResponseHeaders(501, -1);
        }
    }

    private void get(HttpExchange exchange, String path) throws IOException {
        String card = cards.get(path);
        if (card == null) {
            exchange.sendResponseHeaders(404, -1);
            return;
        }
        if (fault != Fault.CARD_WITHOUT_ETAG) {
            exchange.getResponseHeaders().add("ETag", "\"1\"");
        }
        byte[] bytes = card.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private void put(HttpExchange exchange, String path, String body) throws IOException {
        boolean changed = cards.containsKey(path);
        if (!changed || fault != Fault.FORGETS_PUTS) {
            cards.put(path, body);
        }
        changedAt.put(path, changes.incrementAndGet());
        exchange.sendResponseHeaders(changed ? 204 : 201, -1);
    }

    private void propfind(HttpExchange exchange, String path) throws IOException {
        if (path.equals("/dav/")) {
            multistatus(
                    exchange,
                    found(path, "<d:current-user-principal><d:href>/dav/me/</d:href></d:current-user-principal>"));
        } else if (path.equals("/dav/me/")) {
            multistatus(
                    exchange,
                    found(path, "<c:addressbook-home-set><d:href>" + HOME + "</d:href></c:addressbook-home-set>"));
        } else if (path.startsWith(HOME)) {
            StringBuilder responses =
                    new StringBuilder(found(path, "<d:resourcetype><d:collection/><c:addressbook/></d:resourcetype>"));
            if ("1".equals(exchange.getRequestHeaders().getFirst("Depth"))) {
                cards.keySet().stream().skip(lost()).forEach(card -> responses.append(member(card, false)));
            }
            multistatus(exchange, responses.toString());
        } else {
            exchange.sendResponseHeaders(404, -1);
        }
    }

    private void report(HttpExchange exchange, String body) throws IOException {
        StringBuilder responses = new StringBuilder();
        if (body.contains("addressbook-multiget")) {
            Matcher hrefs = HREF.matcher(body);
            hrefs.results().skip(lost()).forEach(href -> responses.append(member(href.group(1), true)));
        } else if (body.contains("addressbook-query")) {
            String text = first(TEXT_MATCH, body);
            cards.forEach((path, card) -> responses.append(card.contains(text) ? member(path, true) : ""));
        } else if (fault == Fault.NO_SYNC) {
            exchange.sendResponseHeaders(403, -1);
            return;
        } else {
            int since = Integer.parseInt("0" + first(TOKEN, body));
            changedAt.forEach((path, at) -> responses.append(at > since ? member(path, false) : ""));
            responses.append("<d:sync-token>" + changes.get() + "</d:sync-token>");
        }
        multistatus(exchange, responses.toString());
    }

    private int lost() {
        return fault == Fault.LOSES_A_RESPONSE ? 1 : 0;
    }

    private static String first(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(found -> found.group(1))
                .findFirst()
                .orElse("");
    }

    private String member(String path, boolean withCard) {
        String data = withCard ? "<c:address-data>" + cards.get(path) + "</c:address-data>" : "";
        return found(path, "<d:getetag>\"1\"</d:getetag>" + data);
    }

    private static String found(String path, String properties) {
        return "<d:response><d:href>" + path + "</d:href><d:propstat><d:prop>" + properties
                + "</d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>";
    }

    private static void multistatus(HttpExchange exchange, String responses) throws IOException {
        String xml = "<d:multistatus xmlns:d=\"DAV:\" xmlns:c=\"urn:ietf:params:xml:ns:carddav\">" + responses
                + "</d:multistatus>";
        exchange.sendResponseHeaders(207, 0);
        exchange.getResponseBody().write(xml.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
    }
}
