package org.teldav.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.teldav.DavAnswer;
import org.teldav.DavClient;

/** What a browser sends, and what an attacker's program would: it keeps one cookie and the last form's token, and follows no redirect. Not thread-safe. */
final class PageClient {
    private static final Pattern TOKEN = Pattern.compile("name=\"form\" value=\"([^\"]*)\"");
    private static final Pattern NEWEST = Pattern.compile("name=\"newest\" value=\"(\\d+)\"");

    private final DavClient client;
    private String cookie = "";
    private String token = "";

    PageClient(DavClient client) {
        this.client = client;
    }

    PageClient signIn(String name, String password) {
        get("/sign-in").expect(200);
        post("/sign-in", "name", name, "password", password).expect(303);
        return this;
    }

    /** The cookie, as the browser sends it. */
    String cookie() {
        return cookie;
    }

    PageClient plant(String planted) {
        cookie = planted;
        return this;
    }

    String token() {
        return token;
    }

    DavAnswer get(String path) {
        return kept(cookies(client).send("GET", path));
    }

    /** @param fields names and values in turn; the token comes by itself */
    DavAnswer post(String path, String... fields) {
        return send(client, token, path, fields);
    }

    /** With one more header, and a token that may be another's. */
    DavAnswer forged(String header, String sent, String path, String... fields) {
        return send(header.isEmpty() ? client : client.with(header), sent, path, fields);
    }

    private DavAnswer send(DavClient with, String sent, String path, String... fields) {
        StringBuilder body = new StringBuilder("form=").append(encoded(sent));
        for (int i = 0; i < fields.length; i += 2) {
            body.append('&').append(fields[i]).append('=').append(encoded(fields[i + 1]));
        }
        return kept(cookies(with)
                .with("Content-Type: application/x-www-form-urlencoded")
                .send("POST", path, body.toString().getBytes(StandardCharsets.UTF_8)));
    }

    private DavClient cookies(DavClient to) {
        return cookie.isEmpty() ? to : to.with("Cookie: " + cookie);
    }

    private DavAnswer kept(DavAnswer answer) {
        if (answer.headers().containsKey("Set-Cookie")) {
            cookie = answer.header("Set-Cookie").split(";", 2)[0];
        }
        Matcher found = TOKEN.matcher(answer.text());
        if (found.find()) {
            token = found.group(1);
        }
        return answer;
    }

    /** Of what is there already, as the form has it whose answer is shown once. */
    static String newest(DavAnswer form) {
        Matcher newest = NEWEST.matcher(form.text());
        assertThat(newest.find()).isTrue();
        return newest.group(1);
    }

    /** Whether this is where somebody is sent who is not signed in. */
    static void isToSignIn(DavAnswer answer) {
        assertThat(answer.expect(303).header("Location")).startsWith("/sign-in");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
