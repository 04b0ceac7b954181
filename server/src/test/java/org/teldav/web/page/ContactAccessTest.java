package org.teldav.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teldav.BothEngines;
import org.teldav.DavClient;
import org.teldav.TestServer;

@BothEngines
class ContactAccessTest {
    private static final Pattern TOKEN = Pattern.compile("name=\"form\" value=\"([^\"]+)\"");
    private static final String BOOK = "/dav/addressbooks/alice/contacts/";

    @TempDir
    Path data;

    private TestServer server;
    private DavClient alice;

    /** A browser's cookies, without the browser. */
    private final class Visitor {
        private final HttpClient client =
                HttpClient.newBuilder().cookieHandler(new CookieManager()).build();

        Visitor(String name) throws Exception {
            post("/sign-in", "name=" + name + "&password=" + name + "-password&form=" + token("/sign-in"));
        }

        HttpResponse<String> get(String path) throws IOException, InterruptedException {
            return client.send(
                    HttpRequest.newBuilder(URI.create(server.uri() + path.substring(1)))
                            .build(),
                    BodyHandlers.ofString());
        }

        String token(String path) throws IOException, InterruptedException {
            Matcher matcher = TOKEN.matcher(get(path).body());
            assertThat(matcher.find()).isTrue();
            return matcher.group(1);
        }

        HttpResponse<String> post(String path, String form) throws IOException, InterruptedException {
            return send(path, "application/x-www-form-urlencoded", form.getBytes(StandardCharsets.UTF_8));
        }

        HttpResponse<String> send(String path, String type, byte[] body) throws IOException, InterruptedException {
            return client.send(
                    HttpRequest.newBuilder(URI.create(server.uri() + path.substring(1)))
                            .header("Content-Type", type)
                            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                            .build(),
                    BodyHandlers.ofString());
        }

        HttpResponse<String> upload(String duplicates, byte[] file) throws Exception {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            String part = "--b\r\nContent-Disposition: form-data; name=\"";
            body.writeBytes((part + "form\"\r\n\r\n" + token("/contacts/import") + "\r\n").getBytes());
            body.writeBytes((part + "duplicates\"\r\n\r\n" + duplicates + "\r\n").getBytes());
            body.writeBytes((part + "file\"; filename=\"../../etc/passwd\"\r\n\r\n").getBytes());
            body.writeBytes(file);
            body.writeBytes("\r\n--b--\r\n".getBytes());
            return send("/contacts/import", "multipart/form-data; boundary=b", body.toByteArray());
        }
    }

