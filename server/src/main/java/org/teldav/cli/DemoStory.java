package org.teldav.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code teldav demo} tells: phones, played over real CardDAV requests, and what their owners see. */
final class DemoStory {
    /** Everybody's in the demo. */
    static final String PASSWORD = "teldav-demo";

    static final String OLD_NUMBER = "+1 415 555 0100";

    private static final String NEW_NUMBER = "+44 7700 900123";
    private static final long PATIENCE_NANOS = 20_000_000_000L;
    private static final String BOBS_CARD = """
            BEGIN:VCARD
            VERSION:3.0
            PRODID:-//Apple Inc.//iPhone OS 26.1//EN
            N:Liddell;Alice;;;
            FN:Alice Liddell
            item1.TEL;type=pref:(415) 555-0100
            item1.X-ABLabel:_$!<Mobile>!$_
            NOTE:met at the tea party\\, do not call before noon - she is never up before
              that
            UID:5E8F2C1A-415A-4D0E-9C51-0000000000A1
            END:VCARD
            """.replace("\n", "\r\n");
    private static final String CAROLS_CARD = """
            BEGIN:VCARD
            VERSION:4.0
            UID:urn:uuid:7a3d6e0a-0001-4000-8000-000000000001
            FN:Alice
            TEL;VALUE=uri;TYPE=cell:tel:+14155550100
            END:VCARD
            """;

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI server;
    private final PrintStream out;

    DemoStory(URI server, PrintStream out) {
        this.server = server;
        this.out = out;
    }

    /** @throws IllegalStateException where the story goes wrong */
    void tell() {
        out.println(
                "Alice, Bob and Carol are in the group 'family'. Each has an address book and a card of their own.");
        String bobs = "/dav/addressbooks/bob/contacts/alice.vcf";
        String carols = "/dav/addressbooks/carol/contacts/alice.vcf";
        step(1, "Bob's iPhone and Carol's Android phone upload the card that each has of Alice");
        put("bob", bobs, BOBS_CARD, "If-None-Match", "*");
        put("carol", carols, CAROLS_CARD, "If-None-Match", "*");
        String bobsToken = sync("bob", "").token();
        String carolsToken = sync("carol", "").token();

        step(2, "Alice changes the number on her own card, on her phone: " + OLD_NUMBER + " -> " + NEW_NUMBER);
        long changed = changeAlicesNumber();

        step(3, "Bob's and Carol's phones sync");
        pull("bob", bobsToken, bobs, BOBS_CARD);
        pull("carol", carolsToken, carols, CAROLS_CARD);
        out.printf(
                "%nBoth had it %d ms after Alice's phone was answered. Nobody was told, and nobody was asked.%n",
                (System.nanoTime() - changed) / 1_000_000);
        out.flush();
    }

    private long changeAlicesNumber() {
        String home = "/dav/addressbooks/alice/";
        String own = first(
                send("alice", "PROPFIND", home, propfind("<S:me-card/>"), "Depth", "0")
                        .body(),
                "me-card><D:href>([^<]*)<");
        say("PROPFIND " + home + " says which card is her own: " + own);
        HttpResponse<String> card = send("alice", "GET", own, "");
        String edited = card.body().replaceFirst("(TEL[^:\r\n]*:)[^\r\n]*", "$1" + NEW_NUMBER);
        put("alice", own, edited, "If-Match", card.headers().firstValue("ETag").orElseThrow());
        return System.nanoTime();
    }

    private void pull(String user, String token, String path, String before) {
        Sync sync = awaitChange(user, token);
        String after = send(user, "GET", path, "").body();
        say("sync-collection of " + user + " names: " + sync.changed());
        String[] old = before.split("\r?\n");
        String[] now = after.split("\r?\n");
        if (!sync.changed().equals(path) || old.length != now.length || after.equals(before)) {
            throw new IllegalStateException("the change did not reach " + user);
        }
        int same = 0;
        for (int i = 0; i < old.length; i++) {
            if (old[i].equals(now[i])) {
                same++;
            } else {
                out.println("      - " + old[i]);
                out.println("      + " + now[i]);
            }
        }
        say("the other " + same + " lines of the card are the same, byte for byte");
    }

    private Sync awaitChange(String user, String token) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        Sync sync = sync(user, token);
        while (sync.changed().isEmpty() && System.nanoTime() < deadline) {
            Thread.onSpinWait();
            sync = sync(user, token);
        }
        return sync;
    }

    /** @param changed the href that it names, empty for none */
    private record Sync(String token, String changed) {}

    private Sync sync(String user, String token) {
        String body = send(
                        user,
                        "REPORT",
                        "/dav/addressbooks/" + user + "/contacts/",
                        "<D:sync-collection xmlns:D=\"DAV:\"><D:sync-token>" + token
                                + "</D:sync-token><D:sync-level>1</D:sync-level><D:prop><D:getetag/></D:prop></D:sync-collection>",
                        "Depth",
                        "0")
                .body();
        Matcher href = Pattern.compile("<D:href>([^<]*)<").matcher(body);
        return new Sync(first(body, "<D:sync-token>([^<]*)<"), href.find() ? href.group(1) : "");
    }

    private void put(String user, String path, String card, String header, String value) {
        HttpResponse<String> answer =
                send(user, "PUT", path, card, header, value, "Content-Type", "text/vcard; charset=utf-8");
        say("PUT " + path + " -> " + answer.statusCode());
    }

    private static String propfind(String property) {
        return "<D:propfind xmlns:D=\"DAV:\" xmlns:S=\"http://calendarserver.org/ns/\"><D:prop>" + property
                + "</D:prop></D:propfind>";
    }

    private HttpResponse<String> send(String user, String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .header(
                        "Authorization",
                        "Basic "
                                + Base64.getEncoder()
                                        .encodeToString((user + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8)));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() >= 300) {
                throw new IllegalStateException(method + " " + path + " was answered with " + answer.statusCode());
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static String first(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        if (!matcher.find()) {
            throw new IllegalStateException("the server's answer lacks what was asked for");
        }
        return matcher.group(1);
    }

    private void step(int number, String text) {
        out.printf("%n%d. %s%n", number, text);
        out.flush();
    }

    private void say(String text) {
        out.println("   " + text);
        out.flush();
    }
}