    @BeforeEach
    void start() {
        server = TestServer.start(data);
        alice = server.user("alice", "+1 415 555 0100");
        server.user("mallory", "+1 415 555 0199");
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void the_contacts_of_another_user_are_not_there() throws Exception {
        alice.put(BOOK + "bob.vcf", TestServer.card("bob", "Bob", "+1 415 555 0177"))
                .expect(201);
        alice.put(BOOK + "bob.vcf", TestServer.card("bob", "Bobby", "+1 415 555 0177"))
                .expect(204);
        String versions =
                alice.get("/api/users/alice/books/contacts/history/bob.vcf").text();
        Matcher old = Pattern.compile("\"version\":(\\d+)[^}]*\"ended\":\"").matcher(versions);
        assertThat(old.find()).as(versions).isTrue();
        String version = old.group(1);
        Visitor mallory = new Visitor("mallory");
        String token = mallory.token("/contacts/import");
        for (String book : new String[] {"contacts", "..%2F..%2Falice%2Fbooks%2Fcontacts", "..", ""}) {
            String place = "book=" + book + "&card=bob.vcf";
            for (String page : new String[] {"", "/file", "/edit", "/delete", "/history", "/version"}) {
                assertThat(mallory.get("/contacts/card" + page + "?" + place + "&version=" + version)
                                .statusCode())
                        .as(page + " " + book)
                        .isEqualTo(404);
            }
            for (String page : new String[] {"/edit", "/delete", "/restore"}) {
                assertThat(mallory.post("/contacts/card" + page, place + "&version=" + version + "&form=" + token)
                                .statusCode())
                        .as(page + " " + book)
                        .isEqualTo(404);
            }
        }
        assertThat(mallory.get("/contacts/export?book=..%2F..%2Falice%2Fbooks%2Fcontacts")
                        .statusCode())
                .isEqualTo(404);
        assertThat(mallory.get("/contacts?q=bob").body()).contains("No contacts");
        DavClient api = server.as("mallory");
        for (String path : new String[] {"contacts", "books/contacts/contacts/bob.vcf", "books/contacts/cards"}) {
            api.get("/api/users/alice/" + path).expect(404);
        }
        api.with("Content-Type: application/json")
                .delete("/api/users/alice/books/contacts/contacts/bob.vcf?version=" + version)
                .expect(404);
        assertThat(alice.get(BOOK + "bob.vcf").text()).contains("Bobby");
    }

    @Test
    void what_was_changed_since_it_was_looked_at_is_not_deleted() throws Exception {
        alice.put(BOOK + "bob.vcf", TestServer.card("bob", "Bob", "+1 415 555 0177"))
                .expect(201);
        Visitor visitor = new Visitor("alice");
        String form =
                visitor.get("/contacts/card/delete?book=contacts&card=bob.vcf").body();
        Matcher seen = Pattern.compile("name=\"version\" value=\"(\\d+)\"").matcher(form);
        assertThat(seen.find()).isTrue();
        alice.put(BOOK + "bob.vcf", TestServer.card("bob", "Bobby", "+1 415 555 0177"))
                .expect(204);
        HttpResponse<String> answer = visitor.post(
                "/contacts/card/delete",
                "book=contacts&card=bob.vcf&version=" + seen.group(1) + "&form=" + visitor.token("/contacts/import"));
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).contains("changed meanwhile", "Bobby");
        alice.get(BOOK + "bob.vcf").expect(200);
    }

    @Test
    void a_name_with_line_ends_and_quotes_in_it_makes_no_header() throws Exception {
        String name = "a\"; filename=\"evil.exe\"\r\nX-Evil: 1\r\n\r\nb";
        String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
        String quoted = "q\";x=\"y.vcf";
        alice.put(
                        BOOK + URLEncoder.encode(quoted, StandardCharsets.UTF_8),
                        TestServer.card("q", "Quoted", "+1 415 555 0177"))
                .expect(201);
        Visitor visitor = new Visitor("alice");
        HttpResponse<String> missing = visitor.get("/contacts/card/file?book=contacts&card=" + encoded);
        assertThat(missing.statusCode()).isEqualTo(404);
        assertThat(missing.headers().firstValue("X-Evil")).isEmpty();
        HttpResponse<String> there = visitor.get(
                "/contacts/card/file?book=contacts&card=" + URLEncoder.encode(quoted, StandardCharsets.UTF_8));
        assertThat(there.headers().firstValue("Content-Disposition")).contains("attachment; filename=\"q__x__y.vcf\"");
        assertThat(there.body()).isEqualTo(TestServer.card("q", "Quoted", "+1 415 555 0177"));
    }

    @Test
    void header_injection_the_name_of_a_book_makes_no_header() throws Exception {
        Map<String, String> names = Map.of(
                "a\"; filename=\"evil.exe", "a___filename__evil.exe.vcf",
                "x\u00fc\u4f60", "x__.vcf",
                "..\\up", ".._up.vcf");
        Visitor visitor = new Visitor("alice");
        for (Map.Entry<String, String> name : names.entrySet()) {
            String encoded =
                    URLEncoder.encode(name.getKey(), StandardCharsets.UTF_8).replace("+", "%20");
            alice.send("MKCOL", "/dav/addressbooks/alice/" + encoded + "/").expect(201);
            assertThat(visitor.get("/contacts/export?book=" + encoded).headers().firstValue("Content-Disposition"))
                    .contains("attachment; filename=\"" + name.getValue() + "\"");
        }
        HttpResponse<String> none = visitor.get("/contacts/export?book=a%0d%0aX-Evil:%201");
        assertThat(none.statusCode()).isEqualTo(404);
        assertThat(none.headers().firstValue("X-Evil")).isEmpty();
    }

    @Test
    void bombs_are_refused() throws Exception {
        Visitor visitor = new Visitor("alice");
        ByteArrayOutputStream zip = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(zip)) {
            out.putNextEntry(new ZipEntry("cards.vcf"));
            out.write(new byte[20 << 20]);
        }
        assertThat(visitor.upload("replace", zip.toByteArray()).body()).contains("Unpack it first");
        HttpResponse<String> large = visitor.upload("replace", new byte[11 << 20]);
        assertThat(large.statusCode()).isEqualTo(413);
        assertThat(large.body()).contains("at most 10 MB can be uploaded");
        String many = "BEGIN:VCARD\nEND:VCARD\n".repeat(20_001);
        assertThat(visitor.upload("replace", many.getBytes()).body()).contains("more than 20,000");
        assertThat(visitor.get("/contacts").body()).contains("1 contact");
    }

    @Test
    void what_is_there_already_is_replaced_left_or_joined() throws Exception {
        String there = TestServer.card("bob", "Bob", "+1 415 555 0177");
        String other = TestServer.card("bob", "Bobby", "+1 415 555 0177");
        alice.put(BOOK + "phone-1.vcf", there).expect(201);
        Visitor visitor = new Visitor("alice");
        assertThat(visitor.upload("skip", other.getBytes()).body()).contains("1 left as they were");
        assertThat(visitor.upload("keep", there.getBytes()).body()).contains("1 unchanged");
        assertThat(visitor.upload("keep", other.getBytes()).body()).contains("1 new");
        assertThat(visitor.upload("keep", other.getBytes()).body()).contains("1 unchanged");
        assertThat(alice.get(BOOK + "phone-1.vcf").text()).isEqualTo(there);
        assertThat(visitor.upload("replace", other.getBytes()).body()).contains("1 replaced");
        assertThat(alice.get(BOOK + "phone-1.vcf").text()).isEqualTo(other);
        assertThat(visitor.get("/contacts/export?book=contacts").body())
                .contains(other)
                .contains("FN:Name of alice")
                .containsOnlyOnce("UID:bob");
    }

    @Test
    void a_table_becomes_cards() throws Exception {
        String table = "\uFEFFFirst Name,Last Name,Phone 1 - Label,Phone 1 - Value,E-mail 1 - Value,Notes\r\n"
                + "Zoë,\"O'Neil; Jr\",Mobile,+1 415 555 0177 ::: +1 415 555 0178,zoe@example.org,\"two\nlines\"\r\n";
        Visitor visitor = new Visitor("alice");
        assertThat(visitor.upload("replace", table.getBytes(StandardCharsets.UTF_8))
                        .body())
                .contains("1 new");
        assertThat(visitor.upload("replace", table.getBytes(StandardCharsets.UTF_8))
                        .body())
                .contains("1 unchanged");
        assertThat(visitor.get("/contacts/export").body())
                .contains(
                        "FN:Zoë O'Neil\\; Jr\r\nN:O'Neil\\; Jr;Zoë;;;\r\nTEL;TYPE=CELL:+1 415 555 0177\r\nTEL;TYPE=CELL:+1 415 555 0178\r\n")
                .contains("NOTE:two\\nlines\r\n");
        assertThat(visitor.upload("replace", "a,b\r\n1,2\r\n".getBytes()).body())
                .contains("No column");
    }

    @Test
    void the_versions_of_a_contact_that_was_deleted_are_headed_by_its_last_name() throws Exception {
        String file = "5F0C1E9A.vcf";
        alice.put(BOOK + file, TestServer.card("bob", "Bob", "+1 415 555 0177")).expect(201);
        alice.put(BOOK + file, TestServer.card("bob", "Bobby", "+1 415 555 0177"))
                .expect(204);
        String history = "/contacts/card/history?book=contacts&card=" + file;
        Visitor visitor = new Visitor("alice");
        assertThat(visitor.get(history).body()).contains("Bobby in the book contacts");
        alice.delete(BOOK + file).expect(204);
        assertThat(visitor.get(history).body()).contains("Bobby in the book contacts");
        assertThat(alice.get("/api/users/alice/books/contacts/history/" + file)
                        .expect(200)
                        .text())
                .contains("\"name\":\"Bobby\"");
    }
}
